/**
 * k-medoids: k of the rows such that the sum of the distances of all rows to the nearest of them is small.
 * For series under a distance that has no means, and where a segment is to be shown by one of its own.
 *
 * Source: Schubert & Rousseeuw 2021, "Fast and eager k-medoids clustering" (FasterPAM); Kaufman & Rousseeuw 1990,
 * "Finding Groups in Data" (BUILD, and CLARA for many rows); Schubert & Rousseeuw 2019 (LAB).
 * Differs: of candidates that help equally the first is taken, so that nothing depends on a shuffle.
 */
import {
  choice,
  integer,
  type OptionTable,
  Random,
  Run,
  type RunContext,
  readOptions,
  type Warning,
} from '../base/index.ts';
import { type SeriesMeasure, seriesMeasureTable } from '../distances/index.ts';
import { checkMatrix, type Matrix } from '../numeric/index.ts';
import { descendMedoids, startMedoids } from './faster-pam.ts';
import { readSeriesCenters, SeriesCentersModel } from './series-centers-model.ts';
import {
  judgedBy,
  MAX_PAIRED,
  type NearestCenters,
  nearestOf,
  seriesDistanceMatrix,
} from './series-rows.ts';
import { settleCenters } from './settle-centers.ts';
import type { Clusterer, ClusterMethod } from './types.ts';

export interface KMedoidsOptions extends Omit<SeriesMeasure, 'root'> {
  /** How many clusters. Default 8. */
  clusters: number;
  /**
   * Where the medoids start. build (default): one after the other where it helps most, O(n²·k). lab: the same on
   * a small sample for each, sooner done. random: rows drawn evenly.
   */
  init: 'build' | 'lab' | 'random';
  /** Starts to try; the least sum of distances is kept. 'auto' (default): 1 for build, 5 otherwise. */
  restarts: number | 'auto';
  /** Most passes over all rows as candidates. Default 100. */
  maxIterations: number;
  /**
   * How many rows the medoids are sought among, in five draws of which the best for all rows is kept. 'auto'
   * (default): all, up to the 46,340 whose distances fit in memory; above it 2,000. Less is sooner done under dtw or msm.
   */
  sample: number | 'auto';
  seed: number;
}

/** Draws, and rows in each by default: 2,000 series of 140 steps take some 40 seconds of processor time under dtw. */
const DRAWS = 5;
const SAMPLE = 2000;
/** The most rows whose distances fits share: 1 GiB for each measure, of which a run keeps four. */
const MAX_SHARED = 2 ** 14;

const { root: _, ...measureTable } = seriesMeasureTable;

const kMedoidsTable: OptionTable<KMedoidsOptions> = {
  clusters: integer({ meaning: 'how many clusters', default: 8, min: 1 }),
  ...measureTable,
  init: choice(['build', 'lab', 'random'], {
    meaning: 'where the medoids start',
    default: 'build',
  }),
  restarts: integer<number | 'auto'>({
    meaning: 'starts to try; the best is kept. auto: 1 for build, 5 otherwise',
    default: 'auto',
    min: 1,
    words: ['auto'],
  }),
  maxIterations: integer({ meaning: 'most passes over all rows', default: 100, min: 1 }),
  sample: integer<number | 'auto'>({
    meaning: 'rows that the medoids are sought among; auto: all up to 46,340 rows, else 2000',
    default: 'auto',
    min: 2,
    words: ['auto'],
  }),
  seed: integer({ meaning: 'seed of the random numbers', default: 0, min: 0 }),
};

type FoundMedoids = Awaited<ReturnType<typeof descendMedoids>>;

interface Learned {
  readonly centers: Matrix;
  readonly medoids: Int32Array;
  readonly labels: Int32Array;
  readonly loss: number;
  readonly iterations: number;
}

/** The rows that stand for their clusters, in label order; a row belongs to the nearest of them. */
export class KMedoidsModel extends SeriesCentersModel {
  readonly type = 'KMedoids';
  readonly options: Readonly<KMedoidsOptions>;
  /** k rows or series: the medoids themselves, each at its own length. */
  declare readonly centers: Matrix;
  /** Their places among the training rows. */
  readonly medoids: Int32Array;
  /** The sum of the training rows' distances to their medoids. */
  readonly loss: number;

  constructor(options: Readonly<KMedoidsOptions>, learned: Learned, warnings: readonly Warning[]) {
    super(learned, warnings);
    this.options = options;
    this.medoids = learned.medoids;
    this.loss = learned.loss;
  }

  get seriesMeasure(): Partial<SeriesMeasure> | undefined {
    return judgedBy(this.options);
  }

  protected nearest(x: Matrix, run: Run): Promise<NearestCenters> {
    return nearestOf(x, this.centers, this.options, run);
  }

  toState(): ArrayBuffer {
    const { options, loss, iterations, medoids } = this;
    return this.pack(2, { options, loss, iterations }, { medoids });
  }

  static fromState(buffer: ArrayBuffer): KMedoidsModel {
    const learned = readSeriesCenters<Learned & { options: KMedoidsOptions }>('KMedoids', buffer);
    const options = readOptions('KMedoids', kMedoidsTable, learned.options);
    return new KMedoidsModel(options, learned, learned.warnings);
  }
}

/**
 * Splits rows, or series of any lengths and channels, into k clusters around k of their own, by any distance of series.
 *
 * Use it for up to some ten thousand series under DTW or MSM; single far rows move a medoid less than a mean.
 *
 * Shapes: x is n × steps, or a SeriesMatrix; euclidean wants one length.   Missing: NaN not allowed.
 * Units: distances in the measure's.
 * Cost: all pairs of distances once, then O(n²) per pass; memory 4·n² bytes. With `sample` s five times the same of s
 * rows, and five times the distances of all rows to k.
 * Warns: 'sampled-medoids' when not all rows were sought among.
 * Repeatable: yes, for a seed, on any thread count.
 *
 * @throws {DataError} fewer rows than clusters; {EngineError} a distance matrix that does not fit
 * @example const model = await new KMedoids({ clusters: 3, measure: 'msm' }).fit(x);
 */
export class KMedoids implements Clusterer {
  readonly options: Readonly<KMedoidsOptions>;

  constructor(options: Partial<KMedoidsOptions> = {}) {
    this.options = readOptions('KMedoids', kMedoidsTable, options);
  }

  async fit(x: Matrix, context: RunContext = {}): Promise<KMedoidsModel> {
    const { clusters, maxIterations, sample, seed } = this.options;
    const run = new Run(context);
    run.check();
    checkMatrix('KMedoids.fit', x, clusters);
    const among = sample === 'auto' ? (x.rows > MAX_PAIRED ? SAMPLE : x.rows) : sample;
    const random = new Random(seed);
    const { medoids, iterations, stopped } =
      among < x.rows
        ? await this.#searchSamples(x, Math.max(among, 4 * clusters), random, run)
        : await this.#search(x, random, run);
    if (stopped === 'max-iterations') {
      run.warn(
        'not-converged',
        `KMedoids: no exchange must lower the sum of distances any more, but one still did after ${maxIterations} passes. Raise maxIterations.`,
      );
    }
    const nearest = (centers: Matrix) => nearestOf(x, centers, this.options, run);
    const settled = await settleCenters('KMedoids', x.takeRows(medoids), clusters, nearest, run);
    const learned = {
      ...settled,
      medoids: settled.kept.map((c) => medoids[c]),
      loss: settled.distances.reduce((sum, distance) => sum + distance, 0),
      iterations,
    };
    return new KMedoidsModel(this.options, learned, run.warnings);
  }

  async #search(x: Matrix, random: Random, run: Run): Promise<FoundMedoids> {
    const { clusters, init, restarts, maxIterations, sample, seed, ...measure } = this.options;
    const pairs = () => seriesDistanceMatrix('KMedoids', x, measure, run);
    const name = JSON.stringify(['KMedoids', measure]);
    const distances = await (x.rows > MAX_SHARED ? pairs() : run.once(x, name, pairs));
    const starts = restarts === 'auto' ? (init === 'build' ? 1 : 5) : restarts;
    let best: FoundMedoids | undefined;
    for (let start = 0; start < starts; start++) {
      const chosen = await startMedoids(distances, x.rows, clusters, init, random.fork(start), run);
      const found = await descendMedoids(distances, x.rows, chosen, maxIterations, run);
      if (best === undefined || found.loss < best.loss) best = found;
    }
    return best!;
  }

  /** CLARA: each draw holds the best medoids so far beside rows drawn evenly. */
  async #searchSamples(x: Matrix, rows: number, random: Random, run: Run): Promise<FoundMedoids> {
    const taken = Math.min(rows, x.rows);
    run.warn(
      'sampled-medoids',
      `KMedoids: the medoids must be sought among all ${x.rows} rows to be the best, but were among ${DRAWS} samples of ${taken}; all rows belong to the nearest. Raise sample if there is time and memory for all their pairs.`,
    );
    let best: FoundMedoids | undefined;
    for (let draw = 0; draw < DRAWS; draw++) {
      const own = random.fork(`draw ${draw}`);
      const places = new Set(best?.medoids);
      for (const place of own.sample(x.rows, taken)) if (places.size < taken) places.add(place);
      const order = Int32Array.from(places).sort();
      const found = await this.#search(x.takeRows(order), own, run);
      const medoids = found.medoids.map((at) => order[at]);
      const { distances } = await nearestOf(x, x.takeRows(medoids), this.options, run);
      const loss = distances.reduce((sum, distance) => sum + distance, 0);
      if (best === undefined || loss < best.loss) best = { ...found, medoids, loss };
    }
    return best!;
  }
}

export const kMedoidsMethod = {
  meaning: 'Segments around entities that stand for them, by any distance of series.',
  table: kMedoidsTable as unknown as OptionTable<Record<string, unknown>>,
  traits: { noise: false, findsCount: false, seeded: true, measure: 'distance', series: true },
  create: (options: Partial<KMedoidsOptions>) => new KMedoids(options),
  load: (state: ArrayBuffer) => KMedoidsModel.fromState(state),
} satisfies ClusterMethod;
