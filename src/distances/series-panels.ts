import { DataError } from '../base/index.ts';
import { Panel } from '../numeric/index.ts';
import type { SeriesMeasure } from './series-measure.ts';

/** Series per panel: two in each of four registers. */
export const LANES = 8;

/** The kinds of assembly/elastic.ts. */
export const KINDS = { euclidean: 0, dtw: 1, msm: 2, erp: 3, twe: 4 } as const;

/** Rules of a measure that compares step by step. */
export type ElasticMeasure = Omit<SeriesMeasure, 'measure' | 'standardize'> & {
  readonly measure: keyof typeof KINDS;
};

/** Series as the kernel's rows: f64, step after step, channels side by side; and a number beside every step. */
export interface SeriesRows {
  readonly values: Float64Array;
  readonly beside: Float64Array;
}

/** Series as the kernel's panels of eight. */
export interface SeriesPanels extends SeriesRows {
  /** Steps of each lane's series. */
  readonly ends: Int32Array;
  /** Per panel its first series and how many it holds. */
  readonly spans: Int32Array;
}

/**
 * Refuses series that no distance can be told of.
 *
 * @throws {DataError} a series without steps, or a number within its length that is not finite
 */
export function checkPanel(where: string, x: Panel): void {
  for (let i = 0; i < x.series; i++) {
    const length = x.lengths[i];
    if (!(length >= 1 && length <= x.steps)) {
      throw new DataError(
        `${where}: every series must have 1 to ${x.steps} steps, got ${length} in series ${i}.`,
      );
    }
    const row = x.row(i);
    for (let c = 0; c < x.channels; c++) {
      for (let j = 0; j < length; j++) {
        const value = row[c * x.steps + j];
        if (Number.isFinite(value)) continue;
        throw new DataError(
          `${where}: every number must be finite, got ${value} in series ${i}, channel ${c}, step ${j}. Fill gaps first.`,
        );
      }
    }
  }
}

/** Shortest first: a panel is as long as its longest series. */
export function lengthOrder(x: Panel): Int32Array {
  const order = Int32Array.from({ length: x.series }, (_, i) => i);
  return order.sort((a, b) => x.lengths[a] - x.lengths[b] || a - b);
}

/** The series named by `order`, in that order. */
export function takeSeries(x: Panel, order: ArrayLike<number>): Panel {
  const size = x.channels * x.steps;
  const data = new Float32Array(order.length * size);
  const lengths = new Int32Array(order.length);
  for (let r = 0; r < order.length; r++) {
    data.set(x.row(order[r]), r * size);
    lengths[r] = x.lengths[order[r]];
  }
  return new Panel(data, order.length, x.channels, x.steps, lengths);
}

/** Cost: one pass; memory 8·(c + 1) bytes per step. */
export function seriesRows(x: Panel, measure: ElasticMeasure): SeriesRows {
  const { channels, steps } = x;
  const values = new Float64Array(x.series * steps * channels);
  const beside = new Float64Array(x.series * steps);
  // The kernel wants halves for MSM.
  const share = measure.measure === 'msm' ? 0.5 : 1;
  for (let i = 0; i < x.series; i++) {
    const row = x.row(i);
    const at = i * steps;
    for (let c = 0; c < channels; c++) {
      for (let j = 0; j < x.lengths[i]; j++)
        values[(at + j) * channels + c] = share * row[c * steps + j];
    }
    for (let j = 0; j < x.lengths[i]; j++)
      beside[at + j] = besideStep(values, at + j, j, channels, measure);
  }
  return { values, beside };
}

/** What assembly/elastic.ts wants beside step `at` of `values`, the j-th of its series. */
function besideStep(
  values: Float64Array,
  at: number,
  j: number,
  channels: number,
  { measure, cost, gap, stiffness, penalty }: ElasticMeasure,
): number {
  if (measure === 'msm') return cost + (j === 0 ? 0 : Math.abs(values[at] - values[at - 1]));
  if (measure !== 'erp' && measure !== 'twe') return 0;
  let sum = 0;
  for (let c = 0; c < channels; c++) {
    const before = j === 0 ? 0 : values[(at - 1) * channels + c];
    sum += (values[at * channels + c] - (measure === 'erp' ? gap : before)) ** 2;
  }
  return Math.sqrt(sum) + (measure === 'twe' ? stiffness + penalty : 0);
}

/** @param apart each panel holds series of one length only: a window lies elsewhere for another length */
export function seriesPanels(x: Panel, measure: ElasticMeasure, apart: boolean): SeriesPanels {
  const { channels, steps } = x;
  const rows = seriesRows(x, measure);
  const spans: number[] = [];
  for (let i = 0; i < x.series; i++) {
    const last = spans.length - 2;
    const fits =
      last >= 0 && spans[last + 1] < LANES && !(apart && x.lengths[spans[last]] !== x.lengths[i]);
    if (fits) spans[last + 1]++;
    else spans.push(i, 1);
  }
  const panels = spans.length / 2;
  const values = new Float64Array(panels * steps * channels * LANES);
  const beside = new Float64Array(panels * steps * LANES);
  const ends = new Int32Array(panels * LANES);
  for (let p = 0; p < panels; p++) {
    for (let l = 0; l < spans[2 * p + 1]; l++) {
      const i = spans[2 * p] + l;
      ends[p * LANES + l] = x.lengths[i];
      for (let j = 0; j < steps; j++) {
        const to = p * steps + j;
        beside[to * LANES + l] = rows.beside[i * steps + j];
        for (let c = 0; c < channels; c++) {
          values[(to * channels + c) * LANES + l] = rows.values[(i * steps + j) * channels + c];
        }
      }
    }
  }
  return { values, beside, ends, spans: Int32Array.from(spans) };
}
