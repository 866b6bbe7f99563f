import { ModelError } from '../../base/index.ts';
import type { NetBuilder, Tensor } from '../graph/net-builder.ts';
import { checkInput, outlineText } from '../graph/shapes.ts';
import type { Net } from '../types.ts';
import { rowsFirst, zeros } from './dense.ts';
import type { Dense, Op } from './op.ts';
import { recurrentBack } from './recurrent-back.ts';
import type { Cell } from './recurrent-parts.ts';
import { add, concat, gemm, mul, sigmoid, split, sub, tanh, transpose } from './write.ts';

/**
 * A recurrent layer in training: the same as `Recurrent`, in the form that costs least together with its way back.
 *
 * States lie as hidden × rows, so that a step's product reads the weights where they lie. All gates come from one
 * product of the weights with the state, the input and a 1 below each other. What the way back multiplies with is made
 * while its parts are at hand: `slopes`, of each gate before its σ by the state's gradient.
 *
 *   LSTM   rows of the weights: f, i, o, g, the last twice as large, since tanh(x) = 2σ(2x) − 1
 *          slopes: fc₋₁(1 − f), ig(1 − i), h(1 − o), i(1 + g)(1 − s) where s = (1 + g) / 2; to c: o − h·tanh(c); kept: f
 *   GRU    rows: r, z, m, x where n = tanh(x + r·m); with k = (1 − z)(1 − n²)
 *          slopes: kmr(1 − r), (h₋₁ − n)z(1 − z), kr, k; kept: z
 *
 * Shapes: weights 4·hidden × (hidden + inputs), x steps × inputs × rows (the 1 is its last input), hidden and cell
 * hidden × rows. In the file it is ONNX's Scan, so that the graph is as small for a thousand steps as for one.
 * Memory: 8·hidden + inputs numbers per step and row (GRU 7).
 */
export interface Steps {
  /** steps × rows × hidden */
  readonly outputs: Tensor;
  /** hidden × rows, after the last step. */
  readonly last: Tensor;
}

export function recurrentSteps(
  cell: Cell,
  weights: Tensor,
  x: Tensor,
  first: readonly Tensor[],
): Steps {
  const inner = weights.net.inner();
  const now = inner.input(inner.newName('x'), x.shape.slice(1));
  const states = first.map(({ shape }) => inner.input(inner.newName('state'), shape));
  const body = bodies[cell](inner, weights, now, states);
  const [outputs, last] = weights.net.add('RecurrentSteps', [weights, x, ...first], { cell, body });
  return { outputs, last };
}

const bodies = { lstm: lstmBody, gru: gruBody };

function lstmBody(net: NetBuilder, weights: Tensor, x: Tensor, [h, c]: readonly Tensor[]): Net {
  const units = Number(h.shape[0]);
  const fed = concat([h, x], 0);
  const gates = sigmoid(gemm(weights, fed));
  const [f, i, o, s] = split(gates, [units, units, units, units], 0);
  const kept = mul(f, c);
  const twice = mul(i, add(s, s));
  const added = sub(twice, i);
  const nextC = add(kept, added);
  const bent = tanh(nextC);
  const nextH = mul(o, bent);
  const parts = concat([kept, added, nextH, twice], 0);
  return net.finish({
    nextH,
    nextC,
    outputs: transpose(nextH),
    fed: transpose(fed),
    slopes: sub(parts, mul(parts, gates)),
    kept: f,
    toCell: sub(o, mul(nextH, bent)),
  });
}

function gruBody(net: NetBuilder, weights: Tensor, x: Tensor, [h]: readonly Tensor[]): Net {
  const units = Number(h.shape[0]);
  const fed = concat([h, x], 0);
  const [both, m, entering] = split(gemm(weights, fed), [2 * units, units, units], 0);
  const [r, z] = split(sigmoid(both), [units, units], 0);
  const n = tanh(add(entering, mul(r, m)));
  const away = sub(h, n);
  const turned = mul(z, away);
  const nextH = add(n, turned);
  const open = sub(1, z);
  const k = sub(open, mul(open, mul(n, n)));
  const kr = mul(k, r);
  const krm = mul(kr, m);
  const slopes = concat([sub(krm, mul(krm, r)), mul(turned, open), kr, k], 0);
  return net.finish({
    nextH,
    outputs: transpose(nextH),
    fed: transpose(fed),
    slopes,
    kept: z,
  });
}

const sigma = (x: number) => 1 / (1 + Math.exp(-x));

/** One unit of one row: gates before σ, the state before → the state after, slopes, kept, to c. */
const units: Record<
  Cell,
  (
    gates: number[],
    h: number,
    c: number,
  ) => { h: number; c: number; slopes: number[]; kept: number; toCell: number }
> = {
  lstm: (gates, _, c) => {
    const [f, i, o, s] = gates.map(sigma);
    const g = 2 * s - 1;
    const next = f * c + i * g;
    const h = o * Math.tanh(next);
    const slopes = [f * c * (1 - f), i * g * (1 - i), h * (1 - o), i * (1 + g) * (1 - s)];
    return { h, c: next, slopes, kept: f, toCell: o * (1 - Math.tanh(next) ** 2) };
  },
  gru: ([intoR, intoZ, m, x], h) => {
    const [r, z] = [sigma(intoR), sigma(intoZ)];
    const n = Math.tanh(x + r * m);
    const k = (1 - z) * (1 - n * n);
    const slopes = [k * m * r * (1 - r), (h - n) * z * (1 - z), k * r, k];
    return { h: (1 - z) * n + z * h, c: 0, slopes, kept: z, toCell: 0 };
  },
};

function value([weights, x, hidden, cell]: readonly Dense[], kind: Cell): Dense[] {
  const [steps, inputs, rows] = x.shape;
  const [size] = hidden.shape;
  const width = size + inputs;
  const [h, c] = [hidden.data.slice(), (cell ?? hidden).data.slice()];
  const made = [size, width, 4 * size, size, size].map((axis) => zeros([steps, axis, rows]));
  const [outputs, fed, slopes, kept, toCell] = made;
  for (let t = 0; t < steps; t++) {
    const now = [...h, ...x.data.subarray(t * inputs * rows, (t + 1) * inputs * rows)];
    fed.data.set(now, t * width * rows);
    for (let at = 0; at < size * rows; at++) {
      const [j, row] = [Math.floor(at / rows), at % rows];
      const gates = [0, 1, 2, 3].map((gate) => {
        let total = 0;
        for (let k = 0; k < width; k++)
          total += weights.data[(gate * size + j) * width + k] * now[k * rows + row];
        return total;
      });
      const next = units[kind](gates, h[at], c[at]);
      [h[at], c[at]] = [next.h, next.c];
      next.slopes.forEach((slope, gate) => {
        slopes.data[(t * 4 + gate) * size * rows + at] = slope;
      });
      const place = t * size * rows + at;
      [outputs.data[place], kept.data[place], toCell.data[place]] = [
        next.h,
        next.kept,
        next.toCell,
      ];
    }
  }
  const shape = [size, rows];
  const last = [h, ...(kind === 'lstm' ? [c] : [])].map((data) => ({ shape, data }));
  const more = kind === 'lstm' ? [toCell] : [];
  return [rowsFirst(outputs), ...last, rowsFirst(fed), slopes, kept, ...more];
}

export const recurrentStepsOp: Op = {
  name: 'RecurrentSteps',
  // Its body would be a long key.
  pure: false,
  infer: ([weights, x, hidden, cell], attributes) => {
    const [units, rows] = hidden.shape;
    const [steps, inputs] = x.shape;
    const width = Number(units) + Number(inputs);
    for (const input of [weights, x, hidden])
      checkInput('RecurrentSteps', input, { type: 'float' });
    if (weights.shape[0] !== 4 * Number(units) || weights.shape[1] !== width) {
      throw new ModelError(
        `RecurrentSteps: weights must be [${4 * Number(units)}, ${width}], got ${outlineText(weights)}.`,
      );
    }
    const outline = (...shape: typeof x.shape) => ({ type: 'float', shape }) as const;
    const state = outline(units, rows);
    const kept = outline(steps, units, rows);
    const lstm = attributes.cell === 'lstm';
    return [
      outline(steps, rows, units),
      state,
      ...(lstm ? [outline(...cell.shape)] : []),
      outline(steps, rows, width),
      outline(steps, 4 * Number(units), rows),
      kept,
      ...(lstm ? [kept] : []),
    ];
  },
  value: (inputs, attributes) => value(inputs, attributes.cell as Cell),
  gradient: recurrentBack,
  onnx: ({ inputs: [, x, ...first], outputs, attributes: { body } }, emit) => {
    // The states come first in a scan, the outputs first here.
    const [all, ...rest] = outputs.map(({ name }) => name);
    const states = rest.splice(0, first.length);
    emit.node('Scan', [...first, x], [...states, all, ...rest], {
      body: { body: scanned(body as Net, first.length) },
      num_scan_inputs: { int: 1 },
    });
  },
};

/** The body's inputs in the order of a scan: states before what comes with the step. */
function scanned(body: Net, states: number): Net {
  return { ...body, inputs: [...body.inputs.slice(1, 1 + states), body.inputs[0]] };
}
