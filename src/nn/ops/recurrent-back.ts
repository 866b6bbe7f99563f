import type { Tensor } from '../graph/net-builder.ts';
import type { Axis } from '../types.ts';
import type { Call } from './op.ts';
import type { RecurrentParts } from './recurrent-parts.ts';
import {
  add,
  cast,
  concat,
  equal,
  gemm,
  less,
  mul,
  reshape,
  slice,
  split,
  sub,
  sum,
} from './write.ts';

/**
 * What the ways back of LSTM and GRU share.
 *
 * The gates are made again from the outputs, for all steps in one product; so the forward pass keeps nothing but
 * its outputs. Only what must wait for the step behind it is done step by step. The weights' gradients are one
 * product over all steps.
 */
export type Grads = { [part in keyof RecurrentParts<Tensor>]: Tensor | undefined };

/** steps × rows × width, as one matrix. */
export function flat(x: Tensor): Tensor {
  const [steps, rows, width] = x.shape;
  const whole: Axis = typeof rows === 'number' ? Number(steps) * rows : `${steps}·${rows}`;
  return reshape(x, [whole, width]);
}

/** Each step by itself, as 1 × rows × width. */
export function eachStep(x: Tensor): readonly Tensor[] {
  return split(x, new Array<number>(Number(x.shape[0])).fill(1), 0);
}

export const withAxis = (x: Tensor): Tensor => reshape(x, [1, ...x.shape]);

/** The first state as 1 × rows × hidden; zeros where none was given. */
export function firstOf(state: Tensor | undefined, outputs: Tensor): Tensor {
  return state === undefined ? mul(slice(outputs, 0, 0, 1), 0) : withAxis(state);
}

/** What each step started with: the first state, and then what the step before gave. */
export function startsOf(state: Tensor | undefined, outputs: Tensor): Tensor {
  const steps = Number(outputs.shape[0]);
  return concat(
    [firstOf(state, outputs), ...(steps > 1 ? [slice(outputs, 0, 0, steps - 1)] : [])],
    0,
  );
}

/** W·x + b for all steps, or the bias alone where x is 0. */
export function fedGates({ x, inputWeights, inputBias }: RecurrentParts<Tensor>): Tensor {
  return x === undefined ? inputBias : gemm(flat(x), inputWeights!, inputBias, { transB: true });
}

/** The gradients that come to each step from outside: of its output, and of the last state where its row ends. */
export function comingIn(
  { lengths }: RecurrentParts<Tensor>,
  steps: number,
  outputs: Tensor | undefined,
  last: Tensor | undefined,
): (Tensor | undefined)[] {
  const at = (tensors: readonly Tensor[] | undefined, i: number) => tensors?.[i];
  if (lengths === undefined) {
    const each = outputs && eachStep(outputs);
    return Array.from({ length: steps }, (_, t) =>
      plus(at(each, t), t === steps - 1 && last !== undefined ? withAxis(last) : undefined),
    );
  }
  const places = lengths.net.constant(
    Array.from({ length: steps }, (_, t) => t),
    [steps, 1, 1],
    'int64',
  );
  const own = reshape(lengths, [1, lengths.shape[0], 1]);
  const inside = outputs && mul(outputs, cast(less(places, own), 'float'));
  const ends = last && mul(withAxis(last), cast(equal(places, sub(own, 1)), 'float'));
  const each = plus(inside, ends);
  return each === undefined ? new Array(steps).fill(undefined) : [...eachStep(each)];
}

export function plus(a: Tensor | undefined, b: Tensor | undefined): Tensor | undefined {
  return a === undefined ? b : b === undefined ? a : add(a, b);
}

/**
 * The gradients of weights, biases and inputs from those of the gates.
 *
 * @param fed of W·x + b, and `back` of R·h + b′: steps × rows × gates·hidden
 * @param starts the states that the steps started with
 */
export function weightGrads(
  parts: RecurrentParts<Tensor>,
  { fed, back, starts }: { fed: Tensor; back: Tensor; starts: Tensor },
  { wants }: Call,
): Grads {
  const { x, inputWeights } = parts;
  const wanted = Object.fromEntries(Object.keys(parts).map((part, i) => [part, wants[i]]));
  const [flatFed, flatBack] = [flat(fed), flat(back)];
  return {
    x: x !== undefined && wanted.x ? reshape(gemm(flatFed, inputWeights!), x.shape) : undefined,
    inputWeights:
      x !== undefined && wanted.inputWeights
        ? gemm(flatFed, flat(x), undefined, { transA: true })
        : undefined,
    weights: wanted.weights ? gemm(flatBack, flat(starts), undefined, { transA: true }) : undefined,
    inputBias: wanted.inputBias ? sum(flatFed, [0]) : undefined,
    bias: wanted.bias ? sum(flatBack, [0]) : undefined,
    hidden: undefined,
    cell: undefined,
    lengths: undefined,
  };
}
