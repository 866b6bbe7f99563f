/**
 * Extremely randomized trees as an encoder: cuts are drawn, so that more trees differ.
 *
 * Source: Geurts, Ernst & Wehenkel 2006, "Extremely randomized trees"; without a target the completely
 * random trees of Moosmann, Triggs & Jurie 2006, "Fast discriminative visual codebooks using randomized
 * clustering forests".
 */
import { type OptionTable, type RunContext, readOptions } from '../base/index.ts';
import type { ColumnBlock, Matrix } from '../numeric/index.ts';
import { fitForest } from './fit-forest.ts';
import { ForestModel } from './forest-model.ts';
import { type ForestOptions, forestTable } from './forest-options.ts';
import type { Encoder, EncoderMethod } from './types.ts';

const table = forestTable(false);

/**
 * The leaf of each row in each of many trees whose cuts are drawn at random.
 *
 * With a target the best of some random cuts is taken: smoother than RandomForest, and quicker. Without, cuts
 * look at nothing: rows that are near in many columns share leaves, however the columns are scaled.
 * The codes are names, as those of RandomForest are.
 *
 * Shapes: x is n × d; codes are n × trees.   Missing: NaN not allowed.
 * Cost: O(trees·n·d·log n); memory 16 bytes per node.
 * Repeatable: yes, the same bits for a seed on any thread count.
 * Warns: 'leaves-not-shared' when nearly every row has a leaf of its own.
 *
 * @param blocks names the columns for `target`; without, they are “column 1”, “column 2”, …
 * @example
 * const leaves = await (await new ExtraTrees({ trees: 200 }).fit(x)).transform(x);
 * const map = await new UMAP({ metric: 'hamming' }).fit(leaves);
 */
export class ExtraTrees implements Encoder {
  readonly options: Readonly<ForestOptions>;
  readonly #blocks: readonly ColumnBlock[] | undefined;

  constructor(options: Partial<ForestOptions> = {}, blocks?: readonly ColumnBlock[]) {
    this.options = readOptions('ExtraTrees', table, options);
    this.#blocks = blocks;
  }

  async fit(x: Matrix, context: RunContext = {}): Promise<ForestModel> {
    return fitForest('ExtraTrees', x, this.options, this.#blocks, context);
  }
}

export const extraTreesMethod = {
  meaning:
    'Many trees with cuts drawn at random tell one column from the others, or nothing; a row becomes its leaves, which are names.',
  table: table as unknown as OptionTable<Record<string, unknown>>,
  traits: { seeded: true, trained: false, invertible: false, code: 'names' },
  create: (options: Partial<ForestOptions>, blocks?: readonly ColumnBlock[]) =>
    new ExtraTrees(options, blocks),
  load: (state: ArrayBuffer) => ForestModel.fromState('ExtraTrees', state),
} satisfies EncoderMethod;
