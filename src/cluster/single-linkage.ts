import type { Run } from '../base/index.ts';
import { openCompute } from '../compute/index.ts';
import type { Matrix } from '../numeric/index.ts';
import type { Merge } from './merge-tree.ts';

/** Rows per chunk: below it one thread is quicker than waking others. */
const CHUNK = 16384;

/**
 * Merges by the least distance between the rows of two clusters: the edges of the minimum spanning
 * tree. Heights are distances.
 *
 * Cost: O(n²·d) on all threads; memory O(n·d).
 *
 * Source: Prim 1957, "Shortest connection networks and some generalizations"; Gower & Ross 1969, "Minimum spanning
 * trees and single linkage cluster analysis".
 */
export async function singleMerges(x: Matrix, run: Run): Promise<Merge[]> {
  const { rows, cols, data } = x;
  const compute = await openCompute(run.threads);
  using scope = compute.scope();
  const stride = 4 * Math.ceil(rows / 4);
  const columns = scope.f32(cols * stride);
  const near = scope.f32(stride);
  const link = scope.i32(stride);
  const out = scope.f64(2 * Math.ceil(rows / CHUNK));
  near.view.fill(Number.POSITIVE_INFINITY);
  const values = columns.view;
  for (let p = 0; p < rows; p++) {
    for (let j = 0; j < cols; j++) values[j * stride + p] = data[p * cols + j];
  }
  const args = [out.at, near.at, link.at, columns.at, cols, stride];
  const merges: Merge[] = [];
  for (let from = 0; merges.length < rows - 1; ) {
    if (merges.length % 64 === 0) {
      await run.pause();
      run.progress('merges', merges.length, rows - 1);
    }
    near.view[from] = -1;
    compute.run('primStep', rows, CHUNK, [...args, from]);
    const found = out.view;
    let at = -1;
    let best = Number.POSITIVE_INFINITY;
    for (let chunk = 0; chunk * CHUNK < rows; chunk++) {
      if (found[2 * chunk + 1] < 0 || found[2 * chunk] >= best) continue;
      best = found[2 * chunk];
      at = found[2 * chunk + 1];
    }
    // Only squares that overflow 32 bits leave nothing below infinity.
    if (at < 0) at = near.view.findIndex((square) => square >= 0);
    const other = link.view[at];
    merges.push({ a: other, b: at, height: distance(data, cols, other, at) });
    from = at;
  }
  return merges;
}

/** In 64 bits: the kernel's squares only find the edge. */
function distance(data: Float32Array, cols: number, a: number, b: number): number {
  let sum = 0;
  for (let j = 0; j < cols; j++) sum += (data[a * cols + j] - data[b * cols + j]) ** 2;
  return Math.sqrt(sum);
}
