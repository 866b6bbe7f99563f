import { ModelError } from '../../base/index.ts';
import type { Tensor } from '../graph/net-builder.ts';
import { outlineText } from '../graph/shapes.ts';
import { add, gather, gemm, maskedRelu, mul } from '../ops/write.ts';
import type { Design } from './design.ts';
import { type Initialiser, type Start, standardNormal, startOf } from './initialisers.ts';

/** The length of an axis that a layer must know before it can have weights. */
export function knownAxis(layer: string, x: Tensor, axis: number): number {
  const length = x.shape.at(axis);
  if (typeof length !== 'number') {
    throw new ModelError(
      `${layer}: ${outlineText(x)} must have a known length along axis ${axis}.`,
    );
  }
  return length;
}

/** x·W + b. x is rows × in, W in × out (PyTorch's Linear keeps it the other way round), the result rows × out. */
export function dense(
  design: Design,
  name: string,
  x: Tensor,
  units: number,
  { start = 'he', bias = true }: { readonly start?: Start; readonly bias?: boolean } = {},
): Tensor {
  const inputs = knownAxis(name, x, -1);
  const first = startOf(start, inputs);
  const weights = design.parameter(`${name}/weights`, [inputs, units], first.weights);
  return gemm(x, weights, bias ? design.parameter(`${name}/bias`, [units], first.bias) : undefined);
}

/**
 * Each number is 0 with probability `rate` in training and the others are scaled up to keep the mean; nothing in
 * use. Srivastava et al. 2014. The rate is kept to 1/65,536.
 */
export function dropout(design: Design, name: string, x: Tensor, rate: number): Tensor {
  if (!design.training || rate === 0) return x;
  const share = Math.round((1 - rate) * 65536) / 65536;
  const kept = 1 / share;
  const mask = design.draw(`${name}/mask`, x, { share, kept });
  const maker = x.net.maker(x);
  if (maker?.op !== 'Relu') return mul(x, mask);
  return maskedRelu(x.net.tensor(maker.inputs[0]), mask, kept);
}

/** Each number is 0 with probability `rate` in training, and the others stay as they are; nothing in use. */
export function maskingNoise(design: Design, name: string, x: Tensor, rate: number): Tensor {
  if (!design.training || rate === 0) return x;
  const share = Math.round((1 - rate) * 65536) / 65536;
  return mul(x, design.draw(`${name}/mask`, x, { share, kept: 1 }));
}

/** Normal numbers of this standard deviation, in the units of x, are added in training; nothing in use. */
export function gaussianNoise(design: Design, name: string, x: Tensor, deviation: number): Tensor {
  if (!design.training || deviation === 0) return x;
  return add(x, design.draw(`${name}/noise`, x, { normal: deviation }));
}

/** A row of `width` learned numbers for each of `levels` codes. codes is int64, rows × …; the result rows × … × width. */
export function embedding(
  design: Design,
  name: string,
  codes: Tensor,
  levels: number,
  width: number,
  initial: Initialiser = standardNormal,
): Tensor {
  return gather(design.parameter(`${name}/weights`, [levels, width], initial), codes);
}
