import { sampleRows } from './sample-rows.ts';

/** A sample of rows with their place on a flat map. */
export interface MapSample {
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** −1 for noise. */
  readonly segment: readonly number[];
  /** Rows that the sample was drawn from. */
  readonly of: number;
}

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
  const rows = sampleRows(labels, limit, seed);
  return {
    x: rows.map((i) => round(x[i])),
    y: rows.map((i) => round(y[i])),
    segment: rows.map((i) => labels[i]),
    of: labels.length,
  };
}

/** Five digits are below a pixel and keep stored samples small. */
function round(value: number): number {
  return Number(value.toPrecision(5));
}
