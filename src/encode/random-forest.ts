/**
 * A random forest as an encoder: rows are near when the trees put them into the same leaves.
 *
 * Source: Breiman 2001, "Random Forests"; without a target Breiman & Cutler's real rows against made-up ones.
 */
import { type OptionTable, type RunContext, readOptions } from '../base/index.ts';
import type { ColumnBlock, Matrix } from '../numeric/index.ts';
import { fitForest } from './fit-forest.ts';
import { ForestModel } from './forest-model.ts';
import { type ForestOptions, forestTable } from './forest-options.ts';
import type { Encoder, EncoderMethod } from './types.ts';

const table = forestTable(true);

/**
 * The leaf of each row in each of many trees that tell one column from the others.
 *
 * Use it where columns count by what they say of a target, such as revenue, whatever their units: no
 * scaling is needed, outliers do no harm, and columns that say nothing fall away. The codes are names: give
 * them to a method with metric hamming, such as UMAP; 1 − hamming is the share of trees in which two rows
 * share a leaf (Breiman's proximity, over all trees).
 *
 * Shapes: x is n × d; codes are n × trees.   Missing: NaN not allowed.
 * Cost: O(trees·n·d·log n); memory 16 bytes per node, about 1.3·n nodes per tree.
 * Repeatable: yes, the same bits for a seed on any thread count.
 * Warns: 'leaves-not-shared' when nearly every row has a leaf of its own.
 *
 * @param blocks names the columns for `target`; without, they are “column 1”, “column 2”, …
 * @example
 * const model = await new RandomForest({ target: 'column 1' }).fit(x);
 * const map = await new UMAP({ metric: 'hamming' }).fit(await model.transform(x));
 */
export class RandomForest implements Encoder {
  readonly options: Readonly<ForestOptions>;
  readonly #blocks: readonly ColumnBlock[] | undefined;

  constructor(options: Partial<ForestOptions> = {}, blocks?: readonly ColumnBlock[]) {
    this.options = readOptions('RandomForest', table, options);
    this.#blocks = blocks;
  }

  async fit(x: Matrix, context: RunContext = {}): Promise<ForestModel> {
    return fitForest('RandomForest', x, this.options, this.#blocks, context);
  }
}

export const randomForestMethod = {
  meaning:
    'Many trees tell one column from the others, or the rows from made-up ones; a row becomes its leaves, which are names.',
  table: table as unknown as OptionTable<Record<string, unknown>>,
  traits: { seeded: true, trained: false, invertible: false, code: 'names' },
  create: (options: Partial<ForestOptions>, blocks?: readonly ColumnBlock[]) =>
    new RandomForest(options, blocks),
  load: (state: ArrayBuffer) => ForestModel.fromState('RandomForest', state),
} satisfies EncoderMethod;
