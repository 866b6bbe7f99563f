/**
 * A mixture of Gaussians fitted by expectation and maximization: clusters may be long, tilted and of
 * different spread, and every row has a membership in each.
 *
 * Source: Dempster, Laird & Rubin 1977; Bishop 2006, "Pattern Recognition and Machine Learning",
 * section 9.2. Differs: starts from k-means; all sums are f64 and exp and log are ours, so the bits do
 * not depend on threads; logarithms of k·d numbers per iteration are the engine's own.
 */
import {
  choice,
  DataError,
  integer,
  type OptionTable,
  packState,
  Random,
  Run,
  type RunContext,
  readOptions,
  real,
  unpackState,
  type Warning,
} from '../base/index.ts';
import { checkMatrix, clusterSizes, Matrix, orderBySize } from '../numeric/index.ts';
import { type Memberships, type Mixed, memberships, mix } from './expectation.ts';
import { type Covariance, freeNumbers, type GaussianParameters } from './gaussian-parameters.ts';
import { KMeans } from './k-means.ts';
import { computeFor, placeRows } from './rows.ts';
import type { Assignment, Clusterer, ClusterMethod, ClusterModel } from './types.ts';

export interface GaussianMixtureOptions {
  /** How many components. Default 3. */
  clusters: number;
  /**
   * Shape of a component: any ellipsoid ('full', default), one along the axes ('diagonal'), or a ball
   * ('spherical'). 'full' needs many more rows than columns.
   */
  covariance: Covariance;
  /** Added to every variance, in squared units of x, so that a component on equal rows has one. Default 1e-6. */
  regularization: number;
  /** k-means starts, each followed by a fit; the most likely is kept. Default 1. */
  restarts: number;
  maxIterations: number;
  /** Stop when the mean log-likelihood per row changes by less. Default 0.001. */
  tolerance: number;
  seed: number;
}

const gaussianMixtureTable: OptionTable<GaussianMixtureOptions> = {
  clusters: integer({ meaning: 'how many components', default: 3, min: 1 }),
  covariance: choice(['full', 'diagonal', 'spherical'], {
    meaning: 'shape of a component: any ellipsoid, along the axes, or a ball',
    default: 'full',
  }),
  regularization: real({
    meaning: 'added to every variance, in squared units of x',
    default: 1e-6,
    min: 0,
  }),
  restarts: integer({ meaning: 'starts; the most likely is kept', default: 1, min: 1 }),
  maxIterations: integer({ meaning: 'most iterations of one start', default: 100, min: 1 }),
  tolerance: real({
    meaning: 'stop when the mean log-likelihood per row changes by less',
    default: 1e-3,
    min: 0,
  }),
  seed: integer({ meaning: 'seed of the random numbers', default: 0, min: 0 }),
};

interface Learned extends Mixed {
  readonly labels: Int32Array;
  /** Mean log-likelihood per training row. */
  readonly logLikelihood: number;
}

/** Components in label order, and how the search went. */
export class GaussianMixtureModel implements ClusterModel {
  readonly type = 'GaussianMixture';
  readonly labels: Int32Array;
  readonly sizes: Int32Array;
  readonly parameters: GaussianParameters;
  /** Mean log-likelihood per training row, in nats. */
  readonly logLikelihood: number;
  readonly iterations: number;
  readonly stopped: 'converged' | 'max-iterations';
  /** Mean log-likelihood per row before each iteration's move. */
  readonly history: Float64Array;
  readonly warnings: readonly Warning[];

  constructor(learned: Learned, warnings: readonly Warning[]) {
    this.parameters = learned.parameters;
    this.labels = learned.labels;
    this.sizes = clusterSizes(learned.labels, learned.parameters.weights.length);
    this.logLikelihood = learned.logLikelihood;
    this.iterations = learned.iterations;
    this.stopped = learned.stopped;
    this.history = learned.history;
    this.warnings = warnings;
  }

  get clusters(): number {
    return this.parameters.weights.length;
  }

  /** k × d means. */
  get means(): Matrix {
    const { means, dimensions } = this.parameters;
    return new Matrix(Float32Array.from(means), this.clusters, dimensions);
  }

  /** Bayesian information criterion of the training rows; smaller is better (Schwarz 1978). */
  get bic(): number {
    const n = this.labels.length;
    return -2 * n * this.logLikelihood + freeNumbers(this.parameters) * Math.log(n);
  }

  /** Akaike information criterion of the training rows; smaller is better (Akaike 1974). */
  get aic(): number {
    return -2 * this.labels.length * this.logLikelihood + 2 * freeNumbers(this.parameters);
  }

  async assign(x: Matrix, context?: RunContext): Promise<Assignment> {
    const { labels, shares } = await this.#memberships('assign', x, context);
    const values = Float64Array.from(labels, (label, i) => shares[i * this.clusters + label]);
    return { labels, values, measure: 'membership' };
  }

  async predict(x: Matrix, context?: RunContext): Promise<Int32Array> {
    return (await this.#memberships('predict', x, context)).labels;
  }

  /** n × k memberships; each row adds up to 1. */
  async predictSoft(x: Matrix, context?: RunContext): Promise<Matrix> {
    const { shares } = await this.#memberships('predictSoft', x, context);
    return new Matrix(Float32Array.from(shares), x.rows, this.clusters);
  }

  /** The log-likelihood of each row, in nats: low for rows unlike anything seen. */
  async scoreRows(x: Matrix, context?: RunContext): Promise<Float64Array> {
    return (await this.#memberships('scoreRows', x, context)).logs;
  }

  async #memberships(verb: string, x: Matrix, context?: RunContext): Promise<Memberships> {
    const run = new Run(context);
    run.check();
    checkMatrix(`GaussianMixtureModel.${verb}`, x, 0);
    const { dimensions } = this.parameters;
    if (x.cols !== dimensions) {
      throw new DataError(
        `GaussianMixtureModel.${verb}: rows must have the ${dimensions} columns of the fit, got ${x.cols}.`,
      );
    }
    return memberships(x, this.parameters, run);
  }

  toState(): ArrayBuffer {
    const { weights, means, covariances, covariance, dimensions } = this.parameters;
    const { logLikelihood, iterations, stopped, warnings, labels, history } = this;
    return packState({
      type: this.type,
      version: 1,
      meta: { covariance, dimensions, logLikelihood, iterations, stopped, warnings },
      arrays: { weights, means, covariances, labels, history },
    });
  }

  static fromState(buffer: ArrayBuffer): GaussianMixtureModel {
    const { meta, arrays } = unpackState(buffer, ['GaussianMixture']);
    const parameters = {
      covariance: meta.covariance as Covariance,
      dimensions: meta.dimensions as number,
      weights: arrays.weights as Float64Array,
      means: arrays.means as Float64Array,
      covariances: arrays.covariances as Float64Array,
    };
    return new GaussianMixtureModel(
      {
        parameters,
        labels: arrays.labels as Int32Array,
        logLikelihood: meta.logLikelihood as number,
        iterations: meta.iterations as number,
        stopped: meta.stopped as Mixed['stopped'],
        history: arrays.history as Float64Array,
      },
      meta.warnings as Warning[],
    );
  }
}

/**
 * Splits rows into k Gaussian components.
 *
 * Shapes: x is n × d.   Missing: NaN not allowed.   Units: regularization in squared units of x.
 * Cost: O(n·k·d²) per iteration for 'full', O(n·k·d) otherwise.   Repeatable: yes, on any thread count.
 *
 * @throws {DataError} fewer rows than clusters
 * @throws {DataError} a covariance is not positive definite: raise regularization
 * @example const soft = await (await new GaussianMixture({ clusters: 3 }).fit(x)).predictSoft(x);
 */
export class GaussianMixture implements Clusterer {
  readonly options: Readonly<GaussianMixtureOptions>;

  constructor(options: Partial<GaussianMixtureOptions> = {}) {
    this.options = readOptions('GaussianMixture', gaussianMixtureTable, options);
  }

  async fit(x: Matrix, context: RunContext = {}): Promise<GaussianMixtureModel> {
    const { clusters, restarts, seed } = this.options;
    checkMatrix('GaussianMixture.fit', x, clusters);
    const run = new Run(context);
    const random = new Random(seed);
    let best: Learned | undefined;
    for (let start = 0; start < restarts; start++) {
      const first = new KMeans({ clusters, restarts: 1, seed: random.fork(start).bits() });
      const { labels } = await first.fit(x, { signal: context.signal, threads: context.threads });
      const found = await this.#settle(x, labels, run);
      if (best === undefined || found.logLikelihood > best.logLikelihood) best = found;
    }
    return finish(best!, clusters, this.options.maxIterations, run);
  }

  /** Fits from one given label per row (0…k−1) instead of from k-means. */
  async fitFrom(
    x: Matrix,
    labels: Int32Array,
    context: RunContext = {},
  ): Promise<GaussianMixtureModel> {
    const { clusters, maxIterations } = this.options;
    checkMatrix('GaussianMixture.fitFrom', x, clusters);
    const usable = labels.every((label) => label >= 0 && label < clusters);
    if (labels.length !== x.rows || !usable) {
      throw new DataError(
        `GaussianMixture.fitFrom: labels must be ${x.rows} whole numbers from 0 to ${clusters - 1}, got ${labels.length}.`,
      );
    }
    const run = new Run(context);
    return finish(await this.#settle(x, labels, run), clusters, maxIterations, run);
  }

  async #settle(x: Matrix, labels: Int32Array, run: Run): Promise<Learned> {
    run.check();
    const compute = await computeFor(run);
    using scope = compute.scope();
    const rows = await placeRows(x, scope, compute);
    const clusters = clusterSizes(labels).length;
    const mixed = await mix(rows, labels, clusters, this.options, run);
    const parameters = keepUsed(mixed.parameters, await memberships(x, mixed.parameters, run));
    const last = await memberships(x, parameters, run);
    const logLikelihood = last.logs.reduce((sum, log) => sum + log, 0) / x.rows;
    return { ...mixed, parameters, labels: last.labels, logLikelihood };
  }
}

/** The components in the order of their clusters' sizes, without those that are no row's likeliest. */
function keepUsed(p: GaussianParameters, { labels }: Memberships): GaussianParameters {
  const order = orderBySize(labels, p.weights.length);
  const kept = [...order.keys()].filter((c) => order[c] >= 0).sort((a, b) => order[a] - order[b]);
  const pick = (values: Float64Array) => {
    const size = values.length / p.weights.length;
    return Float64Array.from(kept.flatMap((c) => [...values.subarray(c * size, (c + 1) * size)]));
  };
  const weights = pick(p.weights);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return {
    ...p,
    weights: kept.length === p.weights.length ? weights : weights.map((weight) => weight / total),
    means: pick(p.means),
    covariances: pick(p.covariances),
  };
}

function finish(
  found: Learned,
  asked: number,
  maxIterations: number,
  run: Run,
): GaussianMixtureModel {
  const kept = found.parameters.weights.length;
  if (kept < asked) {
    run.warn(
      'fewer-clusters',
      `GaussianMixture: ${asked} clusters were asked for, but rows are likeliest in only ${kept}; the model has ${kept}.`,
    );
  }
  if (found.stopped === 'max-iterations') {
    run.warn(
      'not-converged',
      `GaussianMixture: the likelihood must come to rest, but still moved after ${maxIterations} iterations. Raise maxIterations or tolerance.`,
    );
  }
  return new GaussianMixtureModel(found, run.warnings);
}

export const gaussianMixtureMethod = {
  meaning:
    'Describes the entities as drawn from k bell-shaped clouds and gives each its likeliest one.',
  table: gaussianMixtureTable as unknown as OptionTable<Record<string, unknown>>,
  traits: { noise: false, findsCount: false, seeded: true, measure: 'membership' },
  create: (options: Partial<GaussianMixtureOptions>) => new GaussianMixture(options),
  load: (state: ArrayBuffer) => GaussianMixtureModel.fromState(state),
} satisfies ClusterMethod;
