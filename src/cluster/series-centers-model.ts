import {
  packState,
  Run,
  type RunContext,
  type State,
  unpackState,
  type Warning,
} from '../base/index.ts';
import type { SeriesMeasure } from '../distances/index.ts';
import { checkMatrix, clusterSizes, type Matrix } from '../numeric/index.ts';
import { packRows, unpackRows } from './rows-state.ts';
import { checkLikeFit, type NearestCenters } from './series-rows.ts';
import type { Assignment, ClusterModel } from './types.ts';

interface LearnedCenters {
  readonly centers: Matrix;
  readonly labels: Int32Array;
  readonly iterations: number;
}

/** A model of k centres under a measure of series: a row belongs to the nearest one, at the distance to it. */
export abstract class SeriesCentersModel implements ClusterModel {
  abstract readonly type: string;
  abstract readonly seriesMeasure: Partial<SeriesMeasure> | undefined;
  /** k rows, or k series each at its own length; in label order. */
  readonly centers: Matrix;
  readonly labels: Int32Array;
  readonly sizes: Int32Array;
  readonly iterations: number;
  readonly warnings: readonly Warning[];

  constructor(learned: LearnedCenters, warnings: readonly Warning[]) {
    this.centers = learned.centers;
    this.labels = learned.labels;
    this.sizes = clusterSizes(learned.labels, learned.centers.rows);
    this.iterations = learned.iterations;
    this.warnings = warnings;
  }

  abstract toState(): ArrayBuffer;

  protected abstract nearest(x: Matrix, run: Run): Promise<NearestCenters>;

  get clusters(): number {
    return this.centers.rows;
  }

  async assign(x: Matrix, context: RunContext = {}): Promise<Assignment> {
    const run = new Run(context);
    run.check();
    checkMatrix(`${this.type}Model.assign`, x, 0);
    checkLikeFit(`${this.type}Model.assign`, x, this.centers);
    const { labels, distances } = await this.nearest(x, run);
    return { labels, values: distances, measure: 'distance' };
  }

  async predict(x: Matrix, context?: RunContext): Promise<Int32Array> {
    return (await this.assign(x, context)).labels;
  }

  /** The state of centres, labels and warnings, and of what a model has of its own. */
  protected pack(
    version: number,
    ownMeta: State['meta'],
    ownArrays: State['arrays'] = {},
  ): ArrayBuffer {
    const { type, centers, labels, warnings } = this;
    const { meta, arrays } = packRows(centers, 'centers');
    return packState({
      type,
      version,
      meta: { ...meta, ...ownMeta, warnings },
      arrays: { ...arrays, ...ownArrays, labels },
    });
  }
}

/** What `pack` of a model of this type packed: its meta and arrays by their names, and the centres as rows again. */
export function readSeriesCenters<L extends LearnedCenters>(
  type: string,
  buffer: ArrayBuffer,
): L & { readonly warnings: readonly Warning[] } {
  const state = unpackState(buffer, [type]);
  const own: object = { ...state.meta, ...state.arrays, centers: unpackRows(state, 'centers') };
  return own as L & { readonly warnings: readonly Warning[] };
}
