import { DataError, Random } from '../base/index.ts';
import { clusterSizes, countNoise, NOISE, quantile } from '../numeric/index.ts';
import { gatherSeries, type SeriesGrid, seriesGrid } from './series-grid.ts';

/** Series of equal length, time last; padded where `lengths` says that one ends earlier. */
export interface SeriesRows {
  readonly data: Float32Array;
  /** n */
  readonly series: number;
  /** c; 1 when there is one value per step. */
  readonly channels: number;
  /** t */
  readonly steps: number;
  readonly lengths?: ArrayLike<number>;
}

/** What the series of one segment look like; null where no row has a value. */
export interface SegmentSeries {
  /** −1 for noise. */
  readonly segment: number;
  readonly rows: number;
  readonly q10: readonly (number | null)[];
  readonly q25: readonly (number | null)[];
  readonly median: readonly (number | null)[];
  readonly q75: readonly (number | null)[];
  readonly q90: readonly (number | null)[];
  /** A few rows of the segment, drawn at random. */
  readonly samples: readonly (readonly (number | null)[])[];
}

/** Typical series per segment. Plain JSON. */
export interface TypicalSeries extends SeriesGrid {
  /** The channel that is shown: 'usage'. */
  readonly channel: string;
  /** 'share of own maximum', 'kWh'. */
  readonly unit: string;
  /** Largest segment first, noise last. */
  readonly segments: readonly SegmentSeries[];
}

export interface TypicalSeriesOptions {
  /** ISO time of each step. */
  readonly times?: readonly string[] | null;
  readonly channel?: string;
  /** Which channel; 0 is the first. */
  readonly channelIndex?: number;
  readonly unit?: string;
  /** Rows shown of each segment. */
  readonly samples?: number;
  readonly seed?: number;
  /** Points drawn per series, at most. */
  readonly most?: number;
}

/**
 * Median, middle half and middle 80 % of the series of every segment, point by point, and a few rows.
 *
 * Long series are gathered first: a row counts with its mean over the steps of a point, so the band is
 * the spread between rows, not between days.
 *
 * Shapes: n series, one label each.   Missing: NaN and padding are left out.
 * Cost: O(n·t), and a sort of each segment's values per point; memory n floats per point.
 *
 * @throws {DataError} labels that are not one per series
 */
export function typicalSeries(
  rows: SeriesRows,
  labels: ArrayLike<number>,
  options: TypicalSeriesOptions = {},
): TypicalSeries {
  if (labels.length !== rows.series) {
    throw new DataError(
      `typicalSeries: there must be one label per series (${rows.series}), got ${labels.length}.`,
    );
  }
  const { samples = 3, seed = 0, channelIndex = 0 } = options;
  const grid = seriesGrid(rows.steps, options.times ?? null, options.most);
  const sizes = clusterSizes(labels);
  const present = [...sizes.keys()].filter((segment) => sizes[segment] > 0);
  const segments = [...present, ...(countNoise(labels) > 0 ? [NOISE] : [])];
  const random = new Random(seed).fork('typical series');
  const row = (i: number) => {
    const at = (i * rows.channels + channelIndex) * rows.steps;
    return gatherSeries(rows.data.subarray(at, at + rows.steps), grid, rows.lengths?.[i]);
  };
  return {
    ...grid,
    channel: options.channel ?? '',
    unit: options.unit ?? '',
    segments: segments.map((segment) => {
      const own: number[] = [];
      for (let i = 0; i < labels.length; i++) if (labels[i] === segment) own.push(i);
      const drawn = random.fork(segment).sample(own.length, Math.min(samples, own.length));
      return {
        segment,
        rows: own.length,
        ...bands(own.map(row)),
        samples: Array.from(drawn, (r) => Array.from(row(own[r]), rounded)),
      };
    }),
  };
}

const SHARES = { q10: 0.1, q25: 0.25, median: 0.5, q75: 0.75, q90: 0.9 } as const;
type Band = { [name in keyof typeof SHARES]: (number | null)[] };

function bands(series: readonly Float64Array[]): Band {
  const points = series[0]?.length ?? 0;
  const found: Band = { q10: [], q25: [], median: [], q75: [], q90: [] };
  const column = new Float64Array(series.length);
  for (let p = 0; p < points; p++) {
    let count = 0;
    for (const row of series) if (!Number.isNaN(row[p])) column[count++] = row[p];
    const sorted = column.subarray(0, count).sort();
    for (const [name, share] of Object.entries(SHARES)) {
      found[name as keyof Band].push(rounded(quantile(sorted, share)));
    }
  }
  return found;
}

/** Four digits are below a pixel; JSON has no NaN. */
function rounded(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(4)) : null;
}
