/**
 * Tabular autoencoder: few numbers per row from which a net gives back numbers, flags, categories and texts,
 * each kind by the loss that suits it.
 *
 * Source: Hinton & Salakhutdinov 2006 for the net; Nazábal and others 2020, "Handling incomplete heterogeneous
 * data using VAEs", for one likelihood per kind.   Differs: every column's loss is divided by that of its mean or
 * base rates, so that no kind outweighs another by its units.
 */
import {
  DataError,
  integer,
  integers,
  type OptionTable,
  Run,
  type RunContext,
  readOptions,
  real,
} from '../base/index.ts';
import { type Built, type Design, maskingNoise, mean, type Tensor, train } from '../nn/index.ts';
import { type ColumnBlock, checkMatrix, type Matrix } from '../numeric/index.ts';
import { type CodeNet, NAMES } from './code-net.ts';
import { denseParts } from './dense-parts.ts';
import { told } from './fit-code-net.ts';
import { measureBlocks, trivialLoss, weighBlocks } from './measure-blocks.ts';
import { NetModel, ordinaryErrors, readNet } from './net-model.ts';
import { balancedLoss, blockOutputs, type WeighedBlock } from './tabular-loss.ts';
import { type TrainingOptions, trainingTable, trainOptions } from './training-options.ts';
import { someRows } from './trivial-losses.ts';
import type { Encoder, EncoderMethod } from './types.ts';

export interface TabularAutoencoderOptions extends TrainingOptions {
  /** c, the numbers of the code. More give rows back better and say less about what matters. Default 8. */
  components: number;
  /** Widths of the encoder's hidden layers; the decoder has them backwards. Default [64]. */
  widths: readonly number[];
  /** Share of the numbers that the net does not see in training and has to give back all the same. Default 0.3. */
  noise: number;
  /** Share of the hidden numbers that is left out at random in training. Default 0. */
  dropout: number;
}

const tabularTable: OptionTable<TabularAutoencoderOptions> = {
  components: integer({ meaning: 'how many numbers the code has', default: 8, min: 1 }),
  widths: integers({
    meaning: 'widths of the hidden layers of the encoder',
    default: [64],
    min: 1,
  }),
  noise: real({
    meaning: 'share of the numbers hidden from the net in training',
    default: 0.3,
    min: 0,
    max: 0.9,
  }),
  dropout: real({
    meaning: 'share of the hidden numbers left out at random in training',
    default: 0,
    min: 0,
    max: 0.9,
  }),
  ...trainingTable,
};

/** A net that does no better than this share of the mean's loss has learned nothing of use. */
const BETTER = 0.98;

/**
 * Few numbers per row of a mixed table.
 *
 * Numbers by the Huber loss, flags by binary cross-entropy, categories by cross-entropy, coordinates of texts by
 * squared error. Without blocks every column is a number.
 */
export class TabularAutoencoder implements Encoder {
  readonly options: Readonly<TabularAutoencoderOptions>;
  readonly #blocks: readonly ColumnBlock[] | undefined;

  constructor(options: Partial<TabularAutoencoderOptions> = {}, blocks?: readonly ColumnBlock[]) {
    this.options = readOptions('TabularAutoencoder', tabularTable, options);
    this.#blocks = blocks;
  }

  async fit(x: Matrix, context: RunContext = {}): Promise<NetModel<TabularAutoencoderOptions>> {
    const run = new Run(context);
    run.check();
    checkMatrix('TabularAutoencoder.fit', x);
    const { options } = this;
    const blocks = weighBlocks(x, this.#blocks ?? numberBlocks(x.cols));
    checkBlocks(blocks, x.cols);
    const net = tabularNet(options, x.cols, blocks);
    const trained = await train(
      net.whole,
      { [NAMES.rows]: x.data },
      trainOptions('TabularAutoencoder', options, x.rows),
      run,
    );
    const seen = x.takeRows(someRows(trained.trainRows));
    const measured = trained.validationRows.length > 0 ? trained.validationRows : trained.trainRows;
    const held = x.takeRows(someRows(measured));
    const parts = {
      type: 'TabularAutoencoder',
      options,
      resolved: { blocks: JSON.stringify(blocks) },
      net,
      weights: trained.weights,
      heldOut: trained.validationRows.slice().sort(),
      training: {
        loss: 'balanced loss, in which each column counts 1 at its mean or base rates',
        epochs: trained.epochs.map(told),
        best: trained.best,
        trainRows: trained.trainRows.length,
        validationRows: trained.validationRows.length,
        finalLoss: trained.finalLoss,
        trivial: [
          { predictor: 'column means and base rates', loss: trivialLoss(seen, held, blocks) },
        ],
        seconds: trained.seconds,
      },
    };
    const plain = new NetModel({ ...parts, warnings: [] });
    const rebuilt = await plain.reconstruct(held, run);
    const ordinary = await ordinaryErrors(plain, held, run);
    const training = { ...parts.training, blocks: measureBlocks(seen, held, rebuilt, blocks) };
    judge(training.finalLoss, training.trivial[0].loss, run);
    return new NetModel({ ...parts, training, ordinary, warnings: run.warnings });
  }
}

function judge(loss: number, trivial: number, run: Run): void {
  if (trivial === 0 || loss <= BETTER * trivial) return;
  run.warn(
    'collapsed',
    `TabularAutoencoder: the reconstruction is no better than column means and base rates (loss ${loss.toPrecision(3)} against ${trivial.toPrecision(3)} on rows held out). The code says next to nothing about the rows. Try more epochs, less noise or a learning rate of 1e-3.`,
  );
}

function tabularNet(
  options: TabularAutoencoderOptions,
  inputs: number,
  blocks: readonly WeighedBlock[],
): Omit<CodeNet, 'loss'> {
  const { components: outputs, widths, dropout, start, noise } = options;
  const layers = denseParts(
    {
      widths,
      dropout,
      start,
      decoder: 'mirrored',
      activation: 'elu',
      codeActivation: 'linear',
      norm: 'none',
    },
    inputs,
    outputs,
  );
  return {
    inputs,
    outputs,
    whole: {
      inputs: { [NAMES.rows]: { shape: [inputs] } },
      build(design: Design, { [NAMES.rows]: x }: Readonly<Record<string, Tensor>>): Built {
        const { code } = layers.encode(design, maskingNoise(design, 'noise', x, noise));
        const scores = layers.decode(design, code);
        const error = balancedLoss(scores, x, blocks);
        const reconstruction = blockOutputs(scores, blocks);
        return { loss: mean(error), outputs: { code, reconstruction, error } };
      },
    },
    decoder: {
      inputs: { [NAMES.code]: { shape: [outputs] } },
      build(design: Design, { [NAMES.code]: code }: Readonly<Record<string, Tensor>>): Built {
        const reconstruction = blockOutputs(layers.decode(design, code), blocks);
        return { loss: mean(reconstruction), outputs: { reconstruction } };
      },
    },
  };
}

function numberBlocks(cols: number): ColumnBlock[] {
  return Array.from({ length: cols }, (_, j) => ({
    name: `column ${j + 1}`,
    kind: 'number',
    from: j,
    to: j + 1,
  }));
}

/** @throws {DataError} blocks that leave a column out or have one twice */
function checkBlocks(blocks: readonly WeighedBlock[], cols: number): void {
  const end = blocks.reduce((at, { from, to }) => (from === at && to > from ? to : Number.NaN), 0);
  if (end !== cols) {
    throw new DataError(
      `TabularAutoencoder.fit: blocks must follow each other over all ${cols} columns, got ${blocks.length} that do not.`,
    );
  }
}

export const tabularAutoencoderMethod = {
  meaning:
    'A net learns few numbers per row from which it gives numbers, flags, categories and texts back, each by its own loss.',
  table: tabularTable as unknown as OptionTable<Record<string, unknown>>,
  traits: { seeded: true, trained: true, invertible: true, code: 'numbers' },
  create: (options: Partial<TabularAutoencoderOptions>, blocks?: readonly ColumnBlock[]) =>
    new TabularAutoencoder(options, blocks),
  load(state: ArrayBuffer): NetModel<TabularAutoencoderOptions> {
    const type = 'TabularAutoencoder';
    const { inputs, ...parts } = readNet(type, tabularTable, state);
    const blocks = JSON.parse(String(parts.resolved.blocks));
    return new NetModel({ ...parts, net: tabularNet(parts.options, inputs, blocks) });
  },
} satisfies EncoderMethod;
