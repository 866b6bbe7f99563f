import type { Run } from '../base/index.ts';
import { openCompute } from '../compute/index.ts';
import { Matrix } from '../numeric/index.ts';

/** Partial sums are kept per chunk of rows: at most this many, and at most this many bytes of them. */
const MAX_CHUNKS = 32;
const MAX_BYTES = 2 ** 28;

/**
 * The matrix Σ (x − μ)(x − μ)ᵀ over the rows of x: d × d, 64-bit, both triangles.
 *
 * Cost: O(n·d²) on all threads; memory up to 256 MiB and one d × d matrix. Repeatable: the same bits on any thread count.
 */
export async function gram(x: Matrix, mean: Float64Array, run: Run): Promise<Float64Array> {
  await run.pause();
  const { rows, cols } = x;
  const compute = await openCompute(run.threads);
  using scope = compute.scope();
  const width = even(cols);
  const chunk = chunkRows(rows, cols * width);
  const chunks = Math.ceil(rows / chunk);
  const out = scope.f64(chunks * cols * width);
  const scratch = scope.f64(compute.threads * 4 * width);
  const args = [scope.put(x.data).at, scope.put(mean).at, cols, width, scratch.at];
  compute.run('gramSums', rows, chunk, [out.at, ...args]);
  const sums = addChunks(out.view, chunks, cols * width);
  const product = new Float64Array(cols * cols);
  for (let j = 0; j < cols; j++) {
    for (let k = j; k < cols; k++) {
      product[j * cols + k] = sums[j * width + k];
      product[k * cols + j] = sums[j * width + k];
    }
  }
  return product;
}

/**
 * The same matrix times a thin one, without ever holding it.
 *
 * Shapes: q is `count` rows of d numbers, and so is the result: row w is Σ (x − μ)(x − μ)ᵀ·q[w].
 * Cost: O(n·d·count) on all threads; memory up to 256 MiB.
 */
export async function gramTimes(
  x: Matrix,
  mean: Float64Array,
  q: Float64Array,
  count: number,
  run: Run,
): Promise<Float64Array> {
  await run.pause();
  const { rows, cols } = x;
  const compute = await openCompute(run.threads);
  using scope = compute.scope();
  const width = even(count);
  const chunk = chunkRows(rows, cols * width);
  const chunks = Math.ceil(rows / chunk);
  const out = scope.f64(chunks * cols * width);
  const scratch = scope.f64(compute.threads * 4 * (cols + width));
  const inputs = [scope.put(x.data).at, scope.put(mean).at, scope.put(thinned(q, count, cols)).at];
  compute.run('gramTimes', rows, chunk, [out.at, ...inputs, cols, width, scratch.at]);
  const sums = addChunks(out.view, chunks, cols * width);
  const product = new Float64Array(count * cols);
  for (let w = 0; w < count; w++) {
    for (let j = 0; j < cols; j++) product[w * cols + j] = sums[j * width + w];
  }
  return product;
}

/** Rows that one kernel call takes to a thread at a time. */
const PROJECTED = 32;

/**
 * (x − μ)·Qᵀ: how far each row lies along each of `count` directions.
 *
 * Shapes: q is count × d, the result n × count.
 * Cost: O(n·d·count) on all threads; memory one copy of x. Repeatable: each row by itself, the same bits on any thread count.
 */
export async function project(
  x: Matrix,
  mean: Float64Array,
  q: Float64Array,
  count: number,
  run: Run,
): Promise<Matrix> {
  await run.pause();
  const { rows, cols } = x;
  const compute = await openCompute(run.threads);
  using scope = compute.scope();
  const width = even(count);
  const out = scope.f32(rows * count);
  const inputs = [scope.put(x.data).at, scope.put(mean).at, scope.put(thinned(q, count, cols)).at];
  const scratch = scope.f64(compute.threads * 4 * (cols + width)).at;
  const args = [out.at, count, ...inputs, cols, width, scratch];
  compute.run('projectRows', rows, PROJECTED, args);
  return new Matrix(out.copy(), rows, count);
}

/** count × cols → cols × an even number of columns, the last of zeros. */
function thinned(q: Float64Array, count: number, cols: number): Float64Array {
  const width = even(count);
  const thin = new Float64Array(cols * width);
  for (let w = 0; w < count; w++) {
    for (let j = 0; j < cols; j++) thin[j * width + w] = q[w * cols + j];
  }
  return thin;
}

const even = (count: number) => 2 * Math.ceil(count / 2);

/** Depends on the work alone, never on the threads. */
function chunkRows(rows: number, numbers: number): number {
  const chunks = Math.max(1, Math.min(MAX_CHUNKS, Math.floor(MAX_BYTES / (8 * numbers))));
  return 4 * Math.max(1, Math.ceil(rows / chunks / 4));
}

function addChunks(parts: Float64Array, chunks: number, size: number): Float64Array {
  const sum = parts.slice(0, size);
  for (let c = 1; c < chunks; c++) {
    for (let i = 0; i < size; i++) sum[i] += parts[c * size + i];
  }
  return sum;
}
