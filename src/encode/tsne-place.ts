import type { Run } from '../base/index.ts';
import { openCompute } from '../compute/index.ts';
import { findNeighbors, type Metric } from '../neighbors/index.ts';
import { Matrix } from '../numeric/index.ts';
import { neighborShares } from './tsne-affinities.ts';
import { CHUNK } from './tsne-repulsion.ts';

/** openTSNE's settings for new rows: few neighbours, short careful steps. */
const PERPLEXITY = 5;
const EXAGGERATION = 1.5;
const ITERATIONS = 250;
const RATE = 0.1;
const MOMENTUM = 0.8;
const LONGEST_GRADIENT = 0.25;

/**
 * Places for rows of y on the map of the rows of x: each starts at the median of its neighbours' places and
 * goes downhill on its own divergence, with the map fixed and no regard to other new rows.
 *
 * Source: Poličar, Stražar & Zupan 2023, "Embedding to reference t-SNE space addresses batch effects".
 */
export async function placeRows(
  x: Matrix,
  map: Matrix,
  y: Matrix,
  metric: Metric,
  run: Run,
): Promise<Matrix> {
  const c = map.cols;
  const k = Math.min(x.rows, 3 * PERPLEXITY);
  const near = await findNeighbors(x, { neighbors: k, metric, y }, run);
  const shares = await neighborShares(
    near.distances,
    k,
    Math.min(PERPLEXITY, Math.max(1, k / 3)),
    run,
  );
  const compute = await openCompute(run.threads);
  using scope = compute.scope();
  const n = y.rows;
  const stride = x.rows + (x.rows % 2);
  const others = scope.put(Float64Array.from(map.data));
  const columns = scope.put(turn(map, stride));
  const places = scope.put(medians(map, near.rows, k));
  const offsets = scope.put(Int32Array.from({ length: n + 1 }, (_, i) => i * k));
  const edges = [offsets.at, scope.put(near.rows).at, scope.put(shares).at];
  const bounds = scope.put(boundsOf(map));
  const [pulls, pushes, steps, gains] = [0, 1, 2, 3].map(() => scope.f64(n * c));
  const nears = scope.f64(n);
  gains.view.fill(1);
  for (let round = 0; round < ITERATIONS; round++) {
    await run.pause();
    run.progress('place new rows', round, ITERATIONS);
    compute.run('tsneAttract', n, CHUNK, [pulls.at, places.at, others.at, ...edges, c]);
    compute.run('tsneRepel', n, 16, [pushes.at, nears.at, places.at, columns.at, stride, c]);
    const args = [places, pulls, pushes, nears, steps, gains, bounds].map(({ at }) => at);
    compute.run('tsnePlace', n, CHUNK, [
      ...args,
      c,
      EXAGGERATION,
      RATE,
      MOMENTUM,
      LONGEST_GRADIENT,
    ]);
  }
  run.progress('place new rows', ITERATIONS, ITERATIONS);
  return new Matrix(Float32Array.from(places.view), n, c);
}

/** Column by column, filled up with places so far off that they push nothing. */
function turn(map: Matrix, stride: number): Float64Array {
  const columns = new Float64Array(map.cols * stride).fill(1e150);
  for (let i = 0; i < map.rows; i++) {
    for (let a = 0; a < map.cols; a++) columns[a * stride + i] = map.data[i * map.cols + a];
  }
  return columns;
}

function medians(map: Matrix, neighbors: Int32Array, k: number): Float64Array {
  const c = map.cols;
  const found = new Float64Array((neighbors.length / k) * c);
  const held = new Float64Array(k);
  for (let at = 0; at < found.length; at++) {
    const first = Math.floor(at / c) * k;
    for (let j = 0; j < k; j++) held[j] = map.data[neighbors[first + j] * c + (at % c)];
    held.sort();
    found[at] = (held[(k - 1) >> 1] + held[k >> 1]) / 2;
  }
  return found;
}

/** Least and greatest places: new rows stay on the map. */
function boundsOf(map: Matrix): Float64Array {
  const c = map.cols;
  const bounds = new Float64Array(2 * c);
  bounds.fill(Number.POSITIVE_INFINITY, 0, c);
  bounds.fill(Number.NEGATIVE_INFINITY, c);
  for (let at = 0; at < map.data.length; at++) {
    const a = at % c;
    bounds[a] = Math.min(bounds[a], map.data[at]);
    bounds[c + a] = Math.max(bounds[c + a], map.data[at]);
  }
  return bounds;
}
