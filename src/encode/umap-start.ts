import { Random, type Run } from '../base/index.ts';
import { graphAxes } from '../linalg/index.ts';
import { connectedParts, type Graph, Matrix } from '../numeric/index.ts';
import { PCA } from './pca.ts';

/** Side of the box that a map begins in. */
const SIDE = 10;
/** Standard deviation of the noise that parts equal places, in a map of ±SIDE. */
const NOISE = 1e-4;

export type Start = 'spectral' | 'pca' | 'random';

/**
 * Where the points of a map begin: n × width, each column from 0 to 10.
 *
 * spectral: the smoothest functions on the graph. A graph in several parts has its parts laid out one
 * by one and put around the places of their means. pca: the principal axes of x. random: anywhere.
 */
export async function startPlaces(
  x: Matrix,
  graph: Graph,
  width: number,
  kind: Start,
  seed: number,
  run: Run,
): Promise<Float32Array> {
  const random = new Random(seed).fork('umap start');
  const n = x.rows;
  let places: Float64Array;
  if (kind === 'random') {
    places = Float64Array.from({ length: n * width }, () => random.next());
  } else {
    places =
      kind === 'pca'
        ? await principalPlaces(x, width, seed, run)
        : await spectralPlaces(x, graph, width, random, seed, run);
    let largest = 0;
    for (const value of places) largest = Math.max(largest, Math.abs(value));
    const scale = largest > 0 ? SIDE / largest : 0;
    for (let i = 0; i < places.length; i++) places[i] = places[i] * scale + NOISE * random.normal();
  }
  return intoBox(places, width);
}

async function principalPlaces(x: Matrix, width: number, seed: number, run: Run) {
  const components = Math.min(width, x.rows, x.cols);
  const model = await new PCA({ components, seed }).fit(x, run);
  const { data } = await model.transform(x, run);
  // More columns than x has begin as noise.
  const places = new Float64Array(x.rows * width);
  for (let i = 0; i < x.rows; i++) {
    for (let c = 0; c < components; c++) places[i * width + c] = data[i * components + c];
  }
  return places;
}

async function spectralPlaces(
  x: Matrix,
  graph: Graph,
  width: number,
  random: Random,
  seed: number,
  run: Run,
): Promise<Float64Array> {
  const parts = connectedParts(graph);
  let count = 0;
  for (const part of parts) count = Math.max(count, part + 1);
  const places = new Float64Array(x.rows * width);
  const middles =
    count === 1 ? new Float64Array(width) : await partMiddles(x, parts, count, width, seed, run);
  const members: number[][] = Array.from({ length: count }, () => []);
  for (const [row, part] of parts.entries()) members[part].push(row);
  for (let part = 0; part < count; part++) {
    await run.pause();
    const rows = members[part];
    const around = await placeAround(graph, rows, width, random, seed, run);
    const reach = count === 1 ? 1 : nearestMiddle(middles, part, width) / 2;
    rows.forEach((row, r) => {
      for (let c = 0; c < width; c++) {
        places[row * width + c] = middles[part * width + c] + reach * around[r * width + c];
      }
    });
  }
  return places;
}

/** The points of one part, each column within ±1. */
async function placeAround(
  graph: Graph,
  rows: readonly number[],
  width: number,
  random: Random,
  seed: number,
  run: Run,
): Promise<Float64Array> {
  const n = rows.length;
  if (n < 2 * width || n <= width + 1) {
    return Float64Array.from({ length: n * width }, () => 2 * random.next() - 1);
  }
  const axes = await graphAxes(partOf(graph, rows), width, seed, run);
  let largest = 0;
  for (const value of axes) largest = Math.max(largest, Math.abs(value));
  const places = new Float64Array(n * width);
  for (let c = 0; c < width; c++) {
    for (let r = 0; r < n; r++) places[r * width + c] = axes[c * n + r] / largest;
  }
  return places;
}

/** One part's own graph. All edges of its rows stay inside. */
function partOf(graph: Graph, rows: readonly number[]): Graph {
  if (rows.length === graph.offsets.length - 1) return graph;
  const numbers = new Map(rows.map((row, r) => [row, r]));
  const offsets = new Int32Array(rows.length + 1);
  const targets: number[] = [];
  const weights: number[] = [];
  rows.forEach((row, r) => {
    for (let e = graph.offsets[row]; e < graph.offsets[row + 1]; e++) {
      targets.push(numbers.get(graph.targets[e]) as number);
      weights.push(graph.weights[e]);
    }
    offsets[r + 1] = targets.length;
  });
  return { offsets, targets: Int32Array.from(targets), weights: Float64Array.from(weights) };
}

/** A place for each part: at the ends of the axes while there are ends enough, else where their means lie. */
async function partMiddles(
  x: Matrix,
  parts: Int32Array,
  count: number,
  width: number,
  seed: number,
  run: Run,
): Promise<Float64Array> {
  const middles = new Float64Array(count * width);
  if (count <= 2 * width) {
    const half = Math.ceil(count / 2);
    for (let part = 0; part < count; part++) {
      middles[part * width + (part % half)] = part < half ? 1 : -1;
    }
    return middles;
  }
  const sums = new Float64Array(count * x.cols);
  const sizes = new Int32Array(count);
  parts.forEach((part, row) => {
    sizes[part]++;
    const from = x.row(row);
    for (let j = 0; j < x.cols; j++) sums[part * x.cols + j] += from[j];
  });
  const means = Float32Array.from(sums, (sum, at) => sum / sizes[Math.floor(at / x.cols)]);
  const found = await principalPlaces(new Matrix(means, count, x.cols), width, seed, run);
  let largest = 0;
  for (const value of found) largest = Math.max(largest, Math.abs(value));
  return largest > 0 ? found.map((value) => value / largest) : found;
}

function nearestMiddle(middles: Float64Array, part: number, width: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let other = 0; other * width < middles.length; other++) {
    let square = 0;
    for (let c = 0; c < width; c++) {
      square += (middles[part * width + c] - middles[other * width + c]) ** 2;
    }
    if (square > 0) least = Math.min(least, square);
  }
  return least === Number.POSITIVE_INFINITY ? 1 : Math.sqrt(least);
}

function intoBox(places: Float64Array, width: number): Float32Array {
  const boxed = new Float32Array(places.length);
  for (let c = 0; c < width; c++) {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let at = c; at < places.length; at += width) {
      low = Math.min(low, places[at]);
      high = Math.max(high, places[at]);
    }
    const scale = high > low ? SIDE / (high - low) : 0;
    for (let at = c; at < places.length; at += width) boxed[at] = (places[at] - low) * scale;
  }
  return boxed;
}
