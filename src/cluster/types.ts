import type { OptionTable, RunContext, Warning } from '../base/index.ts';
import type { SeriesMeasure } from '../distances/index.ts';
import type { Matrix } from '../numeric/index.ts';

/** What a method can and cannot do. The contract suite checks that it is true. */
export interface ClusterTraits {
  /** Rows may be left out of every cluster (label −1). */
  readonly noise: boolean;
  /** The number of clusters follows from the data instead of being asked for. */
  readonly findsCount: boolean;
  /** The result depends on a seed. */
  readonly seeded: boolean;
  /** What `assign` gives beside the label. */
  readonly measure: Measure;
  /** Rows are series, compared by shape: their level and scale do not count. */
  readonly shapes?: boolean;
  /** Series of any length are taken as they are; others see them stretched to one length. */
  readonly series?: boolean;
}

/**
 * distance: in the units of x, smaller is more typical.
 * membership: between 0 and 1, larger is more typical.
 */
export type Measure = 'distance' | 'membership';

export interface Assignment {
  /** One per row: 0…k−1 as in the fitted model, or −1 for a row unlike every cluster. */
  readonly labels: Int32Array;
  /** One per row; NaN where the label is −1 and the method has no such number. */
  readonly values: Float64Array;
  readonly measure: Measure;
}

/** What was learned. Everything is readonly; no call changes it. */
export interface ClusterModel {
  /** The method's name, e.g. 'KMeans'. */
  readonly type: string;
  /** The training rows' labels: 0…k−1 by decreasing size, −1 for noise. */
  readonly labels: Int32Array;
  readonly clusters: number;
  readonly warnings: readonly Warning[];
  /** The measure of series that it went by, for judging it; none: Euclidean distances of rows. */
  readonly seriesMeasure?: Partial<SeriesMeasure>;
  /** Label and closeness of each row of x, only to clusters that exist; training rows get their fitted label. */
  assign(x: Matrix, context?: RunContext): Promise<Assignment>;
  /** The labels of `assign`. */
  predict(x: Matrix, context?: RunContext): Promise<Int32Array>;
  /** Everything needed to assign again, as one versioned buffer. */
  toState(): ArrayBuffer;
}

/** Options, checked when it was made. Fitting does not change it. */
export interface Clusterer {
  fit(x: Matrix, context?: RunContext): Promise<ClusterModel>;
}

/** One entry of the list of methods: what a study, the CLI and the contract suite need to know. */
export interface ClusterMethod<O extends object = Record<string, unknown>> {
  /** One sentence for the report and the list of options. */
  readonly meaning: string;
  readonly table: OptionTable<O>;
  readonly traits: ClusterTraits;
  create(options: Partial<O>): Clusterer;
  load(state: ArrayBuffer): ClusterModel;
}
