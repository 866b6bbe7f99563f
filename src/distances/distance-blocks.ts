import type { Run } from '../base/index.ts';
import { openCompute } from '../compute/index.ts';
import type { Matrix } from '../numeric/index.ts';
import { packPanels } from './panels.ts';

/** Distances of rows begin … end−1 of x to all rows of y. */
export interface DistanceBlock {
  readonly begin: number;
  readonly end: number;
  /** (end − begin) × rows of y, row-major. Only good until the next block is asked for. */
  readonly distances: Float32Array;
}

/** Numbers in one block: 16 MiB. */
const BLOCK = 2 ** 22;

/**
 * Euclidean distances from every row of x to every row of y, a few rows of x at a time.
 *
 * Shapes: x is n × d, y is m × d. Cost: O(n·m·d) on all threads; memory a copy of both and one block.
 * Repeatable: the same bits on any thread count. Squares are 32-bit: about six digits.
 *
 * @example for await (const { begin, end, distances } of distanceBlocks(x, y, run)) …
 */
export async function* distanceBlocks(
  x: Matrix,
  y: Matrix,
  run: Run,
): AsyncGenerator<DistanceBlock> {
  const compute = await openCompute(run.threads);
  using scope = compute.scope();
  const rows = Math.max(1, Math.min(x.rows, Math.floor(BLOCK / Math.max(1, y.rows))));
  const out = scope.f32(rows * y.rows);
  const from = scope.put(x.data).at;
  const panels = scope.put(packPanels(y).data).at;
  for (let begin = 0; begin < x.rows; begin += rows) {
    await run.pause();
    const end = Math.min(x.rows, begin + rows);
    const args = [out.at, from + begin * x.cols * 4, panels, x.cols, y.rows];
    compute.run('distanceBlock', end - begin, 16, args);
    yield { begin, end, distances: out.view.subarray(0, (end - begin) * y.rows) };
  }
}
