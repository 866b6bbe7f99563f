import type { Matrix } from '../numeric/index.ts';
import { gatherSeries, type SeriesGrid } from './series-grid.ts';

/** Which row it is, and how badly it comes back. */
export interface ReconstructedRow {
  /** Its place in the feature table. */
  readonly row: number;
  /** Its key, one text per key column; shown only when ids are asked for. */
  readonly key: readonly string[];
  /** −1 for noise, null when segments are not known. */
  readonly segment: number | null;
  /** The net never saw it in training. */
  readonly heldOut: boolean;
  /** In the units of the loss. */
  readonly error: number;
  /** Of all rows (of the held-out ones, where it is one): 1 = comes back worst. */
  readonly rank: number;
}

/** A series on a grid. Where a point stands for several steps, also the least and the largest of them. */
export interface SeriesRange {
  readonly mean: readonly (number | null)[];
  readonly low: readonly (number | null)[] | null;
  readonly high: readonly (number | null)[] | null;
}

/** A row that is a series: what it is and what comes back, on the grid of the sample. */
export interface SeriesReconstruction extends ReconstructedRow {
  readonly original: SeriesRange;
  readonly reconstructed: SeriesRange;
}

/** One column of a row of a table, as people read it: 'brand', 'Apple', 'Samsung'. */
export interface ReconstructedCell {
  readonly column: string;
  readonly original: string | number | null;
  readonly reconstructed: string | number | null;
  /** Of this column alone, in the units of the loss. */
  readonly error: number;
}

/** A row of a table: its worst columns, worst first. */
export interface TableReconstruction extends ReconstructedRow {
  readonly cells: readonly ReconstructedCell[];
}

/** Rows beside what the net makes of them. Plain JSON. */
export type Reconstructions =
  | {
      readonly kind: 'series';
      /** 'share of own maximum', 'kWh'. */
      readonly unit: string;
      readonly grid: SeriesGrid;
      readonly rows: readonly SeriesReconstruction[];
    }
  | {
      readonly kind: 'table';
      /** Columns of the whole row; `cells` holds the worst of them. */
      readonly columns: number;
      readonly rows: readonly TableReconstruction[];
    };

/**
 * Rows that show how well rows come back, from best to worst: evenly spaced by rank of error, so that
 * the sample is as good and as bad as the whole. Held-out rows only, where there are any.
 *
 * @param errors one per row
 * @param heldOut one per row, true where the net did not train on it
 */
export function chooseReconstructions(
  errors: ArrayLike<number>,
  heldOut: ArrayLike<unknown> | null = null,
  count = 25,
): number[] {
  const order = byError(errors, heldOut);
  const wanted = Math.min(count, order.length);
  return Array.from({ length: wanted }, (_, r) => {
    const place = ((r + 0.5) * order.length) / wanted;
    return order[Math.floor(place)];
  }).reverse();
}

/** The rows with the largest errors, worst first; all rows count, seen in training or not. */
export function strangestRows(errors: ArrayLike<number>, count = 10): number[] {
  return byError(errors, null).slice(0, count);
}

/** Rows by error, worst first; a tie keeps the order of the rows. */
function byError(errors: ArrayLike<number>, heldOut: ArrayLike<unknown> | null): number[] {
  const rows: number[] = [];
  for (let i = 0; i < errors.length; i++) {
    if (heldOut === null || heldOut[i]) rows.push(i);
  }
  if (rows.length === 0 && heldOut !== null) return byError(errors, null);
  return rows.sort((a, b) => errors[b] - errors[a] || a - b);
}

export interface RowFacts {
  readonly errors: ArrayLike<number>;
  readonly heldOut?: ArrayLike<unknown> | null;
  readonly labels?: ArrayLike<number> | null;
  readonly keys?: readonly ArrayLike<string | null>[];
}

/** Which rows they are, in the order given. */
export function reconstructedRows(rows: readonly number[], facts: RowFacts): ReconstructedRow[] {
  const { errors, heldOut = null, labels = null, keys = [] } = facts;
  const rankIn = (order: readonly number[]) => new Map(order.map((row, r) => [row, r + 1]));
  const unseen = heldOut === null ? null : rankIn(byError(errors, heldOut));
  const all = rankIn(byError(errors, null));
  return rows.map((row) => {
    const own = Boolean(heldOut?.[row]);
    return {
      row,
      key: keys.map((column) => column[row] ?? ''),
      segment: labels === null ? null : labels[row],
      heldOut: own,
      error: digits(errors[row]),
      rank: (own ? unseen?.get(row) : undefined) ?? all.get(row)!,
    };
  });
}

/**
 * Rows of series beside their reconstructions, gathered for drawing: spikes stay in the range.
 *
 * @param original, reconstructed one row per entry of `rows`, t steps each
 */
export function seriesReconstructions(
  rows: readonly ReconstructedRow[],
  original: Matrix,
  reconstructed: Matrix,
  grid: SeriesGrid,
): SeriesReconstruction[] {
  return rows.map((row, r) => ({
    ...row,
    original: rangeOf(original.row(r), grid),
    reconstructed: rangeOf(reconstructed.row(r), grid),
  }));
}

function rangeOf(series: Float32Array, grid: SeriesGrid): SeriesRange {
  const mean = Array.from(gatherSeries(series, grid), orNull);
  if (grid.bucket === 1) return { mean, low: null, high: null };
  const of = (pick: (...values: number[]) => number) =>
    mean.map((_, p) => orNull(pick(...series.subarray(p * grid.bucket, (p + 1) * grid.bucket))));
  return { mean, low: of(Math.min), high: of(Math.max) };
}

/** JSON has no NaN. */
export function orNull(value: number): number | null {
  return Number.isFinite(value) ? digits(value) : null;
}

/** Four digits are below a pixel. */
export function digits(value: number): number {
  return Number(value.toPrecision(4));
}
