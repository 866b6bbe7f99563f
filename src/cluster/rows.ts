import type { Run } from '../base/index.ts';
import { type Block, type Compute, openCompute, type Scope } from '../compute/index.ts';
import type { Matrix } from '../numeric/index.ts';

/** Rows in kernel memory, each filled up with zeros to `stride` columns, a multiple of 4. */
export interface Rows {
  readonly compute: Compute;
  readonly x: Block<Float32Array>;
  readonly count: number;
  readonly cols: number;
  readonly stride: number;
}

export function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}

/** Copies x into the scope. Cost: n·stride floats. */
export async function placeRows(x: Matrix, scope: Scope, compute: Compute): Promise<Rows> {
  const stride = roundUp(x.cols, 4);
  return { compute, x: place(x, scope, x.rows), count: x.rows, cols: x.cols, stride };
}

/** The matrix with its rows filled up to a multiple of 4 columns, and zero rows up to `rows`. */
export function place(x: Matrix, scope: Scope, rows: number): Block<Float32Array> {
  const stride = roundUp(x.cols, 4);
  if (stride === x.cols && rows === x.rows) return scope.put(x.data);
  const block = scope.f32(rows * stride);
  const { view } = block;
  for (let i = 0; i < x.rows; i++) view.set(x.row(i), i * stride);
  return block;
}

/** Scratch of one thread for the kernels that look at eight rows at once; see assembly/k-means.ts. */
export function tileWords(stride: number): number {
  return 32 + 8 * stride + 256;
}

export function computeFor(run: Run): Promise<Compute> {
  return openCompute(run.threads);
}

/** Rows per chunk for a kernel that does `work` steps per row: small enough to share, large enough to call. */
export function chunkRows(work: number): number {
  return Math.min(16384, Math.max(64, roundUp(Math.floor(2 ** 19 / work), 8)));
}

export interface ColumnFacts {
  readonly means: Float64Array;
  /** Sum over all rows and columns of (x − mean)². */
  readonly scatter: number;
  readonly largest: Float64Array;
}

/** Means, squares and largest magnitudes of the columns, sums in f64 in chunk order. */
export function columnFacts({ compute, x, count, stride }: Rows): ColumnFacts {
  using scope = compute.scope();
  const chunk = chunkRows(stride);
  const chunks = Math.ceil(count / chunk);
  const out = scope.f64(chunks * 2 * stride);
  compute.run('columnSums', count, chunk, [out.at, x.at, stride]);
  const means = new Float64Array(stride);
  addChunks(means, out.view, chunks, stride);
  for (let j = 0; j < stride; j++) means[j] /= count;
  const placed = scope.put(means);
  compute.run('columnSpreads', count, chunk, [out.at, x.at, stride, placed.at]);
  const spreads = out.view;
  const largest = new Float64Array(stride);
  let scatter = 0;
  for (let c = 0; c < chunks; c++) {
    for (let j = 0; j < stride; j++) {
      scatter += spreads[c * 2 * stride + j];
      largest[j] = Math.max(largest[j], spreads[(c * 2 + 1) * stride + j]);
    }
  }
  return { means, scatter, largest };
}

/** Adds the chunks' slots of `width` numbers to `sums`, in chunk order. */
export function addChunks(
  sums: Float64Array,
  slots: Float64Array,
  chunks: number,
  width: number,
): void {
  for (let c = 0; c < chunks; c++) {
    for (let j = 0; j < width; j++) sums[j] += slots[c * width + j];
  }
}
