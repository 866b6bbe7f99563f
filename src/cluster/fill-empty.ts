import type { NearestCenters } from './series-rows.ts';

/** The labels, where every cluster without rows has the one that is farthest from its own centre. */
export function withoutEmpty({ labels, distances }: NearestCenters, k: number): Int32Array {
  const filled = labels.slice();
  const far = distances.slice();
  const sizes = new Int32Array(k);
  for (const label of labels) sizes[label]++;
  for (let c = 0; c < k; c++) {
    if (sizes[c] > 0) continue;
    let at = -1;
    for (let i = 0; i < far.length; i++) {
      if (sizes[filled[i]] > 1 && far[i] > 0 && (at < 0 || far[i] > far[at])) at = i;
    }
    if (at < 0) break;
    sizes[filled[at]]--;
    sizes[c]++;
    filled[at] = c;
    far[at] = 0;
  }
  return filled;
}
