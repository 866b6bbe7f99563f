/**
 * Convolutional autoencoder for series: filters that slide along time, the further apart the deeper.
 *
 * Source: Masci, Meier, Cireşan & Schmidhuber 2011, "Stacked convolutional auto-encoders"; dilation from van den
 * Oord et al. 2016, "WaveNet", section 2.1.   Differs: filters look both ways, and one dense layer makes the code.
 */
import {
  choice,
  integer,
  integers,
  OptionError,
  type OptionTable,
  Run,
  type RunContext,
  readOptions,
  real,
  unpackState,
} from '../base/index.ts';
import type { Activation } from '../nn/index.ts';
import { checkMatrix, type Matrix } from '../numeric/index.ts';
import { codeNet } from './code-net.ts';
import {
  ACTIVATIONS,
  type CodeOptions,
  codeTable,
  resolveCode,
  warnOfOutput,
} from './dense-options.ts';
import { fitCodeNet } from './fit-code-net.ts';
import { NetModel, type NetModelParts } from './net-model.ts';
import { reconstructionLoss } from './reconstruction-loss.ts';
import { seriesParts } from './series-parts.ts';
import { type TrainingOptions, trainingTable, trainOptions } from './training-options.ts';
import type { Encoder, EncoderMethod } from './types.ts';

export interface ConvAutoencoderOptions extends CodeOptions, TrainingOptions {
  /** Filters of each layer. More layers see further. Default [16, 32]. */
  channels: readonly number[];
  /** Steps that a filter looks at. Default 5. */
  taps: number;
  /** Each layer keeps every so manieth step. Default 2. */
  stride: number;
  /** How much further apart each layer's taps are than those of the one before. Default 2. */
  dilation: number;
  /** Of the hidden layers. Default elu. */
  activation: Activation;
  /** Share of the hidden numbers that is left out at random in training. Default 0. */
  dropout: number;
  /** masking or gaussian noise in training; none by default. */
  noise: 'none' | 'masking' | 'gaussian';
  /** Share that is masked, or standard deviation in the units of x. Default 0.1. */
  amount: number;
}

const convTable: OptionTable<ConvAutoencoderOptions> = {
  ...codeTable,
  channels: integers({ meaning: 'filters of each layer', default: [16, 32], min: 1 }),
  taps: integer({ meaning: 'steps that a filter looks at', default: 5, min: 1 }),
  stride: integer({ meaning: 'every so manieth step is kept by a layer', default: 2, min: 1 }),
  dilation: integer({
    meaning: 'how much further apart each layer’s taps are than those before',
    default: 2,
    min: 1,
  }),
  activation: choice(ACTIVATIONS, { meaning: 'of the hidden layers', default: 'elu' }),
  dropout: real({
    meaning: 'share of the hidden numbers left out at random in training',
    default: 0,
    min: 0,
    max: 0.9,
  }),
  noise: choice(['none', 'masking', 'gaussian'], {
    meaning: 'what is done to rows in training',
    default: 'none',
  }),
  amount: real({
    meaning: 'share that is masked, or standard deviation in the units of x',
    default: 0.1,
    min: 0,
  }),
  ...trainingTable,
};

/**
 * Few numbers per series from which a net of filters gives the series back. Rows are series, columns are steps
 * in their order; what happens a little earlier or later looks alike to it, which no other encoder here knows.
 *
 * Measured on 3,648 daily series of 374 days, each divided by its maximum, a fifth held out, after 10 epochs of
 * 3 s on two threads: mean absolute error 0.0193 (all-zero 0.0244), mean squared error 0.0039 (PCA with 64
 * components 0.0052). `Autoencoder` comes further in less time there: try it first.
 *
 * Shapes: x is n series × t steps; the code n × c.   Missing: NaN not allowed.
 * Cost: as many products as channels of neighbouring layers times taps, for each step kept.
 * Repeatable: to the bit for a seed on the same kind of processor, on any number of threads.
 *
 * @example const model = await new ConvAutoencoder({ channels: [16, 32] }).fit(series);
 */
export class ConvAutoencoder implements Encoder {
  readonly options: Readonly<ConvAutoencoderOptions>;

  constructor(options: Partial<ConvAutoencoderOptions> = {}) {
    this.options = readOptions('ConvAutoencoder', convTable, options);
    if (this.options.channels.length === 0) {
      throw new OptionError('ConvAutoencoder: channels must name at least one layer, got [].');
    }
  }

  async fit(x: Matrix, context: RunContext = {}): Promise<NetModel<ConvAutoencoderOptions>> {
    const { options } = this;
    const run = new Run(context);
    run.check();
    checkMatrix('ConvAutoencoder.fit', x);
    const resolved = resolveCode(options, x);
    warnOfOutput('ConvAutoencoder.fit', resolved.output, x, run);
    const net = convNet(options, x.cols, resolved);
    const about = { type: 'ConvAutoencoder', options, resolved };
    return fitCodeNet(about, net, x, trainOptions('ConvAutoencoder', options, x.rows), run);
  }
}

function convNet(
  options: ConvAutoencoderOptions,
  inputs: number,
  { components, output }: ReturnType<typeof resolveCode>,
) {
  const loss = reconstructionLoss(options.loss, options.beta);
  const layers = seriesParts(options, inputs, components);
  const { noise: kind, amount } = options;
  const noise = kind === 'none' ? undefined : { kind, amount };
  return codeNet({ ...layers, inputs, outputs: components, output, loss, noise });
}

function loadConv(state: ArrayBuffer): NetModel<ConvAutoencoderOptions> {
  const { meta, arrays } = unpackState(state, ['ConvAutoencoder']);
  const given = meta.options as Partial<ConvAutoencoderOptions>;
  const options = readOptions('ConvAutoencoder', convTable, given);
  const resolved = meta.resolved as ReturnType<typeof resolveCode>;
  return new NetModel<ConvAutoencoderOptions>({
    type: 'ConvAutoencoder',
    options,
    resolved,
    net: convNet(options, Number(meta.inputs), resolved),
    weights: arrays as NetModelParts<ConvAutoencoderOptions>['weights'],
    training: meta.training as NetModelParts<ConvAutoencoderOptions>['training'],
    warnings: meta.warnings as NetModelParts<ConvAutoencoderOptions>['warnings'],
  });
}

export const convAutoencoderMethod = {
  meaning:
    'An autoencoder for series: filters slide along the columns, which must be steps in order.',
  table: convTable as unknown as OptionTable<Record<string, unknown>>,
  traits: { seeded: true, trained: true, invertible: true, code: 'numbers' },
  create: (options: Partial<ConvAutoencoderOptions>) => new ConvAutoencoder(options),
  load: loadConv,
} satisfies EncoderMethod;
