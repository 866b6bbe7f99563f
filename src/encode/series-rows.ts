import { DataError } from '../base/index.ts';
import {
  cast,
  concat,
  isMissing,
  largest,
  mul,
  reshape,
  slice,
  sub,
  type Tensor,
  where,
} from '../nn/index.ts';
import { Matrix, Panel, panelOf, SeriesMatrix } from '../numeric/index.ts';

/** What series a net takes: so many channels, each of at most so many steps. */
export interface SeriesShape {
  readonly channels: number;
  readonly steps: number;
}

/** The shape of series, or of rows that are taken for series of one channel. */
export function seriesShape(x: Matrix): SeriesShape {
  const { channels, steps } = panelOf(x);
  return { channels, steps };
}

/**
 * Series as a net is fed with them: n × channels·steps, channel after channel, NaN behind the end of a shorter series.
 * Where all are of full length it is their own memory.
 *
 * @throws {DataError} other channels, more steps than the net has, or a series without a step
 */
export function seriesRows(name: string, x: Matrix, { channels, steps }: SeriesShape): Matrix {
  const panel = panelOf(x);
  if (panel.channels !== channels) {
    const got = panel.channels === 1 ? 'one' : panel.channels;
    throw new DataError(
      `${name}: series must have ${channels} channel${channels === 1 ? '' : 's'} as in the fit, got ${got}.`,
    );
  }
  if (panel.steps === steps && panel.lengths.every((length) => length === steps)) {
    return new Matrix(panel.data, panel.series, channels * steps);
  }
  const data = new Float32Array(panel.series * channels * steps).fill(Number.NaN);
  for (let i = 0; i < panel.series; i++) {
    const length = panel.lengths[i];
    if (length < 1 || length > steps) {
      throw new DataError(
        `${name}: series must have from 1 to ${steps} steps, got ${length} in series ${i}. ${length < 1 ? 'Leave empty series out' : 'Bring longer series to as many steps with the step "resample"'}.`,
      );
    }
    const row = panel.row(i);
    for (let c = 0; c < channels; c++) {
      const from = c * panel.steps;
      data.set(row.subarray(from, from + length), (i * channels + c) * steps);
    }
  }
  return new Matrix(data, panel.series, channels * steps);
}

/** Rows as a net gave them, as series of the lengths of x. */
export function rowsToSeries(rows: Float32Array, x: Matrix, shape: SeriesShape): Matrix {
  return seriesOf(rows, x.rows, shape, panelOf(x).lengths);
}

/** Numbers as series, full where no lengths are given. */
export function seriesOf(
  data: Float32Array,
  count: number,
  { channels, steps }: SeriesShape,
  lengths?: Int32Array,
): SeriesMatrix {
  return new SeriesMatrix(new Panel(data, count, channels, steps, lengths));
}

/** Of rows as `seriesRows` gives them: zeros in the place of NaN, and 1 where there was a number, 0 where not. */
export function fillEnds(x: Tensor): { readonly filled: Tensor; readonly there: Tensor } {
  const gaps = isMissing(x);
  return { filled: where(gaps, 0, x), there: sub(1, cast(gaps, 'float')) };
}

/** rows × 1: above 0 where a number is missing before one that is there, or where nothing is there at all. */
export function brokenSeries(x: Tensor, { channels, steps }: SeriesShape): Tensor {
  const gaps = reshape(cast(isMissing(x), 'float'), ['rows', channels, steps]);
  const first = slice(gaps, 2, 0, 1);
  if (steps === 1) return largest(reshape(first, ['rows', channels]), [1], true);
  const ends = mul(slice(gaps, 2, 0, steps - 1), sub(1, slice(gaps, 2, 1, steps)));
  // A series that begins with a gap either goes on behind it or is not there.
  return largest(reshape(concat([first, ends], 2), ['rows', channels * steps]), [1], true);
}
