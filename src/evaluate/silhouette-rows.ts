import type { Run } from '../base/index.ts';
import { openCompute } from '../compute/index.ts';
import { packPanels } from '../distances/index.ts';
import { Matrix } from '../numeric/index.ts';

/** Rows per chunk: a few milliseconds of work at 50,000 rows, and a multiple of the kernel's four. */
const CHUNK = 32;
/** Pairs times columns between two looks at the caller's signal: some 0.1 s on one core. */
const WORK_PER_CALL = 2e8;

/**
 * The silhouette of every row of x, whose rows are ordered by cluster.
 *
 * Cost: O(n²·d) on all threads; memory a few copies of x, no distance matrix.
 *
 * @param offsets the first row of each cluster, then n
 */
export async function silhouetteRows(
  x: Matrix,
  offsets: Int32Array,
  run: Run,
): Promise<Float64Array> {
  const compute = await openCompute(run.threads);
  using scope = compute.scope();
  const clusters = offsets.length - 1;
  const scaled = unitScale(x);
  const panels = packPanels(scaled, offsets);
  const out = scope.f64(x.rows);
  const args = [
    scope.put(scaled.data).at,
    x.cols,
    scope.put(panels.data).at,
    scope.put(panels.starts).at,
    scope.put(offsets).at,
    clusters,
    scope.f64(compute.threads * 4 * clusters).at,
  ];
  const step = Math.max(1, Math.ceil(WORK_PER_CALL / (x.rows * (x.cols + 4)) / CHUNK)) * CHUNK;
  for (let begin = 0; begin < x.rows; begin += step) {
    await run.pause();
    run.progress('silhouette', begin, x.rows);
    compute.run('silhouetteRows', Math.min(step, x.rows - begin), CHUNK, [out.at, begin, ...args]);
  }
  run.progress('silhouette', x.rows, x.rows);
  return out.copy();
}

/**
 * x divided by a power of two so that its largest number is about 1. A silhouette does not change by
 * this, and squares of 32-bit numbers can then neither overflow nor all vanish.
 */
function unitScale(x: Matrix): Matrix {
  let largest = 0;
  for (const value of x.data) largest = Math.max(largest, Math.abs(value));
  if (largest === 0) return x;
  const factor = 2 ** -Math.floor(Math.log2(largest));
  const data = x.data.map((value) => value * factor);
  return new Matrix(data, x.rows, x.cols);
}
