import { openCompute, type Scope } from '../compute/index.ts';
import type { Panel } from '../numeric/index.ts';
import { lengthOrder, seriesPanels, takeSeries } from './series-panels.ts';

/** A series, channel after channel. */
export interface Course {
  readonly values: Float64Array;
  readonly channels: number;
  readonly steps: number;
}

/** Panels of eight series that share one slot of sums. */
const CHUNK = 4;

/**
 * What a kernel makes of a centre and all series: for each centre the sums over the series, as the kernel's slot has them,
 * steps before channels. Added up in the order of the series, whatever the number of threads.
 *
 * @param slot numbers in a slot; `scratch`: f64 for each lane
 */
export async function centerSums(
  kernel: 'dtwAverage' | 'softDtw',
  x: Panel,
  { channels, steps }: Course,
  rules: readonly [window: number, ...number[]],
  { slot, scratch }: { readonly slot: number; readonly scratch: number },
  threads: number | undefined,
): Promise<Disposable & { of(center: Float64Array): Float64Array }> {
  const compute = await openCompute(threads);
  const [window] = rules;
  const none = { root: false, cost: 0, gap: 0, stiffness: 0, penalty: 0 };
  const measure = { measure: 'dtw', window, ...none } as const;
  const panels = seriesPanels(takeSeries(x, lengthOrder(x)), measure, window < 1);
  const count = panels.spans.length / 2;
  const scope: Scope = compute.scope();
  const out = scope.f64(Math.ceil(count / CHUNK) * slot);
  const center = scope.f64(steps * channels);
  const placed = [panels.values, panels.ends, panels.spans].map((a) => scope.put(a).at);
  const spare = scope.f64(compute.threads * scratch).at;
  const args = [out.at, center.at, steps, ...placed, x.steps, channels, ...rules, spare];
  return {
    of(values) {
      for (let c = 0; c < channels; c++) {
        for (let t = 0; t < steps; t++) center.view[t * channels + c] = values[c * steps + t];
      }
      compute.run(kernel, count, CHUNK, args);
      const sums = new Float64Array(slot);
      for (let from = 0; from < out.view.length; from += slot) {
        for (let s = 0; s < slot; s++) sums[s] += out.view[from + s];
      }
      return sums;
    },
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
}
