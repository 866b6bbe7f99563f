import { ModelError } from '../../base/index.ts';
import { outlineText, sizeOf } from '../graph/shapes.ts';
import { sameName } from '../onnx/emit.ts';
import type { Axis, Shape, Value } from '../types.ts';
import { build, elementAt, stretchedAt } from './dense.ts';
import type { Op } from './op.ts';
import { concat, expandLike, pad, reshape, slice, split, sumTo, transpose } from './write.ts';

/** ONNX copies an axis where the new length is 0, and works out the one that is −1. */
function onnxShape(from: Shape, to: Shape): number[] {
  const names = to.filter((axis) => typeof axis === 'string');
  return to.map((axis, i) => {
    if (typeof axis === 'number') return axis;
    return names.length === 1 ? -1 : from[i] === axis ? 0 : Number.NaN;
  });
}

const reshapeOp: Op = {
  name: 'Reshape',
  infer: ([x], attributes) => {
    const shape = attributes.shape as Shape;
    const known = (axes: Shape) => sizeOf(axes.filter((axis) => typeof axis === 'number'));
    const names = (axes: Shape) => axes.filter((axis) => typeof axis === 'string').length;
    // With one name on either side the name may change: rows·steps become one axis and two again.
    const equal = names(x.shape) === 0 && names(shape) === 0 && known(x.shape) !== known(shape);
    if (equal || onnxShape(x.shape, shape).some(Number.isNaN)) {
      throw new ModelError(`Reshape: ${outlineText(x)} cannot become [${shape.join(', ')}].`);
    }
    return [{ type: x.type, shape }];
  },
  value: ([x], attributes) => {
    const shape = attributes.shape as Shape;
    const names = shape.filter((axis) => typeof axis === 'string').length;
    const rest = sizeOf(shape.filter((axis) => typeof axis === 'number'));
    const found = shape.map((axis, i) => {
      if (typeof axis === 'number') return axis;
      return names === 1 ? x.data.length / rest : x.shape[i];
    });
    return [{ shape: found, data: x.data }];
  },
  gradient: ({ inputs: [x], grads: [g] }) => [reshape(g!, x.shape)],
  onnx: ({ inputs, outputs: [y] }, emit) => {
    const shape = onnxShape(emit.valueOf(inputs[0]).shape, y.shape);
    emit.node('Reshape', [inputs[0], emit.ints(shape)], [y.name]);
  },
};

const transposeOp: Op = {
  name: 'Transpose',
  infer: ([x], { order }) => {
    const axes = order as number[];
    if (
      [...axes].sort((a, b) => a - b).some((axis, i) => axis !== i) ||
      axes.length !== x.shape.length
    ) {
      throw new ModelError(`Transpose: [${axes}] must name each axis of ${outlineText(x)} once.`);
    }
    return [{ type: x.type, shape: axes.map((axis) => x.shape[axis]) }];
  },
  value: ([x], { order }) => {
    const axes = order as number[];
    const shape = axes.map((axis) => x.shape[axis]);
    return [
      build(shape, (place) =>
        elementAt(
          x,
          axes.map((_, i) => place[axes.indexOf(i)]),
        ),
      ),
    ];
  },
  gradient: ({ grads: [g], attributes: { order } }) => {
    const axes = order as number[];
    return [
      transpose(
        g!,
        axes.map((_, i) => axes.indexOf(i)),
      ),
    ];
  },
  onnx: sameName(({ attributes }) => ({ perm: { ints: attributes.order as number[] } })),
};

function lengthAlong(where: string, x: Value, axis: number): number {
  const length = x.shape[axis];
  if (typeof length === 'string') {
    throw new ModelError(`${where}: axis ${axis} of ${outlineText(x)} must have a known length.`);
  }
  return length;
}

const concatOp: Op = {
  name: 'Concat',
  infer: (parts, { axis }) => {
    const at = Number(axis);
    for (const part of parts) {
      const same = part.shape.every((length, i) => i === at || length === parts[0].shape[i]);
      if (!same || part.shape.length !== parts[0].shape.length || part.type !== parts[0].type) {
        throw new ModelError(
          `Concat: parts must agree but along axis ${at}, got ${parts.map(outlineText).join(' and ')}.`,
        );
      }
    }
    const lengths = parts.map((part) => part.shape[at]);
    const known = lengths.every((length) => typeof length === 'number');
    const whole: Axis = known ? lengths.reduce((a, b) => a + b, 0) : lengths.join('+');
    return [{ type: parts[0].type, shape: parts[0].shape.with(at, whole) }];
  },
  value: (parts, { axis }) => {
    const at = Number(axis);
    const starts: number[] = [];
    let whole = 0;
    for (const part of parts) {
      starts.push(whole);
      whole += part.shape[at];
    }
    return [
      build(parts[0].shape.with(at, whole), (place) => {
        const which = starts.findLastIndex((start) => start <= place[at]);
        return elementAt(parts[which], place.with(at, place[at] - starts[which]));
      }),
    ];
  },
  gradient: ({ inputs, grads: [g], attributes: { axis } }) => {
    const lengths = inputs.map((part) => lengthAlong('Concat', part, Number(axis)));
    return [...split(g!, lengths, Number(axis))];
  },
  onnx: sameName(({ attributes }) => ({ axis: { int: Number(attributes.axis) } })),
};

const splitOp: Op = {
  name: 'Split',
  infer: ([x], { axis, lengths }) => {
    const parts = lengths as number[];
    const length = lengthAlong('Split', x, Number(axis));
    if (parts.reduce((a, b) => a + b, 0) !== length) {
      throw new ModelError(`Split: [${parts}] must add up to ${length}.`);
    }
    return parts.map((part) => ({ type: x.type, shape: x.shape.with(Number(axis), part) }));
  },
  value: ([x], { axis, lengths }) => {
    let from = 0;
    return (lengths as number[]).map((length) => {
      const start = from;
      from += length;
      return build(x.shape.with(Number(axis), length), (place) =>
        elementAt(x, place.with(Number(axis), place[Number(axis)] + start)),
      );
    });
  },
  gradient: ({ outputs, grads, attributes: { axis } }) => [
    concat(
      outputs.map((output, i) => grads[i] ?? expandLike(0, output)),
      Number(axis),
    ),
  ],
  onnx: ({ inputs, outputs, attributes: { axis, lengths } }, emit) =>
    emit.node(
      'Split',
      [inputs[0], emit.ints(lengths as number[])],
      outputs.map((output) => output.name),
      { axis: { int: Number(axis) } },
    ),
};

const sliceOp: Op = {
  name: 'Slice',
  infer: ([x], { axis, from, to }) => {
    const length = lengthAlong('Slice', x, Number(axis));
    const [first, end] = [Number(from), Number(to)];
    if (!(first >= 0 && first <= end && end <= length)) {
      throw new ModelError(`Slice: ${first} to ${end} must lie within 0 to ${length}.`);
    }
    return [{ type: x.type, shape: x.shape.with(Number(axis), end - first) }];
  },
  value: ([x], { axis, from, to }) => {
    const at = Number(axis);
    return [
      build(x.shape.with(at, Number(to) - Number(from)), (place) =>
        elementAt(x, place.with(at, place[at] + Number(from))),
      ),
    ];
  },
  gradient: ({ inputs: [x], grads: [g], attributes: { axis, from, to } }) => [
    pad(g!, Number(axis), Number(from), Number(x.shape[Number(axis)]) - Number(to)),
  ],
  onnx: ({ inputs, outputs: [y], attributes: { axis, from, to } }, emit) =>
    emit.node(
      'Slice',
      [inputs[0], emit.ints([Number(from)]), emit.ints([Number(to)]), emit.ints([Number(axis)])],
      [y.name],
    ),
};

const padOp: Op = {
  name: 'Pad',
  infer: ([x], { axis, before, after }) => {
    const length = lengthAlong('Pad', x, Number(axis)) + Number(before) + Number(after);
    return [{ type: x.type, shape: x.shape.with(Number(axis), length) }];
  },
  value: ([x], { axis, before, after }) => {
    const at = Number(axis);
    const length = x.shape[at];
    return [
      build(x.shape.with(at, length + Number(before) + Number(after)), (place) => {
        const inside = place[at] - Number(before);
        return inside >= 0 && inside < length ? elementAt(x, place.with(at, inside)) : 0;
      }),
    ];
  },
  gradient: ({ inputs: [x], grads: [g], attributes: { axis, before } }) => {
    const from = Number(before);
    return [slice(g!, Number(axis), from, from + Number(x.shape[Number(axis)]))];
  },
  onnx: ({ inputs, outputs: [y], attributes: { axis, before, after } }, emit) => {
    const pads = y.shape.flatMap((_, i) => (i === axis ? [Number(before)] : [0]));
    pads.push(...y.shape.map((_, i) => (i === axis ? Number(after) : 0)));
    emit.node('Pad', [inputs[0], emit.ints(pads)], [y.name]);
  },
};

/** The second input is there for its shape only. */
const expandOp: Op = {
  name: 'ExpandLike',
  infer: ([x, like]) => [{ type: x.type, shape: like.shape }],
  value: ([x, like]) => [build(like.shape, (place) => x.data[stretchedAt(x, place)])],
  gradient: ({ inputs: [x], grads: [g] }) => [sumTo(g!, x), undefined],
  onnx: ({ inputs: [x, like], outputs: [y] }, emit) => {
    if (y.shape.every((axis) => typeof axis === 'number')) {
      emit.node('Expand', [x, emit.ints(y.shape)], [y.name]);
      return;
    }
    const shape = emit.name();
    emit.node('Shape', [like], [shape]);
    emit.node('Expand', [x, shape], [y.name]);
  },
};

/** A length that is known only when the net runs, as a real number without axes. */
const axisLengthOp: Op = {
  name: 'AxisLength',
  infer: () => [{ type: 'float', shape: [] }],
  value: ([x], { axis }) => [{ shape: [], data: Float64Array.of(x.shape[Number(axis)]) }],
  onnx: ({ inputs, outputs: [y], attributes: { axis } }, emit) => {
    const [whole, squeezed] = [emit.name(), emit.name()];
    const at = Number(axis);
    emit.node('Shape', inputs, [whole], { start: { int: at }, end: { int: at + 1 } });
    emit.node('Squeeze', [whole], [squeezed]);
    emit.node('Cast', [squeezed], [y.name], { to: { int: 1 } });
  },
};

export const shapingOps: readonly Op[] = [
  reshapeOp,
  transposeOp,
  concatOp,
  splitOp,
  sliceOp,
  padOp,
  expandOp,
  axisLengthOp,
];
