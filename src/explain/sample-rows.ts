import { Random } from '../base/index.ts';

/** A segment keeps at least this many of its rows, so that a small one does not vanish. */
const LEAST = 20;

/**
 * Rows to be drawn: all when they are few, otherwise a fair seeded draw of `limit`, topped up where a
 * segment would be left with fewer than 20 rows. In random order, so that no segment lies on top.
 */
export function sampleRows(labels: ArrayLike<number>, limit: number, seed: number): number[] {
  const n = labels.length;
  const random = new Random(seed).fork('map sample');
  const order = random.shuffle(Uint32Array.from({ length: n }, (_, i) => i));
  const rows: number[] = [];
  const kept = new Map<number, number>();
  for (let r = 0; r < n; r++) {
    const i = order[r];
    const have = kept.get(labels[i]) ?? 0;
    if (r >= limit && have >= LEAST) continue;
    kept.set(labels[i], have + 1);
    rows.push(i);
  }
  return rows;
}
