import type { Block, Scope } from '../compute/index.ts';
import { type ColumnFacts, chunkRows, type Rows, roundUp } from './rows.ts';

/** Rows as whole numbers of `step`, seen from the columns' means; see assembly/k-means-groups.ts. */
export interface PackedRows {
  readonly at: number;
  readonly means: Block<Float64Array>;
  /** Columns of a packed row. */
  readonly wide: number;
  readonly step: number;
  /** The longest row, seen from the means; what is longer is shortened to it. */
  readonly reach: number;
  /** What to add to the length of a rounding for that of f64. */
  readonly unsure: number;
}

export function packedBytes(count: number, wide: number): number {
  return count * (8 + 2 * wide);
}

/**
 * Packs the rows, or gives undefined where whole numbers of one step would say little about them: rows
 * that are all alike, lengths near the ends of f32, or a longest row 64 times the usual one.
 *
 * Cost: O(n·d); memory n·d 16-bit numbers.
 */
export function packRows(rows: Rows, facts: ColumnFacts, scope: Scope): PackedRows | undefined {
  const { compute, x, count, stride } = rows;
  const wide = roundUp(stride, 8);
  const means = scope.put(facts.means);
  const chunk = chunkRows(stride);
  const longest = scope.f64(Math.ceil(count / chunk));
  compute.run('kMeansReach', count, chunk, [longest.at, x.at, stride, means.at]);
  const reach = Math.sqrt(longest.view.reduce((most, square) => Math.max(most, square), 0));
  const usual = Math.sqrt(facts.scatter / count);
  if (!(reach > 1e-25 && reach < 1e30 && reach <= 64 * usual && wide <= 65536)) return undefined;
  // Roundings add at most half a step per column, so a packed row is at most 23,000 steps long.
  const step = reach / (23000 - Math.sqrt(wide));
  const largest = facts.largest.reduce((most, value) => Math.max(most, value), 0);
  const unsure = 2 ** -48 * Math.sqrt(wide) * largest;
  const out = scope.u8(packedBytes(count, wide));
  const args = [out.at, x.at, stride, means.at, step, reach, unsure];
  compute.run('kMeansPack', count, chunk, args);
  return { at: out.at, means, wide, step, reach, unsure };
}
