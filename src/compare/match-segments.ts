import { cheapestMatching } from '../evaluate/index.ts';
import { chanceOf, common, kappa, type Overlap } from './overlap.ts';

/**
 * When a segment counts as the one of before. All three must hold, or the two have exactly the same entities:
 *
 * - F1 of the two is at least a half: of a segment cut into equal parts one of two or three keeps the number, one of
 *   four no longer does;
 * - kappa, which is F1 with chance taken out, is at least 0.2, “fair” in Landis & Koch 1977: two clusterings that
 *   each have one segment of nearly everybody share it without being alike;
 * - independent clusterings would have as many entities in common less than once in 1,000 runs, over all pairs
 *   of segments together (Bonferroni), which decides where entities are few.
 */
export const LASTING = { f1: 0.5, kappa: 0.2, chance: 0.001 } as const;

/** Whether sizes alone rule out that the overlap of two segments says anything, as when one holds everybody. */
export function saysNothing({ a, b, rows }: Overlap, i: number, j: number): boolean {
  const expected = (a[i] / rows) * b[j];
  const most = (a[i] + b[j]) / 2;
  return (
    !(Math.min(a[i], b[j]) - expected >= LASTING.kappa * (most - expected)) || most === expected
  );
}

/**
 * The one-to-one matching of segments with the largest sum of kappas, over pairs that may be matched.
 *
 * Cost: O(k³).   Source: Kuhn 1955, "The Hungarian method for the assignment problem".
 *
 * @param orderBefore, orderAfter the segments that may be matched, in an order that does not depend on their
 *   labels; equal matchings go to the earlier ones
 * @returns for each place before its place after, −1 where there is none
 */
export function matchByOverlap(
  overlap: Overlap,
  orderBefore: readonly number[],
  orderAfter: readonly number[],
): Int32Array {
  const pairs = orderBefore.length * orderAfter.length;
  return bestMatching(overlap.before, orderBefore, orderAfter, (i, j) => {
    const n = common(overlap, i, j);
    const weight = kappa(overlap, i, j);
    if (n > 0 && n === overlap.a[i] && n === overlap.b[j]) return weight;
    if (2 * n < LASTING.f1 * (overlap.a[i] + overlap.b[j]) || weight < LASTING.kappa) return 0;
    return chanceOf(overlap, i, j) <= LASTING.chance / pairs ? weight : 0;
  });
}

/**
 * The one-to-one matching with the largest sum of weights; a weight of 0 matches nothing.
 *
 * @param before how many places there are before
 */
export function bestMatching(
  before: number,
  orderBefore: readonly number[],
  orderAfter: readonly number[],
  weight: (i: number, j: number) => number,
): Int32Array {
  const matched = new Int32Array(before).fill(-1);
  const turn = orderBefore.length > orderAfter.length;
  const [short, long] = turn ? [orderAfter, orderBefore] : [orderBefore, orderAfter];
  const of = (r: number, c: number) =>
    turn ? weight(long[c], short[r]) : weight(short[r], long[c]);
  const cost = new Float64Array(short.length * long.length);
  for (let r = 0; r < short.length; r++) {
    for (let c = 0; c < long.length; c++) cost[r * long.length + c] = -of(r, c);
  }
  cheapestMatching(cost, short.length, long.length).forEach((c, r) => {
    if (!(cost[r * long.length + c] < 0)) return;
    if (turn) matched[long[c]] = short[r];
    else matched[short[r]] = long[c];
  });
  return matched;
}
