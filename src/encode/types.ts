import type { OptionTable, RunContext, Warning } from '../base/index.ts';
import type { Tensor } from '../nn/index.ts';
import type { ColumnBlock, Matrix } from '../numeric/index.ts';

/** What an encoder can and cannot do. The contract suite checks that it is true. */
export interface EncoderTraits {
  /** The result depends on a seed. */
  readonly seeded: boolean;
  /** Learned step by step from a random start: it has a training record and can be resumed. */
  readonly trained: boolean;
  /** `inverse` gives rows back from codes. */
  readonly invertible: boolean;
  /** names: whole numbers of which only sameness has a meaning, so that only the share of columns that differ tells how far apart rows are. */
  readonly code: 'numbers' | 'names';
  /** Series of any length are taken as they are; others see them stretched to one length. */
  readonly series?: boolean;
}

/** One pass over the training rows. */
export interface Epoch {
  /** Mean loss of the training batches, with noise and dropout as in training. */
  readonly train: number;
  /** Loss on the rows held out, without noise; null when no row was held out. */
  readonly validation: number | null;
  /** Only of encoders whose loss is a sum of two. */
  readonly parts?: LossParts;
}

/** What the loss of one epoch is the sum of: reconstruction, and weight × divergence per number of a series. */
export interface LossParts {
  /** How badly rows come back: means over the training batches, and on the rows held out. */
  readonly reconstruction: number;
  readonly heldOutReconstruction?: number;
  /** How far codes lie from the normal distribution that they are drawn to (KL), before the weight: nats per series, mean over the training batches. */
  readonly divergence: number;
  /** Of the divergence in this epoch: it may grow from 0 while training warms up. */
  readonly weight: number;
}

/** How the loss of an encoder on rows that it has not seen compares with what needs no learning. */
export interface TrivialLoss {
  /** 'zero', 'column median', 'column mean', 'PCA with 64 components'. */
  readonly predictor: string;
  readonly loss: number;
  /** Mean absolute error, whatever the loss is; left out where the loss is not of numbers alone. */
  readonly absoluteError?: number;
}

/** The loss of one column of the data, where kinds of columns have losses of their own; on the held-out rows. */
export interface BlockLoss {
  /** The column of the data. */
  readonly name: string;
  readonly kind: ColumnBlock['kind'];
  /** Numbers that the encoder sees of it. */
  readonly columns: number;
  /** 'cross-entropy'. */
  readonly loss: string;
  readonly value: number;
  /** The same loss of what needs no learning. */
  readonly trivial: number;
  /** 'column mean', 'base rates'. */
  readonly trivialPredictor: string;
}

/** How a trained encoder came about. Losses are means over all numbers of the held-out rows. */
export interface TrainingRecord {
  /** 'mean absolute error', … */
  readonly loss: string;
  readonly epochs: readonly Epoch[];
  /** Index of the epoch whose weights were kept. */
  readonly best: number;
  readonly trainRows: number;
  readonly validationRows: number;
  /** Loss of the kept weights on the held-out rows (on the training rows when none were held out). */
  readonly finalLoss: number;
  /** Mean absolute error on the same rows, whatever the loss is; left out where the loss is not of numbers alone. */
  readonly absoluteError?: number;
  readonly trivial: readonly TrivialLoss[];
  /** Only of encoders that treat kinds of columns differently. */
  readonly blocks?: readonly BlockLoss[];
  /** Time spent training; 0 in a model that was loaded. */
  readonly seconds: number;
}

/** What a forest found: how well its trees tell the target, and by which columns. */
export interface ForestFacts {
  /** What the trees learned: the target, whether a row is real, or nothing, where all is drawn. */
  readonly task: 'target' | 'real-or-made-up' | 'none';
  /** The column that was told from the others; null without. */
  readonly target: string | null;
  readonly trees: number;
  /** Leaves per tree, mean. */
  readonly leaves: number;
  /** Share of the target's variance that the trees explain on the rows they were grown on; null where it does not vary. */
  readonly trainR2: number | null;
  /** The same of each row by the trees that did not draw it; null where there is no such tree. */
  readonly outOfBagR2: number | null;
  /** Columns by the share of the gains that their splits brought, 0…1, in the order of the rows' columns. */
  readonly importance: readonly ColumnImportance[];
}

export interface ColumnImportance {
  readonly column: string;
  /** Share of the fall of the squared error over all splits, 0…1. Columns of many values look better than they are. */
  readonly gain: number;
  /** By how much R² falls on rows that a tree did not draw when the column is shuffled; null where no tree left rows out. */
  readonly shuffled: number | null;
}

/** What an encoder's ONNX file takes, and how the encoder's rows are made of it. */
export interface OnnxFront {
  /** Features as they are in the data, prepared numbers, or what the encoder before gave. */
  readonly input: 'features' | 'prepared' | 'encoded';
  /** Names of the columns of the file's input, in order. */
  readonly columns: readonly string[];
  /** n × columns → n × d, as nodes. Left out, they are the encoder's rows already. */
  readonly prepare?: (x: Tensor) => Tensor;
}

/** What was learned. Everything is readonly; no call changes it. */
export interface EncoderModel {
  /** The method's name, e.g. 'PCA'. */
  readonly type: string;
  /** d, the columns of the rows it was fitted on. */
  readonly inputs: number;
  /** c, the columns of the code. */
  readonly outputs: number;
  readonly warnings: readonly Warning[];
  /** Only of trained encoders. */
  readonly training?: TrainingRecord;
  /** Only of forests. */
  readonly forest?: ForestFacts;
  /** Rows of the fit that training never saw, ascending; only right after a trained encoder's fit, not after `load`. */
  readonly heldOut?: Int32Array;
  /** n × d → n × c, each row by itself: alone or among others it gets the same code. Rows it was fitted on get the code of the fit. */
  transform(x: Matrix, context?: RunContext): Promise<Matrix>;
  /** n × c → n × d, where the traits say so. */
  inverse?(z: Matrix, context?: RunContext): Promise<Matrix>;
  /** How badly each row comes back from its code: the training loss of that row alone. Only of trained encoders. */
  errors?(x: Matrix, context?: RunContext): Promise<Float64Array>;
  /** How ordinary each row is: the share of rows held out that come back as badly, a conformal p-value. Only of nets. */
  pValues?(x: Matrix, context?: RunContext): Promise<Float64Array>;
  /** Everything needed to encode again, as one versioned buffer. */
  toState(): ArrayBuffer;
  /** The encoder as an ONNX file for any ONNX Runtime; only where it is a net. With a front, the file says what it takes. */
  toOnnx?(front?: OnnxFront): Uint8Array;
}

/** Options, checked when it was made. Fitting does not change it. */
export interface Encoder {
  fit(x: Matrix, context?: RunContext): Promise<EncoderModel>;
}

/** One entry of the list of encoders: what a study, the CLI and the contract suite need to know. */
export interface EncoderMethod<O extends object = Record<string, unknown>> {
  /** One sentence for the report and the list of options. */
  readonly meaning: string;
  readonly table: OptionTable<O>;
  readonly traits: EncoderTraits;
  /** @param blocks what the columns of x say, for methods that treat kinds differently; others ignore it */
  create(options: Partial<O>, blocks?: readonly ColumnBlock[]): Encoder;
  load(state: ArrayBuffer): EncoderModel;
}
