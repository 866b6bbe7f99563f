import { ModelError } from '../../base/index.ts';
import { checkInput, outlineText, sameShape } from '../graph/shapes.ts';
import { zeros } from './dense.ts';
import type { Op } from './op.ts';
import { add, countOf, div, mul, sqrt, sub, sum } from './write.ts';

/**
 * Columns to mean 0 and variance 1 over all rows, times `scale`, plus `shift`. Gives that, the centred x, the
 * means and the variances (by n); a gradient goes back through the first only.
 *
 * An op of its own, although others could say it: its derivative as a whole passes over the rows seven times, that
 * of its parts nine times, and passes over rows are what it costs.
 *
 * Source: Ioffe & Szegedy 2015, "Batch normalization", section 3, with the sums put together.
 */
export const batchNormOp: Op = {
  name: 'BatchNorm',
  infer: ([x, scale, shift]) => {
    checkInput('BatchNorm', x, { type: 'float' });
    const width = x.shape.slice(-1);
    if (x.shape.length < 2 || !sameShape(scale.shape, width) || !sameShape(shift.shape, width)) {
      throw new ModelError(
        `BatchNorm: scale and shift must be as wide as ${outlineText(x)}, got ${outlineText(scale)} and ${outlineText(shift)}.`,
      );
    }
    const wide = { type: 'float', shape: width } as const;
    return [{ type: 'float', shape: x.shape }, { type: 'float', shape: x.shape }, wide, wide];
  },
  value: ([x, scale, shift], { epsilon }) => {
    const [width] = scale.shape;
    const rows = x.data.length / width;
    const [mean, variance, centred, y] = [
      zeros([width]),
      zeros([width]),
      zeros(x.shape),
      zeros(x.shape),
    ];
    x.data.forEach((value, at) => {
      mean.data[at % width] += value / rows;
    });
    x.data.forEach((value, at) => {
      centred.data[at] = value - mean.data[at % width];
      variance.data[at % width] += centred.data[at] ** 2 / rows;
    });
    centred.data.forEach((value, at) => {
      const j = at % width;
      const deviation = Math.sqrt(variance.data[j] + Number(epsilon));
      y.data[at] = (value / deviation) * scale.data[j] + shift.data[j];
    });
    return [y, centred, mean, variance];
  },
  gradient: ({
    inputs: [x, scale],
    outputs: [, centred, , variance],
    grads,
    attributes,
    wants,
  }) => {
    if (grads.slice(1).some((grad) => grad !== undefined)) {
      throw new ModelError('BatchNorm: a gradient can come back to its first output only.');
    }
    const g = grads[0]!;
    const axes = x.shape.slice(0, -1).map((_, axis) => axis);
    const deviation = sqrt(add(variance, Number(attributes.epsilon)));
    const byScale = div(sum(mul(g, centred), axes), deviation);
    const byShift = sum(g, axes);
    const rows = countOf(x, axes);
    const factor = div(scale, deviation);
    const perCentred = mul(factor, div(div(byScale, deviation), rows));
    const perRow = mul(factor, div(byShift, rows));
    const byX = () => sub(sub(mul(g, factor), mul(centred, perCentred)), perRow);
    return [wants[0] ? byX() : undefined, byScale, byShift];
  },
  onnx: ({ inputs: [x, scale, shift], outputs, attributes: { epsilon } }, emit) => {
    const [y, centred, mean, variance] = outputs.map((output) => output.name);
    const axes = emit.ints(outputs[0].shape.slice(0, -1).map((_, axis) => axis));
    const [squares, held, deviation, factor, scaled] = Array.from({ length: 5 }, () => emit.name());
    const gone = { keepdims: { int: 0 } };
    emit.node('ReduceMean', [x, axes], [mean], gone);
    emit.node('Sub', [x, mean], [centred]);
    emit.node('Mul', [centred, centred], [squares]);
    if (outputs[0].shape.length === 2) {
      emit.node('MatMul', [emit.along(x, 0, '1/n'), squares], [variance]);
    } else emit.node('ReduceMean', [squares, axes], [variance], gone);
    emit.node('Add', [variance, emit.floats(Number(epsilon))], [held]);
    emit.node('Sqrt', [held], [deviation]);
    emit.node('Div', [scale, deviation], [factor]);
    emit.node('Mul', [centred, factor], [scaled]);
    emit.node('Add', [scaled, shift], [y]);
  },
};
