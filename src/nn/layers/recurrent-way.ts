import type { Tensor } from '../graph/net-builder.ts';
import { type Cell, GATES } from '../ops/recurrent-parts.ts';
import { recurrentSteps } from '../ops/recurrent-steps.ts';
import {
  add,
  cast,
  concat,
  equal,
  expandLike,
  less,
  mul,
  recurrence,
  reshape,
  slice,
  split,
  sub,
  sum,
  transpose,
} from '../ops/write.ts';
import type { Design } from './design.ts';
import { pytorchUniform } from './initialisers.ts';
import { knownAxis } from './layers.ts';

/** One layer in one direction. */
export interface Way {
  readonly name: string;
  readonly suffix: string;
  readonly cell: Cell;
  readonly hidden: number;
  readonly steps: number;
  /** steps × rows × inputs; left out where all are 0. */
  readonly x: Tensor | undefined;
  readonly lengths: Tensor | undefined;
  /** rows × hidden each. */
  readonly first: { readonly state: Tensor; readonly cell: Tensor } | undefined;
}

/** outputs: steps × rows × hidden; last: rows × hidden. */
interface Walked {
  readonly outputs: Tensor;
  readonly last: Tensor;
}

interface Weights {
  readonly inputWeights?: Tensor;
  readonly weights: Tensor;
  readonly inputBias: Tensor;
  readonly bias: Tensor;
}

/** The layer in the form for training or for use; its weights are the same. */
export function walk(design: Design, way: Way): Walked {
  const { name, suffix, cell, hidden, steps, x, lengths, first } = way;
  const parameter = (what: string, ...shape: number[]) =>
    design.parameter(`${name}/${what}_${suffix}`, shape, pytorchUniform(hidden));
  const rows = GATES[cell] * hidden;
  const weights: Weights = {
    ...(x && { inputWeights: parameter('weight_ih', rows, knownAxis(name, x, 2)) }),
    weights: parameter('weight_hh', rows, hidden),
    inputBias: parameter('bias_ih', rows),
    bias: parameter('bias_hh', rows),
  };
  if (design.training) return walkInTraining(way, weights);
  const [outputs, last] = recurrence(cell, steps, {
    ...weights,
    ...(x && { x }),
    ...(first && { hidden: first.state }),
    ...(first && cell === 'lstm' && { cell: first.cell }),
    ...(lengths && { lengths }),
  });
  return { outputs, last };
}

/**
 * All rows go all steps, since behind a row's end there is nothing that anyone looks at: outputs there are made 0,
 * so nothing comes back from there either.
 */
function walkInTraining(way: Way, weights: Weights): Walked {
  const { cell, hidden, steps, x, lengths, first } = way;
  const turned = x && transpose(x, [0, 2, 1]);
  const ones = onesOf(steps, turned, first?.state);
  const row = slice(ones, 0, 0, 1);
  const start = (state: Tensor | undefined) =>
    state === undefined ? zerosOf(hidden, row) : transpose(state);
  const states = cell === 'lstm' ? [first?.state, first?.cell] : [first?.state];
  const fed = turned === undefined ? ones : concat([turned, ones], 1);
  const joined = cell === 'lstm' ? lstmWeights(weights) : gruWeights(weights);
  const made = recurrentSteps(cell, joined, fed, states.map(start));
  const { outputs } = made;
  if (lengths === undefined) return { outputs, last: transpose(made.last) };
  const places = Array.from({ length: steps }, (_, t) => t);
  const place = lengths.net.constant(places, [steps, 1, 1], 'int64');
  const own = reshape(lengths, [1, lengths.shape[0], 1]);
  const ends = cast(equal(place, sub(own, 1)), 'float');
  return {
    outputs: mul(outputs, cast(less(place, own), 'float')),
    last: sum(mul(outputs, ends), [0]),
  };
}

/** steps × 1 × rows: what the biases are multiplied with. */
function onesOf(steps: number, x: Tensor | undefined, state: Tensor | undefined): Tensor {
  if (x !== undefined) return expandLike(1, slice(x, 1, 0, 1));
  const row = reshape(slice(state!, 1, 0, 1), [1, 1, state!.shape[0]]);
  const each = row.net.constant(new Float32Array(steps).fill(1), [steps, 1, 1]);
  return mul(each, expandLike(1, row));
}

function zerosOf(hidden: number, row: Tensor): Tensor {
  const flat = reshape(row, [1, row.shape[2]]);
  return mul(row.net.constant(new Float32Array(hidden), [hidden, 1]), flat);
}

const column = (bias: Tensor): Tensor => reshape(bias, [bias.shape[0], 1]);

/** The parts of one gate, or of several, side by side; what has no weights of its own has zeros. */
const sideBySide = (...parts: (Tensor | undefined)[]): Tensor =>
  concat(
    parts.filter((part) => part !== undefined),
    1,
  );

/** PyTorch's i, f, g, o as f, i, o and twice g. */
function lstmWeights({ weights, inputWeights, inputBias, bias }: Weights): Tensor {
  const whole = sideBySide(weights, inputWeights, column(add(inputBias, bias)));
  const hidden = Number(weights.shape[1]);
  const [i, f, g, o] = split(whole, [hidden, hidden, hidden, hidden], 0);
  return concat([f, i, o, mul(g, 2)], 0);
}

/** PyTorch's r, z, n as r, z and the two sides of n, between which the reset stands. */
function gruWeights({ weights, inputWeights, inputBias, bias }: Weights): Tensor {
  const hidden = Number(weights.shape[1]);
  const parts = (of: Tensor) => split(of, [2 * hidden, hidden], 0);
  const none = (of: Tensor) =>
    of.net.constant(new Float32Array(hidden * Number(of.shape[1])), [hidden, Number(of.shape[1])]);
  const [both, m] = parts(weights);
  const [bothIn, n] = inputWeights === undefined ? [] : parts(inputWeights);
  const [bothBias] = parts(column(add(inputBias, bias)));
  const back = parts(column(bias))[1];
  const entering = parts(column(inputBias))[1];
  return concat(
    [
      sideBySide(both, bothIn, bothBias),
      sideBySide(m, n && none(n), back),
      sideBySide(none(m), n, entering),
    ],
    0,
  );
}
