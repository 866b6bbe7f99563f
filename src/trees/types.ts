/** How trees are grown. */
export interface GrowOptions {
  /** random: the best split of every column tried. extra: of one split per column, drawn between its least and greatest value. */
  readonly method: 'random' | 'extra';
  /** How many trees. */
  readonly trees: number;
  /** Columns tried at each node, as a share of them; at least one. */
  readonly maxFeatures: number;
  /** Least rows of a leaf; rows drawn twice count twice. */
  readonly minSamplesLeaf: number;
  /** Splits from the root to a leaf at most. */
  readonly maxDepth: number;
  /** Each tree draws its rows with replacement. */
  readonly bootstrap: boolean;
  /** Rows that each tree draws, as a share of all. */
  readonly subsample: number;
  /** Rows per tree, of those that it did not draw, on which columns are shuffled to see what they are worth; 0 for none. */
  readonly shuffled: number;
  readonly seed: number;
}
