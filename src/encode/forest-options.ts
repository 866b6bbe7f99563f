import { flag, integer, type OptionTable, real, text } from '../base/index.ts';

/** What both forests are told. */
export interface ForestOptions {
  /**
   * The prepared column, a number or a flag, that the trees tell from the others; it is no input then. Left
   * out, there is none: RandomForest tells the rows from made-up ones, ExtraTrees splits at random.
   */
  target: string;
  /** How many trees, and so many numbers per row. More make shares of common leaves finer. Default 100. */
  trees: number;
  /** Splits from the root to a leaf at most. Few make large leaves, in which more rows meet. Default none. */
  maxDepth: number | 'none';
  /**
   * Least rows of a leaf, counted as often as they were drawn. More make leaves larger, in which more rows
   * meet. auto (default): 1 for RandomForest, where rows that a tree did not draw meet others; 5 for ExtraTrees.
   */
  minSamplesLeaf: number | 'auto';
  /**
   * Share of the columns tried at each split. auto (default): all with a target; without, the square root
   * of their number for RandomForest and one for ExtraTrees.
   */
  maxFeatures: number | 'auto' | 'sqrt';
  /** Each tree draws its rows with replacement; the rows it leaves out test it. Default true for RandomForest. */
  bootstrap: boolean;
  /** Rows that each tree draws, as a share of all. Default 1. */
  subsample: number;
  /** Seed of all that is drawn. Default 0. */
  seed: number;
}

export function forestTable(bootstrap: boolean): OptionTable<ForestOptions> {
  return {
    target: text({
      meaning: 'the prepared column that the trees tell from the others; left out, there is none',
      default: '',
    }),
    trees: integer({ meaning: 'how many trees, and numbers per row', default: 100, min: 1 }),
    maxDepth: integer<number | 'none'>({
      meaning: 'splits from the root to a leaf at most',
      default: 'none',
      min: 1,
      words: ['none'],
    }),
    minSamplesLeaf: integer<number | 'auto'>({
      meaning: 'least rows of a leaf. auto: 1 for RandomForest, 5 for ExtraTrees',
      default: 'auto',
      min: 1,
      words: ['auto'],
    }),
    maxFeatures: real<number | 'auto' | 'sqrt'>({
      meaning: 'share of the columns tried at each split. auto: all with a target, else few',
      default: 'auto',
      min: 0,
      max: 1,
      words: ['auto', 'sqrt'],
    }),
    bootstrap: flag({ meaning: 'each tree draws its rows with replacement', default: bootstrap }),
    subsample: real({
      meaning: 'rows that each tree draws, as a share of all',
      default: 1,
      min: 0.001,
      max: 1,
    }),
    seed: integer({ meaning: 'seed of all that is drawn', default: 0, min: 0 }),
  };
}
