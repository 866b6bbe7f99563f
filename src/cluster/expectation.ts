import type { Run } from '../base/index.ts';
import type { Matrix } from '../numeric/index.ts';
import {
  type Covariance,
  type GaussianParameters,
  kernelParts,
  maximize,
  squaresSize,
} from './gaussian-parameters.ts';
import { addChunks, computeFor, placeRows, type Rows } from './rows.ts';

/** At most 64 chunks: their slots of k·d² numbers are the largest part of the memory. */
function chunkOf(count: number): number {
  return Math.max(64, Math.ceil(count / 64));
}

export interface Sums {
  /** Log-likelihood of all rows under the given parameters. */
  readonly likelihood: number;
  readonly sums: Float64Array;
}

/** One pass over the rows: memberships (from `parts`, or 1 for each row's label) summed up for the M step. */
function expectationSums(
  rows: Rows,
  parts: Float64Array,
  covariance: Covariance,
  labels?: Int32Array,
): Sums {
  const { compute, count, cols, stride, x } = rows;
  using scope = compute.scope();
  const width = 1 + cols + squaresSize(covariance, cols);
  const k = parts.length / width;
  const chunk = chunkOf(count);
  const chunks = Math.ceil(count / chunk);
  const slot = 1 + k * width;
  const out = scope.f64(chunks * slot);
  const placed = scope.put(parts);
  const scratch = scope.f64(compute.threads * (k + cols));
  compute.run('gaussianSums', count, chunk, [
    out.at,
    labels ? scope.put(labels).at : 0,
    x.at,
    stride,
    cols,
    placed.at,
    k,
    covariance === 'full' ? 1 : 0,
    scratch.at,
  ]);
  const all = new Float64Array(slot);
  addChunks(all, out.view, chunks, slot);
  return { likelihood: all[0], sums: all.subarray(1) };
}

export interface Memberships {
  readonly labels: Int32Array;
  /** n × k. */
  readonly shares: Float64Array;
  /** Log-likelihood per row. */
  readonly logs: Float64Array;
}

/** Label, memberships and log-likelihood of every row of x. */
export async function memberships(
  x: Matrix,
  parameters: GaussianParameters,
  run: Run,
): Promise<Memberships> {
  const compute = await computeFor(run);
  using scope = compute.scope();
  const rows = await placeRows(x, scope, compute);
  const { count, cols, stride } = rows;
  const k = parameters.weights.length;
  const shares = scope.f64(count * k);
  const logs = scope.f64(count);
  const labels = scope.i32(count);
  const placed = scope.put(kernelParts(parameters));
  const scratch = scope.f64(compute.threads * (k + cols));
  compute.run('gaussianMemberships', count, chunkOf(count), [
    shares.at,
    logs.at,
    labels.at,
    rows.x.at,
    stride,
    cols,
    placed.at,
    k,
    parameters.covariance === 'full' ? 1 : 0,
    scratch.at,
  ]);
  return { labels: labels.copy(), shares: shares.copy(), logs: logs.copy() };
}

export interface Mixed {
  readonly parameters: GaussianParameters;
  readonly iterations: number;
  readonly stopped: 'converged' | 'max-iterations';
  /** Mean log-likelihood per row before each iteration's move. */
  readonly history: Float64Array;
}

/** Expectation and maximization in turn, from one label per row, until the likelihood rests. */
export async function mix(
  rows: Rows,
  labels: Int32Array,
  clusters: number,
  options: {
    readonly covariance: Covariance;
    readonly regularization: number;
    readonly maxIterations: number;
    readonly tolerance: number;
  },
  run: Run,
): Promise<Mixed> {
  const { count, cols: d } = rows;
  const { covariance, regularization, maxIterations, tolerance } = options;
  const width = 1 + d + squaresSize(covariance, d);
  const step = (sums: Float64Array, old: Float64Array) =>
    maximize(sums, old, count, d, covariance, regularization);
  // Twice from the labels: the first pass finds the means, the second sums squares about them.
  const blank = new Float64Array(clusters * width);
  const rough = step(
    expectationSums(rows, blank, covariance, labels).sums,
    new Float64Array(clusters * d),
  );
  for (let c = 0; c < clusters; c++) {
    blank.set(rough.means.subarray(c * d, (c + 1) * d), c * width + 1);
  }
  let parameters = step(expectationSums(rows, blank, covariance, labels).sums, rough.means);
  const history: number[] = [];
  let stopped: Mixed['stopped'] = 'max-iterations';
  while (history.length < maxIterations) {
    await run.pause();
    const { likelihood, sums } = expectationSums(rows, kernelParts(parameters), covariance);
    parameters = step(sums, parameters.means);
    const before = history.at(-1);
    history.push(likelihood / count);
    run.progress('gaussian-mixture', history.length, maxIterations);
    if (before !== undefined && Math.abs(history.at(-1)! - before) < tolerance) {
      stopped = 'converged';
      break;
    }
  }
  return { parameters, iterations: history.length, stopped, history: Float64Array.from(history) };
}
