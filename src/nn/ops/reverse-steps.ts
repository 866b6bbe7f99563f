import { checkInput } from '../graph/shapes.ts';
import { build, elementAt } from './dense.ts';
import type { Op } from './op.ts';
import { reverseSteps } from './write.ts';

/** steps × rows × …: the steps of each row from its last to its first; what lies behind its length stays. */
export const reverseStepsOp: Op = {
  name: 'ReverseSteps',
  infer: ([x, lengths]) => {
    if (lengths !== undefined) checkInput('ReverseSteps', lengths, { type: 'int64', rank: 1 });
    return [{ type: x.type, shape: x.shape }];
  },
  value: ([x, lengths]) => [
    build(x.shape, (place) => {
      const length = lengths?.data[place[1]] ?? x.shape[0];
      const inside = place[0] < length;
      return elementAt(x, inside ? place.with(0, length - 1 - place[0]) : place);
    }),
  ],
  gradient: ({ inputs: [, lengths], grads: [g] }) => [
    reverseSteps(g!, lengths),
    ...(lengths === undefined ? [] : [undefined]),
  ],
  onnx: ({ inputs: [x, lengths], outputs: [y] }, emit) => {
    if (lengths === undefined) {
      const [from, to, axis, step] = [-1, -(2 ** 31), 0, -1].map((at) => emit.ints([at]));
      emit.node('Slice', [x, from, to, axis, step], [y.name]);
    } else {
      emit.node('ReverseSequence', [x, lengths], [y.name], {
        batch_axis: { int: 1 },
        time_axis: { int: 0 },
      });
    }
  },
};
