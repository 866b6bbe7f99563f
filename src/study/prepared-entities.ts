import type { ColumnBlock, Matrix } from '../numeric/index.ts';
import type { Preparation } from '../prepare/index.ts';
import type { NumberColumn } from '../table/index.ts';

/** What the columns of prepared series are. */
export interface SeriesAxes {
  /** ISO time of each step; null when steps have none. */
  readonly times: readonly string[] | null;
  /** Unit of the prepared numbers: 'share of own maximum'. */
  readonly unit: string;
  /** Names of the channels, where there are several and they have any. */
  readonly channels?: readonly string[];
}

/** The numbers that are clustered, for the entities that have any. */
export interface PreparedEntities {
  readonly preparation: Preparation;
  /** Entities in the feature table. */
  readonly count: number;
  /** Places in the feature table of the entities that have at least one value, ascending. */
  readonly rows: Int32Array;
  /** One 64-bit column per prepared feature, over `rows`. */
  readonly columns: readonly NumberColumn[];
  /** Present when a row is one series: what its steps and its numbers stand for. */
  readonly series?: SeriesAxes;
  /** What the columns say, for encoders that treat kinds differently; undefined when all are numbers. */
  readonly blocks?: readonly ColumnBlock[];
  /** The prepared numbers of some entities, named by their places in the feature table. */
  matrix(places: Int32Array): Matrix;
}
