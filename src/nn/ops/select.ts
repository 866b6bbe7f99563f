import { broadcastShapes, checkInput } from '../graph/shapes.ts';
import { ONNX_TYPES } from '../onnx/emit.ts';
import type { ElementType } from '../types.ts';
import { build, stretchedAt, stretchedShape } from './dense.ts';
import type { Op } from './op.ts';
import { and, cast, greaterOrEqual, lessOrEqual, mul, sumTo, where } from './write.ts';

const whereOp: Op = {
  name: 'Where',
  infer: ([condition, a, b]) => {
    checkInput('Where', condition, { type: 'bool' });
    checkInput('Where', b, { type: a.type });
    return [{ type: a.type, shape: broadcastShapes('Where', condition.shape, a.shape, b.shape) }];
  },
  value: ([condition, a, b]) => [
    build(stretchedShape(condition.shape, a.shape, b.shape), (place) =>
      condition.data[stretchedAt(condition, place)] === 1
        ? a.data[stretchedAt(a, place)]
        : b.data[stretchedAt(b, place)],
    ),
  ],
  gradient: ({ inputs: [condition, a, b], grads: [g], wants }) => [
    undefined,
    wants[1] ? sumTo(where(condition, g!, 0), a) : undefined,
    wants[2] ? sumTo(where(condition, 0, g!), b) : undefined,
  ],
};

/** Bounds are kept as text, because a missing one is infinite and JSON has no word for that. */
const clipOp: Op = {
  name: 'Clip',
  infer: ([x]) => {
    checkInput('Clip', x, { type: 'float' });
    return [{ type: x.type, shape: x.shape }];
  },
  value: ([x], { low, high }) => [
    { shape: x.shape, data: x.data.map((v) => Math.min(Math.max(v, Number(low)), Number(high))) },
  ],
  gradient: ({ inputs: [x], grads: [g], attributes: { low, high } }) => {
    const inside = [
      ...(low === '-Infinity' ? [] : [greaterOrEqual(x, Number(low))]),
      ...(high === 'Infinity' ? [] : [lessOrEqual(x, Number(high))]),
    ];
    if (inside.length === 0) return [g];
    return [mul(g!, cast(inside.length === 2 ? and(inside[0], inside[1]) : inside[0], 'float'))];
  },
  onnx: ({ inputs, outputs: [y], attributes: { low, high } }, emit) => {
    const bound = (text: unknown) =>
      Number.isFinite(Number(text)) ? emit.floats(Number(text)) : '';
    emit.node('Clip', [inputs[0], bound(low), bound(high)], [y.name]);
  },
};

/** Truth becomes 1 and 0; real numbers lose what is behind the point. */
const castOp: Op = {
  name: 'Cast',
  infer: ([x], { to }) => [{ type: to as ElementType, shape: x.shape }],
  value: ([x], { to }) => [
    {
      shape: x.shape,
      data: x.data.map((v) =>
        to === 'bool' ? Number(v !== 0) : to === 'int64' ? Math.trunc(v) : v,
      ),
    },
  ],
  onnx: ({ inputs, outputs: [y] }, emit) =>
    emit.node('Cast', inputs, [y.name], { to: { int: ONNX_TYPES[y.type] } }),
};

export const selectOps: readonly Op[] = [whereOp, clipOp, castOp];
