/**
 * The operations as functions of values: `relu(gemm(x, w, b))` adds two nodes to the net of x and gives
 * the last one's output. Numbers may stand where a value could: they become constants.
 */
import { ModelError } from '../../base/index.ts';
import type { Tensor } from '../graph/net-builder.ts';
import { axisOf, sameShape } from '../graph/shapes.ts';
import type { Attributes, ElementType, Shape } from '../types.ts';
import type { Cell, RecurrentParts } from './recurrent-parts.ts';

type Unary = (x: Tensor) => Tensor;
type Operand = Tensor | number;
type Binary = (a: Operand, b: Operand) => Tensor;

function one(op: string, inputs: readonly Tensor[], attributes?: Attributes): Tensor {
  return inputs[0].net.add(op, inputs, attributes)[0];
}

const unary =
  (op: string): Unary =>
  (x) => {
    const small = stretched(x);
    return small === undefined ? one(op, [x]) : expandLike(one(op, [small.from]), small.like);
  };

const binary =
  (op: string): Binary =>
  (a, b) => {
    const [left, right] = operands(a, b);
    const [smallLeft, smallRight] = [stretched(left), stretched(right)];
    // Computed before it is stretched, on few numbers; or not stretched at all, where the other has the shape.
    if (smallLeft !== undefined && right.shape.length === 0) {
      return expandLike(one(op, [smallLeft.from, right]), smallLeft.like);
    }
    if (smallRight !== undefined && left.shape.length === 0) {
      return expandLike(one(op, [left, smallRight.from]), smallRight.like);
    }
    const same = sameShape(left.shape, right.shape);
    if (smallLeft !== undefined && same) return one(op, [smallLeft.from, right]);
    if (smallRight !== undefined && same) return one(op, [left, smallRight.from]);
    return one(op, [left, right]);
  };

/** What x was before it was stretched, if it was. */
function stretched(x: Tensor): { from: Tensor; like: Tensor } | undefined {
  const maker = x.net.maker(x);
  if (maker?.op !== 'ExpandLike') return undefined;
  return { from: x.net.tensor(maker.inputs[0]), like: x.net.tensor(maker.inputs[1]) };
}

function operands(a: Operand, b: Operand): [Tensor, Tensor] {
  const known = typeof a === 'number' ? b : a;
  if (typeof known === 'number')
    throw new ModelError('Net: one operand must be a value, got two numbers.');
  const held = (x: Operand) => (typeof x === 'number' ? known.net.constant(x, [], known.type) : x);
  return [held(a), held(b)];
}

/** −x */
export const neg: Unary = unary('Neg');
/** √x */
export const sqrt: Unary = unary('Sqrt');
/** x² */
export const square: Unary = unary('Square');
/** 1 / x */
export const reciprocal: Unary = unary('Reciprocal');
/** eˣ */
export const exp: Unary = unary('Exp');
/** The natural logarithm. */
export const log: Unary = unary('Log');
/** |x|; its slope at 0 is 0. */
export const abs: Unary = unary('Abs');
/** −1, 0 or 1. */
export const sign: Unary = unary('Sign');
/** slope·x + offset, held between 0 and 1. */
export const hardSigmoid = (x: Tensor, slope: number, offset: number): Tensor =>
  one('HardSigmoid', [x], { slope, offset });
/** 1 above 0, otherwise 0. */
export const step: Unary = unary('Step');
/** The larger of x and 0; its slope at 0 is 0. */
export const relu: Unary = unary('Relu');
/** relu(x) · mask, where the mask is 0 or `kept`: what a dropout behind a relu is, with the two slopes as one. */
export const maskedRelu = (x: Tensor, mask: Tensor, kept: number): Tensor =>
  one('MaskedRelu', [x, mask], { kept });
/** 1 / (1 + e⁻ˣ) */
export const sigmoid: Unary = unary('Sigmoid');
/** The hyperbolic tangent. */
export const tanh: Unary = unary('Tanh');
/** log(1 + eˣ), without overflow. */
export const softplus: Unary = unary('Softplus');
/** x·Φ(x), with the distribution of the normal itself (Hendrycks & Gimpel 2016). */
export const gelu: Unary = unary('Gelu');
/** The error function. */
export const erf: Unary = unary('Erf');
/** Whether x is not a number, which is how a missing one comes. */
export const isMissing: Unary = unary('IsNaN');
/** Whether x does not hold. */
export const not: Unary = unary('Not');
/** x above 0, α·(eˣ − 1) below (Clevert et al. 2016). */
export const elu = (x: Tensor, alpha = 1): Tensor => one('Elu', [x], { alpha });

/** a + b, number by number. */
export const add: Binary = (a, b) => {
  if (a === 0) return b as Tensor;
  return b === 0 ? (a as Tensor) : binary('Add')(a, b);
};
/** a − b, number by number. */
export const sub: Binary = (a, b) => (b === 0 ? (a as Tensor) : binary('Sub')(a, b));
/** a · b, number by number. */
export const mul: Binary = (a, b) => {
  if (a === 1) return b as Tensor;
  return b === 1 ? (a as Tensor) : binary('Mul')(a, b);
};
/** a / b, number by number. */
export const div: Binary = (a, b) => (b === 1 ? (a as Tensor) : binary('Div')(a, b));
/** aᵇ, number by number; a must not be negative where b has a gradient. */
export const pow: Binary = binary('Pow');
/** The smaller of a and b; where they are equal, each gets half of the gradient. */
export const minimum: Binary = binary('Min');
/** The larger of a and b; where they are equal, each gets half of the gradient. */
export const maximum: Binary = binary('Max');
/** Whether a < b, number by number. */
export const less: Binary = binary('Less');
/** Whether a ≤ b, number by number. */
export const lessOrEqual: Binary = binary('LessOrEqual');
/** Whether a > b, number by number. */
export const greater: Binary = binary('Greater');
/** Whether a ≥ b, number by number. */
export const greaterOrEqual: Binary = binary('GreaterOrEqual');
/** Whether a = b, number by number. */
export const equal: Binary = binary('Equal');
/** Whether both hold. */
export const and: Binary = binary('And');
/** Whether one of them holds. */
export const or: Binary = binary('Or');

/** `a` where the condition holds, otherwise `b`. */
export function where(condition: Tensor, a: Operand, b: Operand): Tensor {
  const type = typeof a === 'number' ? (typeof b === 'number' ? 'float' : b.type) : a.type;
  const held = (x: Operand) => (typeof x === 'number' ? condition.net.constant(x, [], type) : x);
  return one('Where', [condition, held(a), held(b)]);
}

/** Numbers held between two bounds, either of which may be left out. */
export function clip(x: Tensor, low = -Infinity, high = Infinity): Tensor {
  return one('Clip', [x], { low: String(low), high: String(high) });
}

/** The same numbers as another type: truth becomes 1 and 0, real numbers lose what is behind the point. */
export const cast = (x: Tensor, to: ElementType): Tensor =>
  x.type === to ? x : one('Cast', [x], { to });

/** a·b + c for matrices, each transposed first where asked; c, left out or with one axis or two, is broadcast. */
export function gemm(
  a: Tensor,
  b: Tensor,
  c?: Tensor,
  { transA = false, transB = false, alpha = 1 } = {},
): Tensor {
  return one('Gemm', c === undefined ? [a, b] : [a, b, c], {
    transA: Number(transA),
    transB: Number(transB),
    alpha,
  });
}

/** g · factor, as part of the product that made g where that can be: so it is no pass over the numbers. */
export function scaled(g: Tensor, factor: number): Tensor {
  const maker = g.net.maker(g);
  if (maker?.op !== 'Gemm' || maker.inputs.length > 2) return mul(g, factor);
  const [a, b] = maker.inputs.map((name) => g.net.tensor(name));
  const alpha = Number(maker.attributes.alpha) * factor;
  return one('Gemm', [a, b], { ...maker.attributes, alpha });
}

/** Products of the matrices in the last two axes; the axes before them must agree. */
export const matMul = (a: Tensor, b: Tensor): Tensor => one('MatMul', [a, b]);

/** Sums over some axes (all when left out). */
export function sum(x: Tensor, axes?: readonly number[], keep = false): Tensor {
  return reduce('ReduceSum', x, axes, keep);
}

/** Means over some axes (all when left out). */
export function mean(x: Tensor, axes?: readonly number[], keep = false): Tensor {
  return reduce('ReduceMean', x, axes, keep);
}

/** Largest numbers over some axes (all when left out). Where several are equal, they share the gradient. */
export function largest(x: Tensor, axes?: readonly number[], keep = false): Tensor {
  return reduce('ReduceMax', x, axes, keep);
}

function reduce(op: string, x: Tensor, axes: readonly number[] | undefined, keep: boolean): Tensor {
  const rank = x.shape.length;
  const places = (axes ?? x.shape.map((_, i) => i)).map((axis) => axisOf(op, axis, rank));
  if (places.length === 0) return x;
  return one(op, [x], { axes: places.sort((a, b) => a - b), keep: Number(keep) });
}

/**
 * Columns (the last axis) to mean 0 and variance 1 over all rows, times `scale`, plus `shift`.
 *
 * @returns that, and the means and the variances (by n), through which no gradient goes
 */
export function standardise(
  x: Tensor,
  scale: Tensor,
  shift: Tensor,
  epsilon: number,
): { readonly y: Tensor; readonly mean: Tensor; readonly variance: Tensor } {
  const [y, , middle, variance] = x.net.add('BatchNorm', [x, scale, shift], { epsilon });
  return { y, mean: middle, variance };
}

/** exp(x) / Σ exp(x) along an axis. */
export const softmax = (x: Tensor, axis = -1): Tensor =>
  one('Softmax', [x], { axis: axisOf('Softmax', axis, x.shape.length) });

/** The logarithm of `softmax`, without overflow. */
export const logSoftmax = (x: Tensor, axis = -1): Tensor =>
  one('LogSoftmax', [x], { axis: axisOf('LogSoftmax', axis, x.shape.length) });

/** The same numbers in another shape. An axis known only by name must stay in its place, or be the only one. */
export const reshape = (x: Tensor, shape: Shape): Tensor =>
  sameShape(x.shape, shape) ? x : one('Reshape', [x], { shape });

/** Axes in another order; left out, reversed. */
export const transpose = (x: Tensor, order?: readonly number[]): Tensor =>
  one('Transpose', [x], { order: order ?? x.shape.map((_, i) => x.shape.length - 1 - i) });

/** Parts behind each other along an axis. */
export function concat(parts: readonly Tensor[], axis: number): Tensor {
  if (parts.length === 1) return parts[0];
  return one('Concat', parts, { axis: axisOf('Concat', axis, parts[0].shape.length) });
}

/** Pieces of the given lengths along an axis. */
export function split(x: Tensor, lengths: readonly number[], axis: number): readonly Tensor[] {
  return x.net.add('Split', [x], { axis: axisOf('Split', axis, x.shape.length), lengths });
}

/** Places `from` to before `to` of an axis of known length. */
export function slice(x: Tensor, axis: number, from: number, to: number): Tensor {
  return one('Slice', [x], { axis: axisOf('Slice', axis, x.shape.length), from, to });
}

/** Zeros before and after, along an axis of known length. */
export function pad(x: Tensor, axis: number, before: number, after: number): Tensor {
  if (before === 0 && after === 0) return x;
  return one('Pad', [x], { axis: axisOf('Pad', axis, x.shape.length), before, after });
}

/** How a filter is laid along the steps of a series. */
export interface Laying {
  /** Steps from one output to the next. Default 1. */
  readonly stride?: number;
  /** Steps from one tap of the filter to the next. Default 1. */
  readonly dilation?: number;
  /** Zeros before the first step and after the last. Default 0. Causal: (taps − 1)·dilation before, none after. */
  readonly before?: number;
  readonly after?: number;
}

const laid = ({ stride = 1, dilation = 1, before = 0, after = 0 }: Laying) => ({
  stride,
  dilation,
  before,
  after,
});

/** x: b × channels × steps, with filters w: outputs × channels × taps → b × outputs × steps. */
export const conv = (x: Tensor, w: Tensor, laying: Laying = {}): Tensor =>
  one('Conv', [x, w], laid(laying));

/** The way back of `conv`: b × outputs × steps with the same filters → b × channels × `steps`. */
export const convTranspose = (y: Tensor, w: Tensor, steps: number, laying: Laying = {}): Tensor =>
  one('ConvTranspose', [y, w], { ...laid(laying), steps });

/** Σ over rows and steps of y times the x that each tap of a filter saw: outputs × channels × taps. */
export const convWeight = (x: Tensor, y: Tensor, taps: number, laying: Laying = {}): Tensor =>
  one('ConvWeight', [x, y], { ...laid(laying), taps });

/** steps × rows × …: the steps of each row from its last to its first. Lengths left out, all rows have all steps. */
export const reverseSteps = (x: Tensor, lengths?: Tensor): Tensor =>
  one('ReverseSteps', lengths === undefined ? [x] : [x, lengths]);

/**
 * An LSTM or GRU over all steps, from its parts.
 *
 * @returns the outputs, steps × rows × hidden; the state that each row ended with; and an LSTM's cell then
 */
export function recurrence(
  cell: Cell,
  steps: number,
  parts: RecurrentParts<Tensor>,
): readonly Tensor[] {
  const { x, inputWeights, weights, inputBias, bias, hidden, lengths } = parts;
  const ordered = [x, inputWeights, weights, inputBias, bias, hidden, parts.cell, lengths];
  return weights.net.add(
    'Recurrent',
    ordered.filter((part) => part !== undefined),
    {
      cell,
      steps,
      fed: Number(x !== undefined),
      started: Number(hidden !== undefined),
      masked: Number(lengths !== undefined),
    },
  );
}

/** The rows of `table` (its first axis) that `places` name. */
export const gather = (table: Tensor, places: Tensor): Tensor => one('Gather', [table, places]);

/** `rows` added into zeros of the shape of `like`, at the rows that `places` name. */
export const scatterRows = (rows: Tensor, places: Tensor, like: Tensor): Tensor =>
  one('ScatterRows', [rows, places, like]);

/** x stretched to the shape of `like`. */
export function expandLike(x: Operand, like: Tensor): Tensor {
  const held = typeof x === 'number' ? like.net.constant(x) : x;
  return sameShape(held.shape, like.shape) ? held : one('ExpandLike', [held, like]);
}

/** The length of an axis as a number that can be computed with. */
export function axisLength(x: Tensor, axis: number): Tensor {
  const place = axisOf('AxisLength', axis, x.shape.length);
  const length = x.shape[place];
  if (typeof length === 'number') return x.net.constant(length);
  // An axis of one name is as long everywhere; so its length is found once, and x need not be there for it.
  const [source, at] = x.net.axisOf(length) ?? [x, place];
  return one('AxisLength', [source], { axis: at });
}

/** How many numbers some axes hold together: known now, or when the net runs. */
export function countOf(x: Tensor, axes: readonly number[]): number | Tensor {
  let known = 1;
  let found: Tensor | undefined;
  for (const axis of axes) {
    const length = x.shape[axis];
    if (typeof length === 'number') known *= length;
    else found = found === undefined ? axisLength(x, axis) : mul(found, axisLength(x, axis));
  }
  return found === undefined ? known : mul(found, known);
}

/** Sums over the axes along which `like` was stretched to the shape of x. */
export function sumTo(x: Tensor, like: Tensor): Tensor {
  if (sameShape(x.shape, like.shape)) return x;
  const extra = x.shape.length - like.shape.length;
  const lead = Array.from({ length: extra }, (_, i) => i);
  const whole = lead.length > 0 ? sum(x, lead) : x;
  const axes = like.shape.flatMap((axis, i) => (axis === 1 && whole.shape[i] !== 1 ? [i] : []));
  return axes.length > 0 ? sum(whole, axes, true) : whole;
}
