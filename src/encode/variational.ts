import {
  add,
  type Design,
  dense,
  exp,
  minimum,
  mul,
  normalDivergence,
  type Start,
  type Tensor,
} from '../nn/index.ts';
import type { Coded } from './code-net.ts';

/** How a code is drawn, and what its divergence from the normal distribution costs. */
export interface VariationalOptions {
  readonly start: Start;
  /** Of the divergence beside the sum of errors over all numbers of a series. */
  readonly weight: number;
  /** Steps of training over which the weight rises from 0. */
  readonly warmUp: number;
  /** Numbers of a series: losses are per number. */
  readonly numbers: number;
}

/**
 * The mean of the code and, in training, a draw around it: mean + exp(½ log-variance) · noise.
 *
 * Source: Kingma & Welling 2014, "Auto-encoding variational Bayes", sections 2.4 and 3 and appendix B.
 */
export function variationalCode(
  design: Design,
  hidden: Tensor,
  components: number,
  { start, weight, warmUp, numbers }: VariationalOptions,
): Coded {
  const code = dense(design, 'latent/mean', hidden, components, { start });
  if (!design.training) return { code };
  const logVariance = dense(design, 'latent/log-variance', hidden, components, { start });
  const noise = design.draw('latent/noise', code, { normal: 1 });
  const drawn = add(code, mul(exp(mul(logVariance, 0.5)), noise));
  const divergence = normalDivergence(code, logVariance);
  const now = mul(risen(design, warmUp), weight);
  const loss = mul(mul(divergence, now), 1 / numbers);
  return { code, drawn, penalty: { loss, parts: { divergence, weight: now } } };
}

/** From 0 to 1 over so many steps. Steps are counted in the net, so that a resumed training goes on with the right weight. */
function risen(design: Design, steps: number): Tensor {
  if (steps === 0) return design.net.constant(1);
  const counted = design.keep('latent/steps', [], 0);
  counted.next = add(counted.tensor, 1);
  return minimum(mul(counted.tensor, 1 / steps), 1);
}
