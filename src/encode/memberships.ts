import type { Run } from '../base/index.ts';
import { openCompute } from '../compute/index.ts';
import type { Neighbors } from '../neighbors/index.ts';

export interface Memberships {
  /** n × count, as the neighbours: from 0 to 1, how surely each is near. */
  readonly weights: Float64Array;
  /** σ per row: how fast membership falls with distance. */
  readonly scales: Float64Array;
  /** ρ per row: the distance up to which it is 1. */
  readonly nears: Float64Array;
}

export interface MembershipSetting {
  /** Neighbours of the kernel: each row has log₂ of that many in all. */
  readonly neighbors: number;
  /** How many neighbours are certain; a fraction is between two. */
  readonly local: number;
  /** Whether the row itself counts as one of the neighbours, as it does among the rows of a fit. */
  readonly self: boolean;
}

/**
 * Distances to neighbours as memberships of fuzzy sets, each row by its own scale.
 *
 * Shapes: neighbours are n × count. Cost: O(n·count) times some 20 to 60 bisections.
 * Source: McInnes, Healy & Melville 2018, "UMAP", algorithms 2 and 3.
 */
export async function memberships(
  { distances }: Pick<Neighbors, 'distances'>,
  count: number,
  { neighbors, local, self }: MembershipSetting,
  run: Run,
): Promise<Memberships> {
  await run.pause();
  const n = distances.length / count;
  const compute = await openCompute(run.threads);
  using scope = compute.scope();
  const weights = scope.f64(distances.length);
  const scales = scope.f64(n);
  const nears = scope.f64(n);
  const lone = self ? 1 : 0;
  // A row by itself must come out as it does among others, so no mean over all rows then.
  const mean = self ? sum(distances) / (n * (count + 1)) : 0;
  const target = compute.call('log64', neighbors) / Math.LN2;
  const out = [weights.at, scales.at, nears.at];
  const args = [...out, scope.put(distances).at, count, target, local, lone, mean];
  compute.run('umapMemberships', n, 256, args);
  return { weights: weights.copy(), scales: scales.copy(), nears: nears.copy() };
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
