import type { Run } from '../base/index.ts';
import { openCompute } from '../compute/index.ts';
import type { Panel } from '../numeric/index.ts';
import { lengthOrder, seriesPanels, takeSeries } from './series-panels.ts';

/** Panels of eight series that share one slot of sums. */
const CHUNK = 4;

/** A series, channel after channel. */
interface Shape {
  readonly values: Float64Array;
  readonly channels: number;
  readonly steps: number;
}

/**
 * DBA: moves a series to the means of what meets its steps on the nearest ways, until the sum of squares stays.
 *
 * The sum never rises but by rounding: the ways are the nearest for the series, and the means are nearest for the ways.
 */
export async function averageByPaths(
  x: Panel,
  start: Shape,
  {
    window,
    maxIterations,
    tolerance,
  }: Readonly<Record<'window' | 'maxIterations' | 'tolerance', number>>,
  run: Run,
): Promise<Shape & { readonly loss: number; readonly iterations: number }> {
  const { channels, steps } = start;
  const rules = {
    measure: 'dtw',
    window,
    root: false,
    cost: 0,
    gap: 0,
    stiffness: 0,
    penalty: 0,
  } as const;
  const panels = seriesPanels(takeSeries(x, lengthOrder(x)), rules, window < 1);
  const count = panels.spans.length / 2;
  const compute = await openCompute(run.threads);
  using scope = compute.scope();
  const slot = steps * (channels + 1) + 1;
  const out = scope.f64(Math.ceil(count / CHUNK) * slot);
  const center = scope.f64(steps * channels);
  const [values, ends, spans] = [panels.values, panels.ends, panels.spans].map(
    (a) => scope.put(a).at,
  );
  const scratch = scope.f64(
    compute.threads * ((x.steps + 1) * 8 + Math.floor((steps * x.steps + 3) / 4)),
  ).at;
  const args = [out.at, center.at, steps, values, ends, spans, x.steps, channels, window, scratch];

  let at = start.values;
  let last = Number.POSITIVE_INFINITY;
  for (let iterations = 0; ; iterations++) {
    await run.pause();
    for (let c = 0; c < channels; c++) {
      for (let t = 0; t < steps; t++) center.view[t * channels + c] = at[c * steps + t];
    }
    compute.run('dtwAverage', count, CHUNK, args);
    const sums = new Float64Array(slot);
    for (let from = 0; from < out.view.length; from += slot) {
      for (let s = 0; s < slot; s++) sums[s] += out.view[from + s];
    }
    const loss = sums[slot - 1] / x.series;
    const still = iterations > 0 && !(last - loss > tolerance * last);
    if (iterations === maxIterations || still) {
      return { values: at, channels, steps, loss, iterations };
    }
    last = loss;
    const next = new Float64Array(at.length);
    for (let t = 0; t < steps; t++) {
      for (let c = 0; c < channels; c++) {
        next[c * steps + t] = sums[t * channels + c] / sums[steps * channels + t];
      }
    }
    at = next;
  }
}
