import type { Contingency } from './contingency.ts';

/**
 * Adjusted Rand index: agreement of two labellings over pairs of rows, 1 when equal up to names,
 * about 0 when independent, below 0 when worse than chance.
 *
 * Source: Hubert & Arabie 1985, "Comparing partitions", equation 5. With fewer than two rows, and when both put
 * all rows together or both set every row apart, the labellings are equal and the index is 1.
 */
export function adjustedRand(table: Contingency): number {
  const pairs = (sizes: Float64Array) => sizes.reduce((sum, m) => sum + (m * (m - 1)) / 2, 0);
  const both = pairs(table.count);
  const inA = pairs(table.a);
  const inB = pairs(table.b);
  const all = (table.rows * (table.rows - 1)) / 2;
  if (all === 0) return 1;
  const expected = (inA / all) * inB;
  const highest = (inA + inB) / 2;
  return highest === expected ? 1 : (both - expected) / (highest - expected);
}
