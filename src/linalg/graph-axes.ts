import { Random, type Run } from '../base/index.ts';
import { openCompute } from '../compute/index.ts';
import type { Graph } from '../numeric/index.ts';
import { orthonormalize } from './orthonormalize.ts';
import { symmetricEigen } from './symmetric-eigen.ts';

/** Up to this many nodes the table is small enough to be held whole. */
const DENSE = 128;
/** Vectors carried along beyond those asked for: the last of them bounds what is filtered out. */
const GUARD = 4;
/** Multiplications between two looks at how far it has come, and most looks. */
const DEGREE = 20;
const ROUNDS = 25;
const TOLERANCE = 1e-4;

/**
 * The smoothest functions on a connected graph: eigenvectors of its normalised Laplacian
 * I − D^−½·W·D^−½ for the smallest eigenvalues after the first, which is 0 and tells nothing.
 *
 * Shapes: the result is count rows of n numbers, each of length 1, its largest number positive;
 * count must be below n. They are meant as a start: eigenvalues that lie too close together may still
 * be mixed after the last round.
 * Cost: some hundred products with the graph; memory 3·n·(count + 5) numbers. Repeatable: the same bits on any thread count.
 *
 * Source: Zhou, Saad, Tiago & Chelikowsky 2006, "Self-consistent-field calculations using Chebyshev-filtered
 * subspace iteration", algorithm 4.2; the spectrum's upper bound 2 is known.
 */
export async function graphAxes(
  graph: Graph,
  count: number,
  seed: number,
  run: Run,
): Promise<Float64Array> {
  const n = graph.offsets.length - 1;
  const { weights, first } = normalised(graph);
  const vectors =
    n <= Math.max(DENSE, count + 1 + GUARD)
      ? denseAxes({ ...graph, weights }, count)
      : await filteredAxes({ ...graph, weights }, first, count, seed, run);
  for (let c = 0; c < count; c++) fixSign(vectors.subarray(c * n, (c + 1) * n));
  return vectors;
}

/** D^−½·W·D^−½, and its first eigenvector D^½·1. */
function normalised({ offsets, targets, weights }: Graph) {
  const n = offsets.length - 1;
  const roots = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let e = offsets[i]; e < offsets[i + 1]; e++) sum += weights[e];
    roots[i] = Math.sqrt(sum);
  }
  const scaled = new Float64Array(weights.length);
  for (let i = 0; i < n; i++) {
    for (let e = offsets[i]; e < offsets[i + 1]; e++) {
      scaled[e] = weights[e] / (roots[i] * roots[targets[e]]);
    }
  }
  return { weights: scaled, first: roots };
}

function denseAxes({ offsets, targets, weights }: Graph, count: number): Float64Array {
  const n = offsets.length - 1;
  const whole = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let e = offsets[i]; e < offsets[i + 1]; e++) whole[i * n + targets[e]] = weights[e];
  }
  return symmetricEigen(whole, n).vectors.slice(n, (count + 1) * n);
}

async function filteredAxes(
  { offsets, targets, weights }: Graph,
  first: Float64Array,
  count: number,
  seed: number,
  run: Run,
): Promise<Float64Array> {
  const n = offsets.length - 1;
  const width = 2 * Math.ceil((count + 1 + GUARD) / 2);
  const random = new Random(seed).fork('graph axes');
  const basis = Float64Array.from({ length: width * n }, () => random.normal());
  basis.set(first);
  orthonormalize(basis, width, n);
  const compute = await openCompute(run.threads);
  using scope = compute.scope();
  const graph = [scope.put(offsets).at, scope.put(targets).at, scope.put(weights).at];
  const blocks = [0, 1, 2].map(() => scope.f64(width * n));
  const times = (out: number, x: number, before: number, sums: readonly number[]) => {
    const places = [blocks[x].at, blocks[before].at];
    compute.run('graphTimes', n, 256, [blocks[out].at, ...graph, ...places, width, ...sums]);
  };
  // Whatever the graph, its products are small for most directions: those above 0.7 go first.
  let cut = 0.7;
  for (let round = 0; round < ROUNDS; round++) {
    await run.pause();
    interleave(basis, blocks[0].view, width, n);
    const result = await filter(times, cut, run);
    separate(blocks[result].view, basis, width, n);
    orthonormalize(basis, width, n);
    interleave(basis, blocks[0].view, width, n);
    times(1, 0, 0, [1, 0, 0]);
    const image = new Float64Array(width * n);
    separate(blocks[1].view, image, width, n);
    const { values, residual } = rotate(basis, image, width, n, count + 1);
    run.progress('spectral start', round + 1, ROUNDS);
    if (residual < TOLERANCE) break;
    cut = Math.min(1.9, Math.max(1e-9, 1 - values[width - 1]));
  }
  return basis.slice(n, (count + 1) * n);
}

/** A Chebyshev polynomial of the Laplacian that is small from `cut` to 2 and large below. */
async function filter(
  times: (out: number, x: number, before: number, sums: readonly number[]) => void,
  cut: number,
  run: Run,
): Promise<number> {
  const half = (2 - cut) / 2;
  const centre = (2 + cut) / 2;
  const start = half / -centre;
  let sigma = start;
  times(1, 0, 0, [-sigma / half, ((1 - centre) * sigma) / half, 0]);
  let [x, y, spare] = [0, 1, 2];
  for (let degree = 2; degree <= DEGREE; degree++) {
    await run.pause();
    const next = 1 / (2 / start - sigma);
    const scale = (2 * next) / half;
    times(spare, y, x, [-scale, (1 - centre) * scale, -sigma * next]);
    [x, y, spare] = [y, spare, x];
    sigma = next;
  }
  return y;
}

/** Turns the basis to the eigenvectors within its span (Rayleigh–Ritz), greatest first. */
function rotate(
  basis: Float64Array,
  image: Float64Array,
  width: number,
  n: number,
  wanted: number,
): { values: Float64Array; residual: number } {
  const small = new Float64Array(width * width);
  for (let a = 0; a < width; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = 0;
      for (let i = 0, p = a * n, q = b * n; i < n; i++, p++, q++) sum += basis[p] * image[q];
      small[a * width + b] = sum;
      small[b * width + a] = sum;
    }
  }
  const { values, vectors } = symmetricEigen(small, width);
  const turned = turn(basis, vectors, width, n);
  const products = turn(image, vectors, width, n);
  let residual = 0;
  for (let c = 0; c < wanted; c++) {
    let sum = 0;
    for (let i = c * n; i < (c + 1) * n; i++) sum += (products[i] - values[c] * turned[i]) ** 2;
    residual = Math.max(residual, Math.sqrt(sum));
  }
  basis.set(turned);
  return { values, residual };
}

function turn(rows: Float64Array, vectors: Float64Array, width: number, n: number): Float64Array {
  const turned = new Float64Array(width * n);
  for (let c = 0; c < width; c++) {
    for (let a = 0; a < width; a++) {
      const share = vectors[c * width + a];
      for (let i = 0, to = c * n, from = a * n; i < n; i++) turned[to++] += share * rows[from++];
    }
  }
  return turned;
}

function interleave(rows: Float64Array, to: Float64Array, width: number, n: number): void {
  for (let w = 0; w < width; w++) for (let i = 0; i < n; i++) to[i * width + w] = rows[w * n + i];
}

function separate(from: Float64Array, rows: Float64Array, width: number, n: number): void {
  for (let w = 0; w < width; w++) for (let i = 0; i < n; i++) rows[w * n + i] = from[i * width + w];
}

function fixSign(vector: Float64Array): void {
  let largest = 0;
  for (const value of vector) if (Math.abs(value) > Math.abs(largest)) largest = value;
  if (largest < 0) for (let i = 0; i < vector.length; i++) vector[i] = -vector[i];
}
