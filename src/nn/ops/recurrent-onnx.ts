import type { Emit } from '../onnx/emit.ts';
import type { Node } from '../types.ts';
import { type Cell, GATES, recurrentParts } from './recurrent-parts.ts';

/** ONNX's order of gates, by their places in PyTorch's: i, o, f, g and z, r, n. */
const ONNX_ORDER = { lstm: [0, 3, 1, 2], gru: [1, 0, 2] } as const;

/** The node as ONNX's LSTM or GRU. */
export function recurrentOnnx({ inputs, outputs, attributes }: Node, emit: Emit): void {
  const cell = attributes.cell as Cell;
  const parts = recurrentParts(inputs, attributes);
  const units = Number(outputs[1].shape[1]);
  const order = (times: number) =>
    Array.from({ length: times }, (_, i) =>
      ONNX_ORDER[cell].flatMap((gate) =>
        Array.from({ length: units }, (_, j) => (i * GATES[cell] + gate) * units + j),
      ),
    ).flat();
  const made = (operator: string, from: string[], more = {}) => {
    const name = emit.name();
    emit.node(operator, from, [name], more);
    return name;
  };
  const withAxis = (name: string) => made('Unsqueeze', [name, emit.ints([0])]);
  const sorted = (name: string, times = 1) =>
    withAxis(made('Gather', [name, emit.ints(order(times))]));
  const bothBiases = made('Concat', [parts.inputBias, parts.bias], { axis: { int: 0 } });
  const shape = () => {
    const rows = made('Shape', [parts.hidden!], { start: { int: 0 }, end: { int: 1 } });
    return made('Concat', [emit.ints([Number(attributes.steps)]), rows, emit.ints([1])], {
      axis: { int: 0 },
    });
  };
  const names = outputs.map(() => emit.name());
  emit.node(
    cell === 'lstm' ? 'LSTM' : 'GRU',
    [
      parts.x ?? made('Expand', [emit.floats(0), shape()]),
      parts.inputWeights === undefined
        ? made('Expand', [emit.floats(0), emit.ints([1, GATES[cell] * units, 1])])
        : sorted(parts.inputWeights),
      sorted(parts.weights),
      sorted(bothBiases, 2),
      parts.lengths === undefined ? '' : made('Cast', [parts.lengths], { to: { int: 6 } }),
      ...(parts.hidden === undefined ? [] : [withAxis(parts.hidden)]),
      ...(parts.cell === undefined ? [] : [withAxis(parts.cell)]),
    ],
    names,
    {
      hidden_size: { int: units },
      ...(cell === 'gru' ? { linear_before_reset: { int: 1 } } : {}),
    },
  );
  outputs.forEach(({ name }, i) => {
    emit.node('Squeeze', [names[i], emit.ints([i === 0 ? 1 : 0])], [name]);
  });
}
