import { checkInput } from '../graph/shapes.ts';
import { sameName } from '../onnx/emit.ts';
import { build, elementAt } from './dense.ts';
import type { Call, Dense, Op } from './op.ts';
import { exp, mul, sub, sum } from './write.ts';

function logSumAlong(x: Dense, axis: number, place: readonly number[]): number {
  const along = Array.from({ length: x.shape[axis] }, (_, i) => elementAt(x, place.with(axis, i)));
  const most = Math.max(...along);
  return most + Math.log(along.reduce((total, v) => total + Math.exp(v - most), 0));
}

function softmax(
  name: string,
  value: (x: number, logSum: number) => number,
  gradient: (call: Call, axis: number) => ReturnType<typeof mul>,
): Op {
  return {
    name,
    infer: ([x]) => {
      checkInput(name, x, { type: 'float' });
      return [{ type: 'float', shape: x.shape }];
    },
    value: ([x], { axis }) => [
      build(x.shape, (place) => value(elementAt(x, place), logSumAlong(x, Number(axis), place))),
    ],
    gradient: (call) => [gradient(call, Number(call.attributes.axis))],
    onnx: sameName(({ attributes }) => ({ axis: { int: Number(attributes.axis) } })),
  };
}

export const softmaxOps: readonly Op[] = [
  softmax(
    'Softmax',
    (x, logSum) => Math.exp(x - logSum),
    ({ outputs: [y], grads: [g] }, axis) => mul(y, sub(g!, sum(mul(g!, y), [axis], true))),
  ),
  softmax(
    'LogSoftmax',
    (x, logSum) => x - logSum,
    ({ outputs: [y], grads: [g] }, axis) => sub(g!, mul(exp(y), sum(g!, [axis], true))),
  ),
];
