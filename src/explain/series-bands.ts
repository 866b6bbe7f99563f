import { quantile } from '../numeric/index.ts';

/** A line on a grid; null where it has no value. */
export type SeriesLine = readonly (number | null)[];

/** Median, middle half and middle 80 % of several series, point by point. */
export interface SeriesBands {
  readonly q10: SeriesLine;
  readonly q25: SeriesLine;
  readonly median: SeriesLine;
  readonly q75: SeriesLine;
  readonly q90: SeriesLine;
}

const SHARES = { q10: 0.1, q25: 0.25, median: 0.5, q75: 0.75, q90: 0.9 } as const;

/** A quantile of the few series that go on longest says little of a segment. */
const ENOUGH = 0.25;

/**
 * The bands of some series on a grid, where at least a quarter of them have a value; null elsewhere.
 *
 * Missing: NaN.   Cost: a sort per point.
 */
export function seriesBands(series: readonly Float64Array[]): SeriesBands {
  const points = series[0]?.length ?? 0;
  const found = { q10: [], q25: [], median: [], q75: [], q90: [] } as {
    [name in keyof SeriesBands]: (number | null)[];
  };
  const column = new Float64Array(series.length);
  for (let p = 0; p < points; p++) {
    let count = 0;
    for (const row of series) if (!Number.isNaN(row[p])) column[count++] = row[p];
    const sorted = column.subarray(0, count < ENOUGH * series.length ? 0 : count).sort();
    for (const [name, share] of Object.entries(SHARES)) {
      found[name as keyof SeriesBands].push(digitsOrNull(quantile(sorted, share)));
    }
  }
  return found;
}

/** A line of a stored picture: four digits are below a pixel; JSON has no NaN. */
export function seriesLine(series: ArrayLike<number>): SeriesLine {
  return Array.from(series, digitsOrNull);
}

function digitsOrNull(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(4)) : null;
}
