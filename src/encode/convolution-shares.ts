import type { Run } from '../base/index.ts';
import { openCompute } from '../compute/index.ts';
import { Matrix, type Panel } from '../numeric/index.ts';
import type { ConvolutionPlan } from './convolution-plan.ts';

/** Series that one kernel call takes to a thread at a time. */
const CHUNK = 4;

/**
 * For each series, the share of its steps at which each convolution exceeds its bias.
 *
 * Every second kernel looks only where all its taps lie inside the series, or everywhere where they never do.
 *
 * Shapes: series begin … end − 1 of the panel; the result is (end − begin) × features, each 0 … 1.
 * Cost: O(steps·(dilations·84 + features)) per series on all threads. Repeatable: the same bits on any thread count.
 */
export async function convolutionShares(
  { data, channels, steps, lengths }: Panel,
  begin: number,
  end: number,
  plan: ConvolutionPlan,
  run: Run,
): Promise<Matrix> {
  await run.pause();
  const { dilations, counts, offsets, which, biases } = plan;
  const compute = await openCompute(run.threads);
  using scope = compute.scope();
  const rows = end - begin;
  const out = scope.f32(rows * biases.length);
  const width = steps + 8 * dilations[dilations.length - 1] + 4;
  const line = steps + 8;
  const scratch = scope.f32(compute.threads * (channels * (2 * width + line) + 2 * line));
  compute.run('convolutionShares', rows, CHUNK, [
    out.at,
    biases.length,
    scope.put(data.subarray(begin * channels * steps, end * channels * steps)).at,
    channels,
    steps,
    scope.put(lengths.subarray(begin, end)).at,
    scope.put(dilations).at,
    scope.put(counts).at,
    dilations.length,
    scope.put(offsets).at,
    scope.put(which).at,
    scope.put(biases).at,
    scratch.at,
  ]);
  return new Matrix(out.copy(), rows, biases.length);
}
