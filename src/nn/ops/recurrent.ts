import { ModelError } from '../../base/index.ts';
import { checkInput, outlineText } from '../graph/shapes.ts';
import type { Attributes, Value } from '../types.ts';
import { elementAt, zeros } from './dense.ts';
import type { Dense, Op } from './op.ts';
import { recurrentOnnx } from './recurrent-onnx.ts';
import {
  type Cell,
  GATES,
  type RecurrentParts,
  recurrentParts,
  stateShape,
} from './recurrent-parts.ts';

function checkParts(parts: RecurrentParts<Value>, attributes: Attributes): void {
  const gates = GATES[attributes.cell as Cell];
  const { x, inputWeights, weights, inputBias, bias, hidden, cell, lengths } = parts;
  const [rows, units] = stateShape(parts);
  const expected: [string, Value | undefined, Value['shape']][] = [
    ['x', x, [Number(attributes.steps), rows, x?.shape[2] ?? 0]],
    ['input weights', inputWeights, [gates * Number(units), x?.shape[2] ?? 0]],
    ['weights', weights, [gates * Number(units), units]],
    ['input bias', inputBias, [gates * Number(units)]],
    ['bias', bias, [gates * Number(units)]],
    ['hidden', hidden, [rows, units]],
    ['cell', cell, [rows, units]],
    ['lengths', lengths, [rows]],
  ];
  for (const [what, value, shape] of expected) {
    if (value === undefined) continue;
    checkInput('Recurrent', value, { type: what === 'lengths' ? 'int64' : 'float' });
    if (String(value.shape) !== String(shape)) {
      throw new ModelError(
        `Recurrent: ${what} must be [${shape.join(', ')}], got ${outlineText(value)}.`,
      );
    }
  }
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** One step of one row: W·x + b and R·h + b′ of every gate → h and c. */
const steps: Record<
  Cell,
  (fed: Float64Array, back: Float64Array, h: number[], c: number[]) => void
> = {
  lstm: (fed, back, h, c) => {
    const units = h.length;
    for (let j = 0; j < units; j++) {
      const [i, f, g, o] = [0, 1, 2, 3].map(
        (gate) => fed[gate * units + j] + back[gate * units + j],
      );
      c[j] = sigmoid(f) * c[j] + sigmoid(i) * Math.tanh(g);
      h[j] = sigmoid(o) * Math.tanh(c[j]);
    }
  },
  gru: (fed, back, h) => {
    const units = h.length;
    for (let j = 0; j < units; j++) {
      const [r, z] = [0, 1].map((gate) => sigmoid(fed[gate * units + j] + back[gate * units + j]));
      const n = Math.tanh(fed[2 * units + j] + r * back[2 * units + j]);
      h[j] = (1 - z) * n + z * h[j];
    }
  },
};

function product(weights: Dense, bias: Dense, vector: readonly number[]): Float64Array {
  return Float64Array.from(bias.data, (start, i) =>
    vector.reduce((total, value, j) => total + value * elementAt(weights, [i, j]), start),
  );
}

function runRow(parts: RecurrentParts<Dense>, cell: Cell, row: number, outputs: Dense) {
  const { x, inputWeights, weights, inputBias, bias, hidden, lengths } = parts;
  const units = weights.shape[1];
  const [h, c] = [hidden, parts.cell].map((start) =>
    Array.from({ length: units }, (_, j) => start?.data[row * units + j] ?? 0),
  );
  for (let t = 0; t < (lengths?.data[row] ?? outputs.shape[0]); t++) {
    const now = Array.from({ length: x?.shape[2] ?? 0 }, (_, i) => elementAt(x!, [t, row, i]));
    const fed = x === undefined ? inputBias.data : product(inputWeights!, inputBias, now);
    steps[cell](fed, product(weights, bias, h), h, c);
    outputs.data.set(h, (t * outputs.shape[1] + row) * units);
  }
  return { h, c };
}

function value(inputs: readonly Dense[], attributes: Attributes): Dense[] {
  const parts = recurrentParts(inputs, attributes);
  const [rows, units] = stateShape(parts);
  const outputs = zeros([Number(attributes.steps), rows, units]);
  const [last, lastCell] = [zeros([rows, units]), zeros([rows, units])];
  for (let row = 0; row < rows; row++) {
    const { h, c } = runRow(parts, attributes.cell as Cell, row, outputs);
    last.data.set(h, row * units);
    lastCell.data.set(c, row * units);
  }
  return attributes.cell === 'gru' ? [outputs, last] : [outputs, last, lastCell];
}

export const recurrentOp: Op = {
  name: 'Recurrent',
  infer: (inputs, attributes) => {
    const parts = recurrentParts(inputs, attributes);
    checkParts(parts, attributes);
    const last = { type: 'float', shape: stateShape(parts) } as const;
    const outputs = { type: 'float', shape: [Number(attributes.steps), ...last.shape] } as const;
    return attributes.cell === 'gru' ? [outputs, last] : [outputs, last, last];
  },
  value,
  gradient: () => {
    throw new ModelError(
      'Recurrent: it is the form for use; RecurrentSteps is the one for training.',
    );
  },
  onnx: recurrentOnnx,
};
