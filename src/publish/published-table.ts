/** One column of a published table. */
export interface PublishedColumn {
  readonly name: string;
  /** The engine's type, such as BIGINT. */
  readonly type: string;
  /** What it holds and in which unit. */
  readonly comment: string;
  /** Its name in the engine, where a store needed another one. */
  readonly from?: string;
}

/** One of the three tables, with its rows in the engine. */
export interface PublishedTable {
  readonly kind: 'runs' | 'labels' | 'profiles';
  /** The relation in the engine that holds this run's rows, in the order of the key. */
  readonly relation: string;
  readonly comment: string;
  readonly columns: readonly PublishedColumn[];
  readonly key: readonly string[];
}
