import type { Tensor } from '../graph/net-builder.ts';
import {
  abs,
  add,
  clip,
  exp,
  less,
  log,
  logSoftmax,
  mean,
  mul,
  neg,
  softplus,
  square,
  sub,
  sum,
  where,
} from '../ops/write.ts';

/**
 * How the losses of single numbers become one number. mean: over all numbers, so that it does not grow with the
 * columns. rows: their sum over the columns, then the mean over rows, so that terms add up as log-likelihoods do.
 */
export type Reduction = 'mean' | 'rows';

/** Losses of rows × … numbers as one. */
export function reduceLoss(each: Tensor, reduction: Reduction = 'mean'): Tensor {
  if (reduction === 'mean' || each.shape.length === 1) return mean(each);
  return mean(
    sum(
      each,
      each.shape.slice(1).map((_, i) => i + 1),
    ),
  );
}

/** |y − t|, in the units of t. Its best constant is the median: 0 where most numbers are. */
export function absoluteError(y: Tensor, t: Tensor, reduction?: Reduction): Tensor {
  return reduceLoss(abs(sub(y, t)), reduction);
}

/** (y − t)², in squared units of t. Its best constant is the mean. */
export function squaredError(y: Tensor, t: Tensor, reduction?: Reduction): Tensor {
  return reduceLoss(square(sub(y, t)), reduction);
}

/** ½e² / β for |e| < β, beyond it |e| − ½β: torch's smooth_l1_loss. Girshick 2015. */
export function smoothError(y: Tensor, t: Tensor, beta = 1, reduction?: Reduction): Tensor {
  const size = abs(sub(y, t));
  const near = mul(square(size), 0.5 / beta);
  return reduceLoss(where(less(size, beta), near, sub(size, 0.5 * beta)), reduction);
}

/**
 * −log of the probability of the right level, in nats per row. `scores` are before the softmax, rows × levels;
 * `truth` is the probability of each level, 1 for the right one and 0 for others.
 */
export function crossEntropy(scores: Tensor, truth: Tensor): Tensor {
  return mean(neg(sum(mul(truth, logSoftmax(scores)), [scores.shape.length - 1])));
}

/** −log of the probability of a flag, in nats. `scores` are before the sigmoid; no large score overflows. */
export function binaryCrossEntropy(scores: Tensor, truth: Tensor, reduction?: Reduction): Tensor {
  return reduceLoss(sub(softplus(scores), mul(truth, scores)), reduction);
}

/** The same from probabilities, held a ten-millionth away from 0 and 1 as Keras does. */
export function binaryCrossEntropyOf(
  probability: Tensor,
  truth: Tensor,
  reduction?: Reduction,
): Tensor {
  const edge = 1e-7;
  const held = clip(probability, edge, 1 - edge);
  const yes = mul(truth, log(held));
  const no = mul(sub(1, truth), log(sub(1, held)));
  return reduceLoss(neg(add(yes, no)), reduction);
}

/**
 * Kullback–Leibler divergence of normal codes from the standard normal distribution, in nats per row:
 * Σ ½(μ² + σ² − ln σ² − 1). Kingma & Welling 2014, appendix B.
 */
export function normalDivergence(middle: Tensor, logVariance: Tensor): Tensor {
  const each = mul(sub(add(square(middle), exp(logVariance)), add(logVariance, 1)), 0.5);
  return reduceLoss(each, 'rows');
}
