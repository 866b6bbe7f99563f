import type { Tensor } from '../graph/net-builder.ts';
import { broadcastShapes, checkInput } from '../graph/shapes.ts';
import type { ElementType } from '../types.ts';
import { build, stretchedAt, stretchedShape } from './dense.ts';
import type { Op } from './op.ts';
import { cast, div, equal, greater, less, log, mul, neg, pow, sub, sumTo, where } from './write.ts';

type Slope = (gradient: Tensor, a: Tensor, b: Tensor, y: Tensor) => Tensor;

interface Binary {
  readonly value: (a: number, b: number) => number;
  /** Gradients of a and b, before the sums over stretched axes. */
  readonly slopes?: readonly [Slope, Slope];
  /** The type of both inputs; any when left out. */
  readonly takes?: ElementType;
  /** Left out, the type of the inputs. */
  readonly gives?: ElementType;
}

function binary(name: string, { value, slopes, takes, gives }: Binary): Op {
  return {
    name,
    infer: ([a, b]) => {
      checkInput(name, a, { type: takes });
      checkInput(name, b, { type: a.type });
      return [{ type: gives ?? a.type, shape: broadcastShapes(name, a.shape, b.shape) }];
    },
    value: ([a, b]) => [
      build(stretchedShape(a.shape, b.shape), (place) =>
        value(a.data[stretchedAt(a, place)], b.data[stretchedAt(b, place)]),
      ),
    ],
    gradient:
      slopes &&
      (({ inputs, outputs, grads, wants }) =>
        slopes.map((slope, i) =>
          wants[i]
            ? sumTo(slope(grads[0]!, inputs[0], inputs[1], outputs[0]), inputs[i])
            : undefined,
        )),
  };
}

/** The gradient goes to the operand that was chosen; where both are equal, each gets half. */
const chosen =
  (wins: (a: Tensor, b: Tensor) => Tensor): Slope =>
  (g, a, b) =>
    mul(g, where(equal(a, b), 0.5, cast(wins(a, b), 'float')));

const compared = (name: string, holds: (a: number, b: number) => boolean) =>
  binary(name, { value: (a, b) => Number(holds(a, b)), gives: 'bool' });

export const binaryOps: readonly Op[] = [
  binary('Add', { value: (a, b) => a + b, slopes: [(g) => g, (g) => g] }),
  {
    ...binary('Sub', { value: (a, b) => a - b }),
    // Fewer numbers change their sign after the sum than before.
    gradient: ({ inputs: [a, b], grads: [g], wants }) => [
      wants[0] ? sumTo(g!, a) : undefined,
      wants[1] ? neg(sumTo(g!, b)) : undefined,
    ],
  },
  binary('Mul', { value: (a, b) => a * b, slopes: [(g, _, b) => mul(g, b), (g, a) => mul(g, a)] }),
  binary('Div', {
    value: (a, b) => a / b,
    slopes: [(g, _, b) => div(g, b), (g, _, b, y) => neg(div(mul(g, y), b))],
  }),
  binary('Pow', {
    value: (a, b) => a ** b,
    slopes: [
      (g, a, b) => mul(g, mul(b, pow(a, sub(b, 1)))),
      // 0 to any power has no slope in the power, and no logarithm either.
      (g, a, _, y) => mul(g, mul(y, log(where(greater(a, 0), a, 1)))),
    ],
    takes: 'float',
  }),
  binary('Min', { value: Math.min, slopes: [chosen(less), chosen(greater)] }),
  binary('Max', { value: Math.max, slopes: [chosen(greater), chosen(less)] }),
  compared('Less', (a, b) => a < b),
  compared('LessOrEqual', (a, b) => a <= b),
  compared('Greater', (a, b) => a > b),
  compared('GreaterOrEqual', (a, b) => a >= b),
  compared('Equal', (a, b) => a === b),
  binary('And', { value: (a, b) => a * b, takes: 'bool' }),
  binary('Or', { value: (a, b) => Math.max(a, b), takes: 'bool' }),
];
