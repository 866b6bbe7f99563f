import type { Run } from '../base/index.ts';
import { type Compute, openCompute, type Scope } from '../compute/index.ts';
import { farForces, findNeighbors, type Metric } from '../neighbors/index.ts';
import { Matrix } from '../numeric/index.ts';
import { neighborShares } from './tsne-affinities.ts';
import { gridField } from './tsne-grid.ts';
import { CHUNK, LIGHT_CHUNK } from './tsne-repulsion.ts';

/** openTSNE's settings for new rows: few neighbours, short careful steps. */
const PERPLEXITY = 5;
const EXAGGERATION = 1.5;
const ITERATIONS = 250;
const RATE = 0.1;
const MOMENTUM = 0.8;
const LONGEST_GRADIENT = 0.25;

/** Of a map of so few rows, every one is looked at. It must not depend on how many new rows there are. */
const PAIR_ROWS = 1000;

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
  const others = scope.put(Float64Array.from(map.data));
  const places = scope.put(medians(map, near.rows, k));
  const offsets = scope.put(Int32Array.from({ length: n + 1 }, (_, i) => i * k));
  const edges = [offsets.at, scope.put(near.rows).at, scope.put(shares).at];
  const ends = boundsOf(map);
  const bounds = scope.put(Float64Array.of(...ends.lows, ...ends.highs));
  const [pulls, pushes, steps, gains] = [0, 1, 2, 3].map(() => scope.f64(n * c));
  gains.view.fill(1);
  // Σ w comes off the grid in pairs.
  const apart = c === 2 && map.rows > PAIR_ROWS ? 2 : 1;
  const nears = scope.f64(n * apart);
  const field = openField(compute, scope, map, { rows: map.rows, y: others, ...ends });
  for (let round = 0; round < ITERATIONS; round++) {
    await run.pause();
    run.progress('place new rows', round, ITERATIONS);
    compute.run('tsneAttract', n, CHUNK, [pulls.at, places.at, others.at, ...edges, c]);
    field(pushes, nears, places);
    const blocks = [places, pulls, pushes, nears, steps, gains, bounds].map(({ at }) => at);
    const settings = [EXAGGERATION, RATE, MOMENTUM, LONGEST_GRADIENT];
    compute.run('tsnePlace', n, LIGHT_CHUNK, [...blocks, c, apart, ...settings]);
  }
  run.progress('place new rows', ITERATIONS, ITERATIONS);
  return new Matrix(Float32Array.from(places.view), n, c);
}

/** What pushes rows on the map about: pair by pair, on large maps by grid in 2 columns and by tree in 1 and 3. */
function openField(
  compute: Compute,
  scope: Scope,
  map: Matrix,
  bounded: Parameters<typeof gridField>[2],
): ReturnType<typeof gridField> {
  const { rows, cols: c } = map;
  if (c === 2 && rows > PAIR_ROWS) return gridField(compute, scope, bounded);
  if (c <= 3 && rows > PAIR_ROWS) {
    const push = farForces(compute, scope, map);
    return (forces, nears, y) => push({ forces, nears }, { rows: nears.length, places: y });
  }
  const stride = rows + (rows % 2);
  const columns = scope.put(turn(map, stride));
  return (forces, nears, y) => {
    const given = [forces.at, nears.at, y.at, columns.at, stride, c];
    compute.run('tsneRepel', nears.length, 16, given);
  };
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
function boundsOf({ data, cols: c }: Matrix): { lows: Float64Array; highs: Float64Array } {
  const lows = new Float64Array(c).fill(Number.POSITIVE_INFINITY);
  const highs = new Float64Array(c).fill(Number.NEGATIVE_INFINITY);
  for (let at = 0; at < data.length; at++) {
    lows[at % c] = Math.min(lows[at % c], data[at]);
    highs[at % c] = Math.max(highs[at % c], data[at]);
  }
  return { lows, highs };
}
