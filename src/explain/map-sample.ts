import { Random } from '../base/index.ts';

/** A sample of rows with their place on a flat map. */
export interface MapSample {
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** −1 for noise. */
  readonly segment: readonly number[];
  /** Rows that the sample was drawn from. */
  readonly of: number;
}

/** A segment keeps at least this many of its rows, so that a small one does not vanish. */
const LEAST = 20;

/**
 * A seeded sample of a map: all rows when they are few, otherwise a fair draw, topped up where a
 * segment would be left with fewer than 20 rows. In random order, so that no segment lies on top.
 *
 * @param x, y first two coordinates of each row
 */
export function mapSample(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  labels: ArrayLike<number>,
  limit = 5000,
  seed = 0,
): MapSample {
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
  return {
    x: rows.map((i) => round(x[i])),
    y: rows.map((i) => round(y[i])),
    segment: rows.map((i) => labels[i]),
    of: n,
  };
}

/** Five digits are below a pixel and keep stored samples small. */
function round(value: number): number {
  return Number(value.toPrecision(5));
}
