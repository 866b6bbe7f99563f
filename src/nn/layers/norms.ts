import type { Tensor } from '../graph/net-builder.ts';
import {
  add,
  countOf,
  div,
  maximum,
  mean,
  mul,
  sqrt,
  square,
  standardise,
  sub,
} from '../ops/write.ts';
import type { Design } from './design.ts';
import { constant } from './initialisers.ts';
import { knownAxis } from './layers.ts';

export interface BatchNormOptions {
  /** Share of the newest batch in the running mean and variance. Default 0.1, as in PyTorch (Keras: 0.01). */
  readonly momentum?: number;
  /** Added to the variance. Default 1e-5, as in PyTorch (Keras: 1e-3). */
  readonly epsilon?: number;
}

/**
 * Each column to mean 0 and variance 1 over the batch, then scaled and shifted by learned numbers. In use, the
 * running mean and variance stand for those of the batch.
 *
 * Ioffe & Szegedy 2015. The batch is divided by its own variance (by n), the running variance is the unbiased one
 * (by n − 1), as in PyTorch. A batch of one row has no variance and leaves the running one as it is but for its share.
 */
export function batchNorm(
  design: Design,
  name: string,
  x: Tensor,
  { momentum = 0.1, epsilon = 1e-5 }: BatchNormOptions = {},
): Tensor {
  const width = knownAxis(name, x, -1);
  const scale = design.parameter(`${name}/scale`, [width], constant(1));
  const shift = design.parameter(`${name}/shift`, [width], constant(0));
  const runningMean = design.keep(`${name}/mean`, [width], 0);
  const runningVariance = design.keep(`${name}/variance`, [width], 1);
  if (!design.training) {
    const factor = div(scale, sqrt(add(runningVariance.tensor, epsilon)));
    return add(mul(x, factor), sub(shift, mul(runningMean.tensor, factor)));
  }
  const axes = x.shape.slice(0, -1).map((_, axis) => axis);
  const { y, mean: middle, variance } = standardise(x, scale, shift, epsilon);
  const rows = countOf(x, axes);
  const moved = (running: Tensor, now: Tensor) =>
    add(mul(running, 1 - momentum), mul(now, momentum));
  runningMean.next = moved(runningMean.tensor, middle);
  const unbiased = div(mul(variance, rows), maximum(sub(rows, 1), 1));
  runningVariance.next = moved(runningVariance.tensor, unbiased);
  return y;
}

/**
 * Each row to mean 0 and variance 1 over its last axis, then scaled and shifted by learned numbers.
 * Ba, Kiros & Hinton 2016. `epsilon` as in PyTorch; Keras has 1e-3.
 */
export function layerNorm(design: Design, name: string, x: Tensor, epsilon = 1e-5): Tensor {
  const width = knownAxis(name, x, -1);
  const scale = design.parameter(`${name}/scale`, [width], constant(1));
  const shift = design.parameter(`${name}/shift`, [width], constant(0));
  const axis = x.shape.length - 1;
  const centred = sub(x, mean(x, [axis], true));
  const deviation = sqrt(add(mean(square(centred), [axis], true), epsilon));
  return add(mul(div(centred, deviation), scale), shift);
}
