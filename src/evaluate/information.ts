import type { Contingency } from './contingency.ts';

/** How much two labellings tell about each other, in nats. */
export interface Information {
  readonly entropyA: number;
  readonly entropyB: number;
  readonly mutual: number;
}

export function information(table: Contingency): Information {
  const { rows, a, b, inA, inB, count } = table;
  let mutual = 0;
  count.forEach((inCell, cell) => {
    const expected = (a[inA[cell]] / rows) * b[inB[cell]];
    mutual += (inCell / rows) * Math.log(inCell / expected);
  });
  return { entropyA: entropy(a, rows), entropyB: entropy(b, rows), mutual: Math.max(0, mutual) };
}

/** −Σ p·ln p; exactly 0 when one label holds all rows. */
function entropy(sizes: Float64Array, rows: number): number {
  let sum = 0;
  for (const size of sizes) sum -= (size / rows) * Math.log(size / rows);
  return Math.max(0, sum);
}

/**
 * Mutual information divided by the mean of the two entropies (arithmetic, as in Strehl & Ghosh 2002 with the
 * mean that scikit-learn uses); 1 when both labellings have one label.
 */
export function normalizedMutual({ entropyA, entropyB, mutual }: Information): number {
  if (entropyA === 0 && entropyB === 0) return 1;
  return mutual / ((entropyA + entropyB) / 2);
}

/**
 * Adjusted mutual information: 0 on average for independent labellings, 1 for equal ones.
 *
 * Source: Vinh, Epps & Bailey 2010, "Information theoretic measures for clusterings comparison", with the arithmetic mean.
 */
export function adjustedMutual(table: Contingency, known: Information): number {
  const { entropyA, entropyB, mutual } = known;
  const { a, b, rows } = table;
  const alone = (sizes: Float64Array) => sizes.length === rows;
  if ((a.length <= 1 && b.length <= 1) || (alone(a) && alone(b))) return 1;
  const expected = expectedMutual(table);
  const range = (entropyA + entropyB) / 2 - expected;
  // Rounding may leave a range of ±0 where the expected value reaches the entropies.
  const floor = range < 0 ? -Number.EPSILON : Number.EPSILON;
  return (mutual - expected) / (Math.abs(range) < Number.EPSILON ? floor : range);
}

/**
 * Expected mutual information of labellings with these sizes when rows are dealt at random: the exact
 * sum over the hypergeometric distribution of every cell.
 *
 * Source: Vinh, Epps & Bailey 2010, equation 24a. Differs: each probability follows from the one before by the ratio of
 * neighbouring hypergeometric terms, and equal pairs of sizes are computed once.
 * Cost: the sum over distinct pairs of sizes of the smaller size, plus O(n) for the factorials.
 */
function expectedMutual({ rows: n, a, b }: Contingency): number {
  const logFactorial = new Float64Array(n + 1);
  for (let i = 2; i <= n; i++) logFactorial[i] = logFactorial[i - 1] + Math.log(i);
  let expected = 0;
  const second = [...tally(b)];
  for (const [p, timesP] of tally(a)) {
    for (const [q, timesQ] of second) {
      const low = Math.max(1, p + q - n);
      const high = Math.min(p, q);
      // From the most likely cell outwards: the ends of the range underflow to 0 for large sizes.
      const middle = Math.max(low, Math.min(high, Math.floor(((p + 1) * (q + 1)) / (n + 2))));
      const peak = Math.exp(
        logFactorial[p] +
          logFactorial[q] +
          logFactorial[n - p] +
          logFactorial[n - q] -
          logFactorial[n] -
          logFactorial[middle] -
          logFactorial[p - middle] -
          logFactorial[q - middle] -
          logFactorial[n - p - q + middle],
      );
      let sum = 0;
      let probability = peak;
      for (let m = middle; m <= high && probability > 0; m++) {
        sum += (m / n) * Math.log((n * m) / (p * q)) * probability;
        probability *= ((p - m) * (q - m)) / ((m + 1) * (n - p - q + m + 1));
      }
      probability = peak;
      for (let m = middle; m > low && probability > 0; m--) {
        probability *= (m * (n - p - q + m)) / ((p - m + 1) * (q - m + 1));
        sum += ((m - 1) / n) * Math.log((n * (m - 1)) / (p * q)) * probability;
      }
      expected += sum * timesP * timesQ;
    }
  }
  return expected;
}

function tally(sizes: Float64Array): Map<number, number> {
  const times = new Map<number, number>();
  for (const size of sizes) times.set(size, (times.get(size) ?? 0) + 1);
  return times;
}
