import type { Run } from '../base/index.ts';
import { type Matrix, SeriesMatrix } from '../numeric/index.ts';
import type { ClusterPlan } from './plan.ts';
import type { EncoderPlan } from './plan-encoding.ts';

/** Says that series of unequal lengths are stretched, where the first method to see them takes rows of one length. */
export function warnOfStretched(
  x: Matrix,
  encoding: readonly EncoderPlan[],
  plan: ClusterPlan,
  run: Run,
): void {
  const { name, method } = encoding[0] ?? plan;
  if (!(x instanceof SeriesMatrix) || method.traits.series) return;
  // Agglomerative takes series as they are under any measure that is not for rows.
  const ofSeries = ({ measure = 'euclidean' }: Readonly<Record<string, unknown>>) =>
    measure !== 'euclidean';
  if (encoding.length === 0 && plan.grid.points.every(ofSeries)) return;
  const { lengths, series, steps } = x.panel;
  const shorter = lengths.reduce((count, length) => count + (length < steps ? 1 : 0), 0);
  if (shorter === 0) return;
  run.warn(
    'series-stretched',
    `${name} takes series of one length: ${shorter} of ${series} are shorter than ${steps} steps and were stretched to them. Add the step "resample" to choose the length, or take a method for series such as KMedoids.`,
  );
}
