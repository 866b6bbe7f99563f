import { Random } from '../base/index.ts';
import type { Block, Compute, Scope } from '../compute/index.ts';
import { type Matrix, variance } from '../numeric/index.ts';
import type { GrowOptions } from './types.ts';

/** Some trees in kernel memory, as they were grown. */
interface GrownTrees {
  readonly nodes: Block<Int32Array>;
  readonly importance: Block<Float64Array>;
  readonly drawn: Block<Uint8Array>;
  readonly offsets: number;
  readonly x: number;
  readonly from: number;
  readonly count: number;
}

/**
 * Adds up, tree by tree, what shuffling a column costs on rows that the tree did not draw.
 *
 * Source: Breiman 2001, "Random Forests", section 10. Differs: the rise of the squared error is given as a share
 * of the target's variance, so as the fall of R²; of many rows only some are shuffled.
 */
export function openShuffling(
  x: Matrix,
  y: ArrayLike<number>,
  { seed, trees, shuffled }: GrowOptions,
  compute: Compute,
  scope: Scope,
) {
  const { rows, cols } = x;
  const targets = Float64Array.from(y);
  const spread = variance(targets, 0);
  const at = scope.put(targets).at;
  const draws = new Random(seed).fork('shuffled columns');
  const seeds = Int32Array.from({ length: trees }, (_, t) => draws.fork(`tree ${t}`).bits());
  const bytes = compute.call('permuteBytes', rows, cols);
  const scratch = scope.u8(compute.threads * bytes).at;
  const falls = new Float64Array(cols);
  let counted = 0;
  return {
    add(grown: GrownTrees, batch: Scope): void {
      const { nodes, importance, drawn, offsets, from, count } = grown;
      const rises = batch.f64(cols * count);
      const errors = batch.f64(2 * count);
      compute.run('forestPermute', count, 1, [
        ...[rises.at, errors.at, nodes.at, offsets, importance.at, grown.x, cols, at, drawn.at],
        ...[rows, shuffled, batch.put(seeds.subarray(from, from + count)).at, scratch, bytes],
      ]);
      for (let t = 0; t < count; t++) {
        const held = errors.view[2 * t + 1];
        if (held === 0) continue;
        counted++;
        for (let j = 0; j < cols; j++) falls[j] += rises.view[t * cols + j] / held;
      }
    },
    falls: () => falls.map((fall) => (spread > 0 && counted > 0 ? fall / counted / spread : 0)),
  };
}
