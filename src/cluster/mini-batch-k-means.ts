/**
 * k-means that moves its centres after every batch of rows instead of after all of them: a little
 * worse and much sooner done on millions of rows.
 *
 * Source: Sculley 2010, "Web-scale k-means clustering". Differs: a batch moves each centre to the mean
 * of all rows it ever got, in one step; batches are slices of a seeded shuffle, so every row is seen
 * once per pass; as in scikit-learn, centres that get hardly any rows are put on rows of the batch, and
 * the search ends when the smoothed inertia of batches stops falling.
 */
import {
  choice,
  integer,
  type OptionTable,
  Random,
  Run,
  type RunContext,
  readOptions,
  real,
  type Warning,
} from '../base/index.ts';
import { checkMatrix, type Matrix, unitScale } from '../numeric/index.ts';
import { CentersModel, nameBySize, readCenters } from './centers-model.ts';
import type { Settled } from './lloyd.ts';
import { nearestCenters } from './nearest-centers.ts';
import { computeFor, placeRows } from './rows.ts';
import { plusPlusRows } from './seeding.ts';
import type { Clusterer, ClusterMethod } from './types.ts';

export interface MiniBatchKMeansOptions {
  /** How many clusters. Default 8. */
  clusters: number;
  /** Where the centres start: greedy k-means++ on a sample of three batches (default), or rows drawn evenly. */
  init: 'k-means++' | 'random';
  /** Rows per batch. Larger is slower and nearer to k-means. Default 1024. */
  batchSize: number;
  /** Most passes over the rows. Default 100. */
  maxIterations: number;
  /** A batch counts as progress when the smoothed inertia falls by more than this share; ten without end the search. */
  tolerance: number;
  seed: number;
}

const miniBatchKMeansTable: OptionTable<MiniBatchKMeansOptions> = {
  clusters: integer({ meaning: 'how many clusters', default: 8, min: 1 }),
  init: choice(['k-means++', 'random'], {
    meaning: 'where the centres start',
    default: 'k-means++',
  }),
  batchSize: integer({ meaning: 'rows per batch', default: 1024, min: 1 }),
  maxIterations: integer({ meaning: 'most passes over the rows', default: 100, min: 1 }),
  tolerance: real({
    meaning: 'share by which the smoothed inertia must fall to count as progress',
    default: 1e-4,
    min: 0,
  }),
  seed: integer({ meaning: 'seed of the random numbers', default: 0, min: 0 }),
};

/** Batches without progress that end the search, as scikit-learn's default. */
const PATIENCE = 10;
/** A centre with fewer rows than this share of the fullest one's is put elsewhere, as in scikit-learn. */
const STARVED = 0.01;

/** Centres in label order; `iterations` counts batches and `history` is their inertia per row. */
export class MiniBatchKMeansModel extends CentersModel {
  readonly type = 'MiniBatchKMeans';

  static fromState(buffer: ArrayBuffer): MiniBatchKMeansModel {
    return new MiniBatchKMeansModel(...readCenters('MiniBatchKMeans', buffer));
  }
}

/**
 * Splits rows into k round groups, batch by batch.
 *
 * For a million rows and more; a group of less than a hundredth of the largest one's rows may not be kept, since
 * a centre with so few is moved elsewhere. Larger batches are slower and nearer to KMeans.
 *
 * Shapes: x is n × d.   Missing: NaN not allowed.   Units: distances in the units of x.
 * Cost: O(batchSize·k·d) per batch, and O(n·k·d) once at the end.   Repeatable: yes, on any thread count.
 *
 * @throws {DataError} fewer rows than clusters
 * @example const model = await new MiniBatchKMeans({ clusters: 8, batchSize: 4096 }).fit(x);
 */
export class MiniBatchKMeans implements Clusterer {
  readonly options: Readonly<MiniBatchKMeansOptions>;

  constructor(options: Partial<MiniBatchKMeansOptions> = {}) {
    this.options = readOptions('MiniBatchKMeans', miniBatchKMeansTable, options);
  }

  async fit(x: Matrix, context: RunContext = {}): Promise<MiniBatchKMeansModel> {
    const { clusters, seed } = this.options;
    checkMatrix('MiniBatchKMeans.fit', x, clusters);
    const run = new Run(context);
    run.check();
    const found = await descend(x, this.options, new Random(seed), run);
    return new MiniBatchKMeansModel(
      nameBySize('MiniBatchKMeans', found, clusters, run),
      run.warnings,
    );
  }
}

async function descend(
  x: Matrix,
  options: MiniBatchKMeansOptions,
  random: Random,
  run: Run,
): Promise<Settled> {
  const n = x.rows;
  const { maxIterations, tolerance } = options;
  const size = Math.min(n, options.batchSize);
  const centers = await start(x, size, options, random.fork('start'), run);
  const k = centers.rows;
  const exact = Float64Array.from(centers.data);
  const counts = new Float64Array(k);
  const order = Int32Array.from({ length: n }, (_, i) => i);
  const shuffle = random.fork('batches');
  const elsewhere = random.fork('starved');
  const perPass = Math.ceil(n / size);
  const smoothing = Math.min(1, (2 * size) / (n + 1));
  const history: number[] = [];
  let smoothed: number | undefined;
  let least = Number.POSITIVE_INFINITY;
  let idle = 0;
  while (history.length < maxIterations * perPass && idle < PATIENCE) {
    await run.pause();
    const at = history.length % perPass;
    if (at === 0) shuffle.shuffle(order);
    const batch = x.takeRows(order.subarray(at * size, Math.min(n, (at + 1) * size)));
    const { labels, squares } = await nearestCenters(batch, centers, run);
    const inertia = squares.reduce((sum, square) => sum + square, 0) / batch.rows;
    const moved = move(exact, counts, batch, labels);
    if (at === perPass - 1) replaceStarved(exact, counts, batch, elsewhere);
    centers.data.set(exact);
    history.push(inertia);
    run.progress('mini-batch-k-means', history.length, maxIterations * perPass);
    smoothed = smoothed === undefined ? inertia : smoothed + smoothing * (inertia - smoothed);
    idle = smoothed < least * (1 - tolerance) ? 0 : idle + 1;
    least = Math.min(least, smoothed);
    if (!moved) break;
  }
  const stopped = history.length < maxIterations * perPass ? 'converged' : 'max-iterations';
  const { labels, squares } = await nearestCenters(x, centers, run);
  const warnings: Warning[] = [];
  if (stopped === 'max-iterations') {
    warnings.push({
      code: 'not-converged',
      message: `MiniBatchKMeans: the inertia of batches must stop falling, but still fell after ${maxIterations} passes. Raise maxIterations or tolerance.`,
    });
  }
  return {
    centers,
    labels,
    inertia: squares.reduce((sum, square) => sum + square, 0),
    iterations: history.length,
    stopped,
    history: Float64Array.from(history),
    warnings,
  };
}

/**
 * Centres on rows of a sample three batches large, and at least three rows per cluster: of three draws
 * the one with the least inertia on the sample, as in scikit-learn.
 */
async function start(
  x: Matrix,
  size: number,
  { clusters, init }: MiniBatchKMeansOptions,
  random: Random,
  run: Run,
): Promise<Matrix> {
  const sample = x.takeRows(random.sample(x.rows, Math.min(x.rows, 3 * Math.max(size, clusters))));
  const compute = await computeFor(run);
  using scope = compute.scope();
  // Drawing looks at 32-bit squares only.
  const rows = await placeRows(unitScale(sample).scaled, scope, compute);
  let best: { centers: Matrix; inertia: number } | undefined;
  for (let draw = 0; draw < 3; draw++) {
    const chosen =
      init === 'random'
        ? random.sample(sample.rows, clusters)
        : await plusPlusRows(rows, clusters, random, run);
    const centers = sample.takeRows(chosen);
    const { squares } = await nearestCenters(sample, centers, run);
    const inertia = squares.reduce((sum, square) => sum + square, 0);
    if (best === undefined || inertia < best.inertia) best = { centers, inertia };
  }
  return best!.centers;
}

/** Moves each centre to the mean of all rows it ever got; false when nothing moved. */
function move(
  centers: Float64Array,
  counts: Float64Array,
  batch: Matrix,
  labels: Int32Array,
): boolean {
  const d = batch.cols;
  const came = new Float64Array(counts.length);
  const sums = new Float64Array(centers.length);
  for (let i = 0; i < batch.rows; i++) {
    came[labels[i]]++;
    for (let j = 0; j < d; j++) sums[labels[i] * d + j] += batch.data[i * d + j];
  }
  let moved = false;
  for (let c = 0; c < counts.length; c++) {
    if (came[c] === 0) continue;
    counts[c] += came[c];
    for (let at = c * d; at < (c + 1) * d; at++) {
      const step = (sums[at] - came[c] * centers[at]) / counts[c];
      moved ||= step !== 0;
      centers[at] += step;
    }
  }
  return moved;
}

/** Puts centres that hardly any row is nearest to on rows of the batch, with the least of the others' counts. */
function replaceStarved(
  centers: Float64Array,
  counts: Float64Array,
  batch: Matrix,
  random: Random,
): void {
  const limit = STARVED * counts.reduce((most, count) => Math.max(most, count), 0);
  const starved = [...counts.keys()].filter((c) => counts[c] < limit);
  const some = starved.slice(0, Math.floor(batch.rows / 2));
  if (some.length === 0) return;
  const fed = counts.filter((count) => count >= limit);
  const rows = random.sample(batch.rows, some.length);
  some.forEach((c, r) => {
    centers.set(batch.row(rows[r]), c * batch.cols);
    counts[c] = Math.min(...fed);
  });
}

export const miniBatchKMeansMethod = {
  meaning: 'k-means on small random batches: faster on many rows, a little less exact.',
  table: miniBatchKMeansTable as unknown as OptionTable<Record<string, unknown>>,
  traits: { noise: false, findsCount: false, seeded: true, measure: 'distance' },
  create: (options: Partial<MiniBatchKMeansOptions>) => new MiniBatchKMeans(options),
  load: (state: ArrayBuffer) => MiniBatchKMeansModel.fromState(state),
} satisfies ClusterMethod;
