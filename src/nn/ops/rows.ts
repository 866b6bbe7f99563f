import { checkInput } from '../graph/shapes.ts';
import { build, elementAt, zeros } from './dense.ts';
import type { Dense, Op } from './op.ts';
import { gather, scatterRows } from './write.ts';

const rowSize = ({ data, shape }: Dense) => data.length / shape[0];

const gatherOp: Op = {
  name: 'Gather',
  infer: ([table, places]) => {
    checkInput('Gather', places, { type: 'int64' });
    return [{ type: table.type, shape: [...places.shape, ...table.shape.slice(1)] }];
  },
  value: ([table, places]) => {
    const rank = places.shape.length;
    return [
      build([...places.shape, ...table.shape.slice(1)], (place) =>
        elementAt(table, [elementAt(places, place.slice(0, rank)), ...place.slice(rank)]),
      ),
    ];
  },
  gradient: ({ inputs: [table, places], grads: [g] }) => [
    scatterRows(g!, places, table),
    undefined,
  ],
};

/** The third input is there for its shape only. Rows named twice are added. */
const scatterOp: Op = {
  name: 'ScatterRows',
  infer: ([rows, places, like]) => {
    checkInput('ScatterRows', rows, { type: 'float' });
    checkInput('ScatterRows', places, { type: 'int64' });
    return [{ type: 'float', shape: like.shape }];
  },
  value: ([rows, places, like]) => {
    const made = zeros(like.shape);
    const size = rowSize(made);
    places.data.forEach((row, i) => {
      for (let j = 0; j < size; j++) made.data[row * size + j] += rows.data[i * size + j];
    });
    return [made];
  },
  gradient: ({ inputs: [, places], grads: [g] }) => [gather(g!, places), undefined, undefined],
  onnx: ({ inputs: [rows, places, like], outputs: [y] }, emit) => {
    const [shape, empty, deep] = [emit.name(), emit.name(), emit.name()];
    if (y.shape.every((axis) => typeof axis === 'number')) {
      emit.node('Expand', [emit.floats(0), emit.ints(y.shape)], [empty]);
    } else {
      emit.node('Shape', [like], [shape]);
      emit.node('Expand', [emit.floats(0), shape], [empty]);
    }
    // ScatterND reads places along its last axis.
    emit.node('Unsqueeze', [places, emit.ints([-1])], [deep]);
    emit.node('ScatterND', [empty, deep, rows], [y.name], { reduction: { text: 'add' } });
  },
};

export const rowOps: readonly Op[] = [gatherOp, scatterOp];
