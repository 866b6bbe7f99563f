import { mean } from '../numeric/index.ts';

/** The silhouettes of one segment's rows, from best to worst. */
export interface SilhouetteCurve {
  readonly segment: number;
  readonly rows: number;
  readonly mean: number;
  /** Rows nearer to another segment than to their own, 0…1. */
  readonly belowZero: number;
  /** Descending; at most `points` of them, evenly spaced over the rows, first and last kept. */
  readonly values: readonly number[];
}

/**
 * Per segment, the sorted silhouettes thinned for drawing.
 *
 * @param perRow one silhouette per row; NaN for rows that have none (noise, or not sampled)
 */
export function silhouetteCurves(
  perRow: ArrayLike<number>,
  labels: ArrayLike<number>,
  points = 80,
): SilhouetteCurve[] {
  const bySegment = new Map<number, number[]>();
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] < 0 || Number.isNaN(perRow[i])) continue;
    const values = bySegment.get(labels[i]);
    if (values) values.push(perRow[i]);
    else bySegment.set(labels[i], [perRow[i]]);
  }
  return [...bySegment.keys()]
    .sort((a, b) => a - b)
    .map((segment) => {
      const sorted = Float64Array.from(bySegment.get(segment)!).sort().reverse();
      const kept = Math.min(points, sorted.length);
      const step = kept > 1 ? (sorted.length - 1) / (kept - 1) : 0;
      return {
        segment,
        rows: sorted.length,
        mean: mean(sorted),
        belowZero: sorted.filter((value) => value < 0).length / sorted.length,
        values: Array.from({ length: kept }, (_, j) =>
          Number(sorted[Math.round(j * step)].toFixed(4)),
        ),
      };
    });
}
