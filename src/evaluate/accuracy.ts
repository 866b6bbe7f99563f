import type { Contingency } from './contingency.ts';
import { cheapestMatching } from './matching.ts';

/**
 * Accuracy when each found label is renamed to at most one given label and no two to the same, chosen
 * so that as many rows as possible agree. Labels left over count as wrong.
 *
 * Source: Yang et al. 2010, "Image clustering using local discriminant models and global integration",
 * equation 22. Cost: O(p²·q) for p ≤ q labels; memory p·q numbers.
 */
export function matchedAccuracy({ rows: n, a, b, inA, inB, count }: Contingency): number {
  if (n === 0) return 1;
  const turned = a.length > b.length;
  const rows = turned ? b.length : a.length;
  const cols = turned ? a.length : b.length;
  const cost = new Float64Array(rows * cols);
  count.forEach((inCell, cell) => {
    const at = turned ? inB[cell] * cols + inA[cell] : inA[cell] * cols + inB[cell];
    cost[at] = -inCell;
  });
  let agreeing = 0;
  cheapestMatching(cost, rows, cols).forEach((col, row) => {
    agreeing -= cost[row * cols + col];
  });
  return agreeing / n;
}
