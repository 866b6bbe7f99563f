import type { Block, Compute, Scope } from '../compute/index.ts';
import type { Matrix } from '../numeric/index.ts';
import { KdTree } from './kd-tree.ts';

/** Where forces are written. */
export interface FarForces {
  /** n × c f64: Σⱼ w²·(yᵢ − mⱼ) over the rows m of the map, w = 1 / (1 + |yᵢ − mⱼ|²). */
  readonly forces: Block<Float64Array>;
  /** n f64: Σⱼ w; of the map's own rows with w = 1 for themselves. */
  readonly nears: Block<Float64Array>;
}

/** Rows that are not of the map: n × c f64. */
export interface Visitors {
  readonly rows: number;
  readonly places: Block<Float64Array>;
}

/**
 * A map's tree, ready to say how the map's rows push each other apart, or push visitors, far ones together: those of
 * a node whose longest side is less than `theta` times its distance.
 *
 * Shapes: map is m × c in 1 to 3 columns. Cost: O(m·log m), then O(log m) per row.
 * Repeatable: on any thread count; each visitor gets the same whatever the others are.
 *
 * Source: Barnes & Hut 1986, "A hierarchical O(N log N) force-calculation algorithm"; van der Maaten 2014.
 * Differs: a kd-tree instead of a quadtree; sixteen rows of a leaf go through it at once.
 */
export function farForces(
  compute: Compute,
  scope: Scope,
  map: Matrix,
  theta = 0.5,
): (out: FarForces, visitors?: Visitors) => void {
  const tree = new KdTree(compute, scope, map);
  const means = scope.f64(2 * tree.leaves * (2 + map.cols));
  compute.call('kdMeans', means.at, tree.at);
  const words = 16 * (2 * map.cols + 1) + 3 * map.cols;
  // Registers are read whole: lanes start at a multiple of 16 bytes.
  const lane = words + (words % 2);
  const scratch = scope.f64(compute.threads * lane);
  return ({ forces, nears }, visitors) => {
    const given = [forces.at, nears.at, tree.at, means.at, visitors?.places.at ?? 0, theta];
    compute.run('kdRepel', visitors?.rows ?? tree.leaves, 8, [...given, scratch.at, lane * 8]);
  };
}
