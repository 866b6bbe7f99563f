import type { Random, Run } from '../base/index.ts';

/**
 * Rows to start from, out of n: each next one drawn with a chance in proportion to its squared distance to those
 * before, or all evenly.
 *
 * @param distancesTo all rows' distances to one
 */
export async function drawApart(
  n: number,
  { clusters, init }: { readonly clusters: number; readonly init: 'k-means++' | 'random' },
  distancesTo: (row: number) => Promise<Float64Array>,
  random: Random,
  run: Run,
): Promise<Int32Array> {
  if (init === 'random') return random.sample(n, clusters);
  const near = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
  const chosen = [random.integer(n)];
  while (chosen.length < clusters) {
    await run.pause();
    const distances = await distancesTo(chosen[chosen.length - 1]);
    let all = 0;
    for (let i = 0; i < n; i++) {
      near[i] = Math.min(near[i], distances[i] ** 2);
      all += near[i];
    }
    let left = random.next() * all;
    let at = -1;
    for (let i = 0; i < n && left >= 0; i++) {
      if (near[i] === 0) continue;
      left -= near[i];
      at = i;
    }
    chosen.push(at < 0 ? random.integer(n) : at);
  }
  return Int32Array.from(chosen);
}
