import { DataError, type Run } from '../base/index.ts';
import { agreement } from '../evaluate/index.ts';
import type { Matrix } from '../numeric/index.ts';
import type { ClusteredGroup } from './cluster-group.ts';
import type { ClusterPlan } from './plan.ts';
import type { EncoderPlan } from './plan-encoding.ts';

/** Seeds that are compared, the study's own among them. */
const SEEDS = 3;
/** More rows take long to fit again, and settle on one answer anyway. */
const MOST_ROWS = 20_000;

/**
 * The group with how far its segments come back from other seeds: the lowest adjusted Rand index between three.
 * Left as it is for a method without a seed, for many rows, and behind a trained encoder, whose weights have
 * seeds of their own: there the gate tells.
 */
export async function withSeedAgreement(
  group: ClusteredGroup,
  x: Matrix,
  plan: ClusterPlan,
  encoding: readonly EncoderPlan[],
  run: Run,
): Promise<ClusteredGroup> {
  const { model, options } = group;
  const trained = encoding.some(({ method }) => method.traits.trained);
  if (!plan.method.traits.seeded || trained || x.rows > MOST_ROWS || (model?.clusters ?? 0) < 2) {
    return group;
  }
  const labelings = [model!.labels];
  const quiet = run.quiet();
  try {
    for (let s = 1; s < SEEDS; s++) {
      const other = { ...options, seed: Number(options.seed) + s };
      labelings.push((await plan.method.create(other).fit(x, quiet)).labels);
    }
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return group;
  }
  const pairs = labelings.flatMap((a, i) => labelings.slice(i + 1).map((b) => agreement(a, b).ari));
  return { ...group, seedAgreement: Math.min(...pairs) };
}
