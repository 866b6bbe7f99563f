import { DataError, Random } from '../base/index.ts';
import { clusterSizes, countNoise, NOISE, Panel } from '../numeric/index.ts';
import { type SeriesBands, type SeriesLine, seriesBands, seriesLine } from './series-bands.ts';
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

/** What the series of one segment look like; null where no row, or too few of them, have a value. */
export interface SegmentSeries extends SeriesBands {
  /** −1 for noise. */
  readonly segment: number;
  readonly rows: number;
  /** Steps of the shortest and of the longest series; left out where all series are of one length. */
  readonly lengths?: readonly [number, number];
  /** A few rows of the segment, drawn at random. */
  readonly samples: readonly SeriesLine[];
  /** The series in the middle of the segment, moved in time to fit each; see `centres` of `TypicalSeries`. */
  readonly centre?: SeriesLine;
  /** The real row nearest to the others of its segment, where segments were made. */
  readonly medoid?: SegmentMedoid;
}

export interface SegmentMedoid {
  /** Its key, one text per key column; shown only when ids are asked for. */
  readonly key: readonly string[];
  readonly values: SeriesLine;
}

/** How the centres of segments were found. */
export interface CentreFacts {
  /** 'barycentre under dynamic time warping'. */
  readonly title: string;
  /** Rows of a segment that its centre was made of, at most. */
  readonly rows: number;
  /** How far a step may be moved, as a share of the length. */
  readonly window: number;
}

/** Typical series per segment. Plain JSON. */
export interface TypicalSeries extends SeriesGrid {
  /** The channel that is shown: 'usage'. */
  readonly channel: string;
  /** 'share of own maximum', 'kWh'. */
  readonly unit: string;
  /** Left out where segments have no centre. */
  readonly centres?: CentreFacts;
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
  /** By segment: its centre in this channel, on the grid. */
  readonly centres?: ReadonlyMap<number, ArrayLike<number>>;
  readonly centreFacts?: CentreFacts;
  /** By segment: the place of its medoid among the rows, and its key. */
  readonly medoids?: ReadonlyMap<number, { readonly row: number; readonly key: readonly string[] }>;
}

/**
 * Median, middle half and middle 80 % of the series of every segment, point by point, and a few rows.
 *
 * Long series are gathered first: a row counts with its mean over the steps of a point, so the band is
 * the spread between rows, not between days. Series of different lengths end where they end; bands end
 * where fewer than a quarter of the segment's series go on.
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
  const { samples = 3, seed = 0, channelIndex = 0, centres, medoids } = options;
  const grid = seriesGrid(rows.steps, options.times ?? null, options.most);
  const sizes = clusterSizes(labels);
  const present = [...sizes.keys()].filter((segment) => sizes[segment] > 0);
  const segments = [...present, ...(countNoise(labels) > 0 ? [NOISE] : [])];
  const random = new Random(seed).fork('typical series');
  const ragged = rows.lengths !== undefined && isRagged(rows.lengths);
  const row = (i: number) =>
    gatherSeries(channelOf(rows, i, channelIndex), grid, lengthOf(rows, i));
  return {
    ...grid,
    channel: options.channel ?? '',
    unit: options.unit ?? '',
    ...(options.centreFacts === undefined ? {} : { centres: options.centreFacts }),
    segments: segments.map((segment) => {
      const own: number[] = [];
      for (let i = 0; i < labels.length; i++) if (labels[i] === segment) own.push(i);
      const drawn = random.fork(segment).sample(own.length, Math.min(samples, own.length));
      const centre = centres?.get(segment);
      const medoid = medoids?.get(segment);
      return {
        segment,
        rows: own.length,
        ...(ragged ? { lengths: lengthRange(own.map((i) => lengthOf(rows, i))) } : {}),
        ...seriesBands(own.map(row)),
        samples: Array.from(drawn, (r) => seriesLine(row(own[r]))),
        ...(centre === undefined ? {} : { centre: seriesLine(centre) }),
        ...(medoid === undefined
          ? {}
          : { medoid: { key: medoid.key, values: seriesLine(row(medoid.row)) } }),
      };
    }),
  };
}

/**
 * Some series on a grid, all channels: what pictures show, and what is cheap enough to average by shape.
 * A point of no value is 0, as a panel has no gaps.
 */
export function gatherPanel(rows: SeriesRows, places: ArrayLike<number>, grid: SeriesGrid): Panel {
  const { channels } = rows;
  const points = Math.floor(grid.steps / grid.bucket);
  const data = new Float32Array(places.length * channels * points);
  const lengths = new Int32Array(places.length);
  for (let r = 0; r < places.length; r++) {
    const length = lengthOf(rows, places[r]);
    lengths[r] = Math.max(1, Math.min(points, Math.ceil(length / grid.bucket)));
    for (let c = 0; c < channels; c++) {
      const series = gatherSeries(channelOf(rows, places[r], c), grid, length);
      const known = series.map((value) => (Number.isNaN(value) ? 0 : value));
      data.set(known, (r * channels + c) * points);
    }
  }
  return new Panel(data, places.length, channels, points, lengths);
}

/** One channel of one series, padding included. */
export function channelOf(rows: SeriesRows, series: number, channel: number): Float32Array {
  const at = (series * rows.channels + channel) * rows.steps;
  return rows.data.subarray(at, at + rows.steps);
}

/** Steps of a series before its padding. */
export function lengthOf({ lengths, steps }: SeriesRows, series: number): number {
  return lengths?.[series] ?? steps;
}

function isRagged(lengths: ArrayLike<number>): boolean {
  for (let i = 1; i < lengths.length; i++) if (lengths[i] !== lengths[0]) return true;
  return false;
}

function lengthRange(lengths: readonly number[]): [number, number] {
  return lengths.reduce<[number, number]>(
    ([least, most], length) => [Math.min(least, length), Math.max(most, length)],
    [Number.POSITIVE_INFINITY, 0],
  );
}
