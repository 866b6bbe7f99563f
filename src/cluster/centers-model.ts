import {
  DataError,
  packState,
  Run,
  type RunContext,
  unpackState,
  type Warning,
} from '../base/index.ts';
import { checkMatrix, clusterSizes, Matrix, orderBySize, renameLabels } from '../numeric/index.ts';
import type { Settled } from './lloyd.ts';
import { nearestCenters } from './nearest-centers.ts';
import type { Assignment, ClusterModel } from './types.ts';

export type LearnedCenters = Omit<Settled, 'warnings'>;

/** A model of k centres: a row belongs to the nearest one, at the distance to it. */
export abstract class CentersModel implements ClusterModel {
  abstract readonly type: string;
  /** k × d, in label order. */
  readonly centers: Matrix;
  readonly labels: Int32Array;
  readonly sizes: Int32Array;
  /** The sum of squared distances of the training rows to their centres. */
  readonly inertia: number;
  readonly iterations: number;
  readonly stopped: 'converged' | 'max-iterations';
  /** Inertia before each iteration's move of the centres. */
  readonly history: Float64Array;
  readonly warnings: readonly Warning[];

  constructor(learned: LearnedCenters, warnings: readonly Warning[]) {
    this.centers = learned.centers;
    this.labels = learned.labels;
    this.sizes = clusterSizes(learned.labels, learned.centers.rows);
    this.inertia = learned.inertia;
    this.iterations = learned.iterations;
    this.stopped = learned.stopped;
    this.history = learned.history;
    this.warnings = warnings;
  }

  get clusters(): number {
    return this.centers.rows;
  }

  async assign(x: Matrix, context: RunContext = {}): Promise<Assignment> {
    const run = new Run(context);
    run.check();
    checkMatrix(`${this.type}Model.assign`, x, 0);
    if (x.cols !== this.centers.cols) {
      throw new DataError(
        `${this.type}Model.assign: rows must have the ${this.centers.cols} columns of the fit, got ${x.cols}.`,
      );
    }
    const { labels, squares } = await nearestCenters(x, this.centers, run);
    return { labels, values: squares.map(Math.sqrt), measure: 'distance' };
  }

  async predict(x: Matrix, context?: RunContext): Promise<Int32Array> {
    return (await this.assign(x, context)).labels;
  }

  toState(): ArrayBuffer {
    return packState({
      type: this.type,
      version: 1,
      meta: {
        inertia: this.inertia,
        iterations: this.iterations,
        stopped: this.stopped,
        warnings: this.warnings,
        cols: this.centers.cols,
      },
      arrays: { centers: this.centers.data, labels: this.labels, history: this.history },
    });
  }
}

/** What `toState` of a model of this type wrote, as its constructor takes it. */
export function readCenters(type: string, buffer: ArrayBuffer): [LearnedCenters, Warning[]] {
  const { meta, arrays } = unpackState(buffer, [type]);
  const cols = meta.cols as number;
  const data = arrays.centers as Float32Array;
  const learned = {
    centers: new Matrix(data, data.length / cols, cols),
    labels: arrays.labels as Int32Array,
    inertia: meta.inertia as number,
    iterations: meta.iterations as number,
    stopped: meta.stopped as Settled['stopped'],
    history: arrays.history as Float64Array,
  };
  return [learned, meta.warnings as Warning[]];
}

/**
 * Names the clusters by decreasing size and drops those that no row is nearest to; passes on the
 * warnings of the start that was kept.
 */
export function nameBySize(where: string, found: Settled, asked: number, run: Run): LearnedCenters {
  const order = orderBySize(found.labels, found.centers.rows);
  const kept = order.reduce((count, name) => count + (name < 0 ? 0 : 1), 0);
  const rows = new Int32Array(kept);
  order.forEach((name, c) => {
    if (name >= 0) rows[name] = c;
  });
  if (kept < asked) {
    run.warn(
      'fewer-clusters',
      `${where}: ${asked} clusters were asked for, but the rows fill only ${kept}; the model has ${kept}. There may be fewer than ${asked} different rows.`,
    );
  }
  for (const { code, message } of found.warnings) run.warn(code, message);
  const labels = renameLabels(found.labels, order);
  return { ...found, labels, centers: found.centers.takeRows(rows) };
}
