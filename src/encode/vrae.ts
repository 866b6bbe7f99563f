/**
 * Variational recurrent autoencoder: an LSTM or GRU reads a series, another one says it again from a drawn code.
 *
 * Source: Fabius & van Amersfoort 2015, "Variational recurrent auto-encoders"; Kingma & Welling 2014.   Differs: the
 * decoder gets zeros as input, as in the published implementation that many copy; its cell state, too, comes from the
 * code; series end where they end, and none is left out because a batch is not full.
 */
import {
  choice,
  flag,
  integer,
  type OptionTable,
  Random,
  Run,
  type RunContext,
  readOptions,
  real,
} from '../base/index.ts';
import { checkMatrix, Matrix, type SeriesMatrix, variance } from '../numeric/index.ts';
import { codeNet } from './code-net.ts';
import { fitCodeNet } from './fit-code-net.ts';
import { NetModel, type NetModelParts, readNet } from './net-model.ts';
import { reconstructionLoss } from './reconstruction-loss.ts';
import { recurrentParts } from './recurrent-parts.ts';
import { type SeriesShape, seriesShape } from './series-rows.ts';
import { type TrainingOptions, trainingTable, trainOptions } from './training-options.ts';
import type { Encoder, EncoderMethod } from './types.ts';

export interface VRAEOptions extends TrainingOptions {
  /**
   * gru (default) or lstm. With zeros for input a net stays long at the mean of all series, an LSTM longer: on 1,500
   * series of ECG5000, where the mean has a mean squared error of 0.50, an LSTM stood at 0.52 after 420 steps; three
   * trainings of a GRU at 0.28 and 0.38 after as many, and at 0.49 after 504. If `collapsed` is warned of, train longer.
   */
  cell: 'lstm' | 'gru';
  /** Units of each layer and direction. More remember more and take longer, by the square. Default 90. */
  hidden: number;
  /** c, the numbers of the code. Default 20. */
  components: number;
  /** Layers above each other, in encoder and decoder. Default 1. */
  layers: number;
  /** Read and say series from both ends: twice the work. Default false. */
  bidirectional: boolean;
  /** Share of the numbers between two layers that is left out at random in training. Default 0. */
  dropout: number;
  /** mse (default): the square of the difference. smooth-l1: beyond beta its size, so that single peaks do not rule. */
  loss: 'mse' | 'smooth-l1';
  /** Where smooth-l1 turns from a parabola to a line, in units of x. Default 1, as in PyTorch. */
  beta: number;
  /**
   * Weight of the divergence of codes from the normal distribution (KL, nats per series) beside the sum of the loss
   * over all numbers of a series: 1 is the evidence bound. More makes drawn series more like real ones, and codes say
   * less. as-published (default): 1/(batch × components), what comes of adding a mean over batch and code to a sum
   * over batch and steps: almost a plain autoencoder.
   */
  klWeight: number | 'as-published';
  /** Epochs over which that weight rises from 0, in a line. Their weights are not kept for their loss. Default 0. */
  warmUp: number;
}

const vraeTable: OptionTable<VRAEOptions> = {
  cell: choice(['lstm', 'gru'], { meaning: 'what reads and says series', default: 'gru' }),
  hidden: integer({ meaning: 'units of each layer and direction', default: 90, min: 1 }),
  components: integer({ meaning: 'how many numbers the code has', default: 20, min: 1 }),
  layers: integer({ meaning: 'layers above each other', default: 1, min: 1 }),
  bidirectional: flag({ meaning: 'read and say series from both ends', default: false }),
  dropout: real({
    meaning: 'share of the numbers between layers left out at random in training',
    default: 0,
    min: 0,
    max: 0.9,
  }),
  loss: choice(['mse', 'smooth-l1'], {
    meaning: 'how far a reconstruction is from its series',
    default: 'mse',
  }),
  beta: real({
    meaning: 'where smooth-l1 turns from a parabola to a line, in units of x',
    default: 1,
    min: 1e-6,
  }),
  klWeight: real<number | 'as-published'>({
    meaning:
      'weight of the codes’ divergence beside the summed loss of a series; as-published: 1/(batch × components)',
    default: 'as-published',
    min: 0,
    words: ['as-published'],
  }),
  warmUp: integer({ meaning: 'epochs over which that weight rises from 0', default: 0, min: 0 }),
  ...trainingTable,
  batch: integer({ meaning: 'series per step of training', default: 32, min: 1 }),
  learningRate: real({ meaning: 'size of a step of training', default: 1e-2, min: 0 }),
  clip: real({ meaning: 'largest norm of the gradient; 0 for any', default: 1, min: 0 }),
};

/** What epochs: auto comes to. */
const ENOUGH = { epochs: 2, steps: 1400 };

/** Parts of a batch that are trained at the same time; more are too small for what each costs beside its rows. */
const SHARDS = 4;

/** Below this variance over series a number of the code says nothing: Burda, Grosse & Salakhutdinov 2016, section 5. */
const ACTIVE = 0.01;

const CURES =
  'Try the cell "gru", a learning rate of 1e-2 with clip: 1, more epochs, or a smaller klWeight with warmUp.';

/**
 * Few numbers per series from which a recurrent net says the series again; series of any length, with any channels.
 *
 * Use it to draw new series, to find strange ones by `pValues`, or to repeat a published study. To find segments
 * there are better and quicker ways: over 20 labelled sets k-means of its code has a mean ARI of 0.35 against 0.34 of the raw
 * series and 0.47 of the default study (one training each, docs/series-study.md), but at a hundred times the cost; on
 * ECG5000 (4,999 series, 5 kinds) 0.35 against 0.47 and 0.77, after ten epochs and 129 s of processor time.
 *
 * Training makes small, per number: (sum of the loss over a series' numbers) / (their count) + klWeight · KL / (channels
 * · steps), as a mean over the series of a batch. The losses of the record, `errors` and what is held out are the first
 * term alone, from means, without noise.
 *
 * Shapes: x is n series of c channels and up to t steps; the code n × components.   Missing: NaN not allowed.
 * Cost: 12 · t · hidden · (hidden + c) products per series and layer for LSTM, three times that in training, where a batch
 * is computed in up to four parts on threads of their own, each with an ONNX Runtime session.
 * Repeatable: to the bit for a seed on the same kind of processor, on any number of threads.
 *
 * @throws {ModelError} the loss does not stay finite in the first epoch
 * @example
 * const model = await new VRAE({ epochs: 20 }).fit(series);
 * const strange = (await model.pValues(series)).flatMap((p, i) => (p <= 0.01 ? [i] : []));
 */
export class VRAE implements Encoder {
  readonly options: Readonly<VRAEOptions>;

  constructor(options: Partial<VRAEOptions> = {}) {
    this.options = readOptions('VRAE', vraeTable, options);
  }

  async fit(x: Matrix, context: RunContext = {}): Promise<VRAEModel> {
    const { options } = this;
    const run = new Run(context);
    run.check();
    checkMatrix('VRAE.fit', x);
    const shape = seriesShape(x);
    const training = trainOptions('VRAE', options, x.rows, ENOUGH);
    const held = Math.floor(options.validation * x.rows);
    const warmUp = options.warmUp * Math.ceil((x.rows - held) / options.batch);
    const about = { type: 'VRAE', options, resolved: { ...shape }, cures: CURES };
    const net = vraeNet(options, shape, warmUp);
    const parts = await fitCodeNet(about, net, x, { ...training, settled: options.warmUp }, run);
    const kept = parts.heldOut!.length > 1 ? x.takeRows(parts.heldOut!) : x;
    await sayIdle(new VRAEModel(parts), kept, run);
    return new VRAEModel({ ...parts, warnings: run.warnings });
  }
}

/** A fitted `VRAE`. Series may have more steps than those of the fit. */
export class VRAEModel extends NetModel<VRAEOptions> {
  constructor(parts: Omit<NetModelParts<VRAEOptions>, 'net'>) {
    const { channels, steps } = parts.resolved as Record<keyof SeriesShape, number>;
    const netOf = (shape: SeriesShape) => vraeNet(parts.options, shape, 0);
    super({ ...parts, net: netOf({ channels, steps }), longer: netOf });
  }

  /**
   * New series: codes drawn from the normal distribution, decoded.
   *
   * They are like the fitted ones only where klWeight was near 1; as published, codes lie elsewhere.
   * Repeatable: for a seed.
   */
  async sample(count: number, seed = 0, context: RunContext = {}): Promise<SeriesMatrix> {
    const random = new Random(seed).fork('sample');
    const draws = Float32Array.from({ length: count * this.outputs }, () => random.normal());
    return this.inverse(new Matrix(draws, count, this.outputs), context) as Promise<SeriesMatrix>;
  }
}

/** The net of these options for series of this shape. @param warmUp steps of training over which the weight of the divergence rises */
export function vraeNet(options: Readonly<VRAEOptions>, series: SeriesShape, warmUp: number) {
  const { components, klWeight, start, batch } = options;
  const numbers = series.channels * series.steps;
  const weight = klWeight === 'as-published' ? 1 / (batch * components) : klWeight;
  return codeNet({
    ...recurrentParts(options, series, components, { start, weight, warmUp, numbers }),
    inputs: numbers,
    outputs: components,
    series,
    output: 'linear',
    loss: reconstructionLoss(options.loss, options.beta),
    shards: SHARDS,
  });
}

/** Says when the divergence won: numbers of the code that are the same for every series. */
async function sayIdle(model: VRAEModel, x: Matrix, run: Run): Promise<void> {
  if (x.rows < 2) return;
  const codes = await model.transform(x, run.quiet());
  const idle = Array.from({ length: codes.cols }, (_, j) =>
    variance(Float64Array.from({ length: codes.rows }, (_, i) => codes.data[i * codes.cols + j])),
  ).filter((spread) => spread < ACTIVE).length;
  if (idle === 0) return;
  const all = idle === codes.cols;
  run.warn(
    all ? 'posterior-collapsed' : 'idle-components',
    `VRAE.fit: ${all ? `all ${idle}` : `${idle} of ${codes.cols}`} numbers of the code are the same for every series (variance below ${ACTIVE}), so ${all ? 'it says nothing' : 'they say nothing'}. ${all ? 'Lower klWeight, or let it rise over some epochs by warmUp.' : 'Fewer components would do, or a lower klWeight would wake them.'}`,
  );
}

export const vraeMethod = {
  meaning:
    'A recurrent net reads a series of any length into a code, and another one says it again from a draw around it.',
  table: vraeTable as unknown as OptionTable<Record<string, unknown>>,
  traits: { seeded: true, trained: true, invertible: true, code: 'numbers' },
  create: (options: Partial<VRAEOptions>) => new VRAE(options),
  load(state: ArrayBuffer): VRAEModel {
    const { inputs: _, ...parts } = readNet('VRAE', vraeTable, state);
    return new VRAEModel(parts);
  },
} satisfies EncoderMethod;
