import { NOISE } from '../numeric/index.ts';
import { type SeriesLine, seriesLine } from './series-bands.ts';
import { gatherSeries, type SeriesGrid } from './series-grid.ts';
import {
  channelOf,
  lengthOf,
  type SegmentSeries,
  type SeriesRows,
  type TypicalSeries,
} from './typical-series.ts';

/** A series unlike the others, and where it leaves the band of its segment. */
export interface StrangeRow {
  /** Its key, one text per key column; shown only when ids are asked for. */
  readonly key: readonly string[];
  /** −1 for noise. */
  readonly segment: number;
  /** The segment whose band stands behind it: its own, of a row in no segment the nearest. */
  readonly beside: number;
  /** In the units of the measure; null where it has no end. */
  readonly score: number | null;
  /** The channel that is shown: where it leaves the band most. */
  readonly channel: number;
  readonly values: SeriesLine;
  /** What the encoder gives back, where it gives rows back. */
  readonly reconstructed: SeriesLine | null;
  /** Share of its points outside of the middle 80 % of the segment, 0…1. */
  readonly outside: number;
  /** The points at which it lies farthest out without a break; null where it never does. */
  readonly stretch: StrangeStretch | null;
}

export interface StrangeStretch {
  /** Steps, from 0, both included. */
  readonly from: number;
  readonly to: number;
  readonly side: 'above' | 'below';
}

/** The strangest series of one clustering, strangest first. Plain JSON. */
export interface StrangeSeries {
  /** 'mean squared error', 'times as far from the centre as the median row of its segment'. */
  readonly measure: string;
  /** The score is an error of reconstruction, else a distance. */
  readonly by: 'reconstruction' | 'distance';
  /** Rows that were compared. */
  readonly of: number;
  readonly rows: readonly StrangeRow[];
}

export interface StrangeSeriesInput {
  readonly measure: string;
  readonly by: StrangeSeries['by'];
  readonly rows: SeriesRows;
  /** One per row, −1 for noise. */
  readonly labels: ArrayLike<number>;
  /** One per row: a larger one is stranger. */
  readonly scores: ArrayLike<number>;
  /** One per row; see `StrangeRow`. */
  readonly beside: ArrayLike<number>;
  /** What the series of each segment look like, one per channel. */
  readonly typical: readonly TypicalSeries[];
  /** The rows to show, strangest first. */
  readonly chosen: readonly number[];
  /** One per chosen row. */
  readonly reconstructed?: SeriesRows | null;
  readonly keys?: readonly ArrayLike<string | null>[];
}

/**
 * Rows unlike the others on the grid of the pictures of their segments, with the stretch that sets each apart.
 *
 * Cost: O(chosen · channels · steps).
 */
export function strangeSeries(input: StrangeSeriesInput): StrangeSeries {
  const { measure, by, chosen, rows } = input;
  return { measure, by, of: rows.series, rows: chosen.map((row, r) => strangeRow(input, row, r)) };
}

function strangeRow(input: StrangeSeriesInput, row: number, place: number): StrangeRow {
  const { rows, typical, reconstructed, keys = [] } = input;
  const beside = input.beside[row];
  const channels = typical.map((own, channel) => {
    const values = gatherSeries(channelOf(rows, row, channel), own, lengthOf(rows, row));
    const band = own.segments.find(({ segment }) => segment === beside);
    return { channel, values, ...departure(values, band, own) };
  });
  // On bands of different units the widest departure means little; shares of points compare.
  const worst = channels.reduce((best, own) => (own.outside > best.outside ? own : best));
  const score = input.scores[row];
  return {
    key: keys.map((column) => column[row] ?? ''),
    segment: input.labels[row],
    beside: beside === undefined ? NOISE : beside,
    score: Number.isFinite(score) ? Number(score.toPrecision(4)) : null,
    channel: worst.channel,
    values: seriesLine(worst.values),
    reconstructed: reconstructed
      ? seriesLine(
          gatherSeries(
            channelOf(reconstructed, place, worst.channel),
            typical[worst.channel],
            lengthOf(rows, row),
          ),
        )
      : null,
    outside: worst.outside,
    stretch: worst.stretch,
  };
}

/** How much of a series lies outside of a band, and the unbroken stretch that adds up to most. */
function departure(
  values: Float64Array,
  band: SegmentSeries | undefined,
  { bucket, steps }: SeriesGrid,
): { outside: number; stretch: StrangeStretch | null } {
  if (band === undefined) return { outside: 0, stretch: null };
  let known = 0;
  let out = 0;
  let most = 0;
  let stretch: StrangeStretch | null = null;
  let from = 0;
  let sum = 0;
  let side = 0;
  for (let p = 0; p < values.length; p++) {
    const beyond = beyondBand(values[p], band.q10[p] ?? null, band.q90[p] ?? null);
    if (!Number.isNaN(values[p])) known++;
    if (beyond !== 0) out++;
    if (beyond === 0 || Math.sign(beyond) !== side) [from, sum] = [p, 0];
    side = Math.sign(beyond);
    sum += Math.abs(beyond);
    if (sum > most) {
      most = sum;
      const to = Math.min(steps, (p + 1) * bucket) - 1;
      stretch = { from: from * bucket, to, side: side > 0 ? 'above' : 'below' };
    }
  }
  return { outside: known === 0 ? 0 : Number((out / known).toPrecision(4)), stretch };
}

/** How far a value lies above (positive) or below a band; 0 inside of it, or where there is none. */
function beyondBand(value: number, low: number | null, high: number | null): number {
  if (low === null || high === null || Number.isNaN(value)) return 0;
  return value > high ? value - high : value < low ? value - low : 0;
}
