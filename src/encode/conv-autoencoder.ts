/**
 * Convolutional autoencoder for series: filters that slide along time, the further apart the deeper.
 *
 * Source: Franceschi, Dieuleveut & Jaggi 2019, "Unsupervised scalable representation learning for multivariate time
 * series", section 3 (causal); Masci, Meier, Cireşan & Schmidhuber 2011, "Stacked convolutional auto-encoders" (strided).
 * Differs: causal layers have one convolution each, pooling is over pieces of the time, and a dense layer decodes;
 * strided filters look both ways.
 */
import {
  choice,
  integer,
  integers,
  type OptionTable,
  Run,
  type RunContext,
  readOptions,
  real,
} from '../base/index.ts';
import type { Activation } from '../nn/index.ts';
import { checkMatrix, type Matrix } from '../numeric/index.ts';
import { causalDepth, causalParts } from './causal-parts.ts';
import { codeNet } from './code-net.ts';
import {
  ACTIVATIONS,
  type CodeOptions,
  codeTable,
  resolveCode,
  warnOfOutput,
} from './dense-options.ts';
import { fitCodeNet } from './fit-code-net.ts';
import { NetModel, readNet } from './net-model.ts';
import { reconstructionLoss } from './reconstruction-loss.ts';
import { seriesParts } from './series-parts.ts';
import { type SeriesShape, seriesShape } from './series-rows.ts';
import { type TrainingOptions, trainingTable, trainOptions } from './training-options.ts';
import type { Encoder, EncoderMethod } from './types.ts';

export interface ConvAutoencoderOptions extends CodeOptions, TrainingOptions {
  /**
   * causal (default): residual layers over all steps, each step from those before it, then the largest number of each
   * channel in each piece of the time. strided: layers that look both ways and keep fewer steps each, then all of
   * what is left; finer to the step, and it gives rows back better.
   */
  form: 'causal' | 'strided';
  /** Filters of each layer. More layers see further. [] (default): causal six of 16, fewer for short series; strided [16, 32]. */
  channels: readonly number[];
  /** Steps that a filter looks at. auto (default): causal 3, strided 5. */
  taps: number | 'auto';
  /** Strided only: each layer keeps every so manieth step. Default 2. */
  stride: number;
  /** How much further apart each layer's taps are than those of the one before. Default 2. */
  dilation: number;
  /**
   * Causal only: pieces of the time, of each of which the largest number of each channel is kept. 1, as published,
   * forgets when something happens; more remember it more exactly. Default 8.
   */
  pieces: number;
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
  form: choice(['causal', 'strided'], {
    meaning: 'filters over all steps that look back, or both ways on ever fewer steps',
    default: 'causal',
  }),
  channels: integers({
    meaning: 'filters of each layer; none: as many as suit the form and the series',
    default: [],
    min: 1,
  }),
  taps: integer<number | 'auto'>({
    meaning: 'steps that a filter looks at; auto: 3 causal, 5 strided',
    default: 'auto',
    min: 1,
    words: ['auto'],
  }),
  stride: integer({
    meaning: 'every so manieth step is kept by a layer; strided only',
    default: 2,
    min: 1,
  }),
  dilation: integer({
    meaning: 'how much further apart each layer’s taps are than those before',
    default: 2,
    min: 1,
  }),
  pieces: integer({
    meaning: 'pieces of the time of which each channel’s largest number is kept; causal only',
    default: 8,
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
  batch: integer({ meaning: 'series per step of training', default: 64, min: 1 }),
  learningRate: real({ meaning: 'size of a step of training', default: 2e-3, min: 0 }),
};

/** What epochs: auto comes to: 5,000 series take 8 passes, 100,000 take 2. */
const ENOUGH = { epochs: 2, steps: 500 };

/**
 * Few numbers per series from which a net gives the series back; series of any length, with any channels. What happens
 * a little earlier or later looks alike to it.
 *
 * Use it before k-means or UMAP when the shape counts more than the exact step. It gives rows back worse than PCA with as
 * many numbers, and says so in a warning; its codes sort series no worse all the same: over 26 labelled sets k-means of the
 * code has ARI 0.33 against 0.32 of the raw series, and with UMAP between 0.39 against 0.37; on ECG5000 (4,999
 * series, 5 kinds) 0.46 against 0.47 and 0.65 against 0.52 (docs/series-study.md). For daily counts, mostly 0, `Autoencoder`
 * comes further in less time.
 *
 * Shapes: x is n series of channels and up to t steps; the code n × c.   Missing: NaN not allowed.
 * Cost: as many products as channels of neighbouring layers times taps, for each step kept; ECG5000 17 s of processor time.
 * Repeatable: to the bit for a seed on the same kind of processor, on any number of threads.
 *
 * @example const model = await new ConvAutoencoder({ components: 16 }).fit(series);
 */
export class ConvAutoencoder implements Encoder {
  readonly options: Readonly<ConvAutoencoderOptions>;

  constructor(options: Partial<ConvAutoencoderOptions> = {}) {
    this.options = readOptions('ConvAutoencoder', convTable, options);
  }

  async fit(x: Matrix, context: RunContext = {}): Promise<NetModel<ConvAutoencoderOptions>> {
    const { options } = this;
    const run = new Run(context);
    run.check();
    checkMatrix('ConvAutoencoder.fit', x);
    const resolved = { ...resolveCode(options, x), ...seriesShape(x) };
    warnOfOutput('ConvAutoencoder.fit', resolved.output, x, run);
    const about = { type: 'ConvAutoencoder', options, resolved };
    const training = trainOptions('ConvAutoencoder', options, x.rows, ENOUGH);
    return new NetModel(await fitCodeNet(about, convNet(options, resolved), x, training, run));
  }
}

type Resolved = ReturnType<typeof resolveCode> & SeriesShape;

function convNet(options: ConvAutoencoderOptions, resolved: Resolved) {
  const { components, output, channels, steps } = resolved;
  const series = { channels, steps };
  const loss = reconstructionLoss(options.loss, options.beta);
  const { noise: kind, amount } = options;
  const noise = kind === 'none' ? undefined : { kind, amount };
  const layers = layersOf(options, series, components);
  return codeNet({
    ...layers,
    inputs: channels * steps,
    outputs: components,
    series,
    output,
    loss,
    noise,
  });
}

function layersOf(options: ConvAutoencoderOptions, series: SeriesShape, components: number) {
  const { form, channels, dilation } = options;
  if (form === 'strided') {
    const filters = channels.length > 0 ? channels : [16, 32];
    const taps = options.taps === 'auto' ? 5 : options.taps;
    return seriesParts({ ...options, channels: filters, taps }, series, components);
  }
  const taps = options.taps === 'auto' ? 3 : options.taps;
  const depth = causalDepth(series.steps, taps, dilation);
  const filters = channels.length > 0 ? channels : new Array<number>(depth).fill(16);
  return causalParts({ ...options, channels: filters, taps }, series, components);
}

function loadConv(state: ArrayBuffer): NetModel<ConvAutoencoderOptions> {
  const { inputs, ...parts } = readNet('ConvAutoencoder', convTable, state);
  const { resolved, options } = parts;
  // Before forms there was the strided one, on rows.
  const old = resolved.steps === undefined;
  const whole = { ...(old ? { channels: 1, steps: inputs } : {}), ...resolved } as Resolved;
  const settled = old ? { ...options, form: 'strided' as const } : options;
  return new NetModel({
    ...parts,
    options: settled,
    resolved: { ...whole },
    net: convNet(settled, whole),
  });
}

export const convAutoencoderMethod = {
  meaning:
    'An autoencoder for series: filters slide along the columns, which must be steps in order.',
  table: convTable as unknown as OptionTable<Record<string, unknown>>,
  traits: { seeded: true, trained: true, invertible: true, code: 'numbers', series: true },
  create: (options: Partial<ConvAutoencoderOptions>) => new ConvAutoencoder(options),
  load: loadConv,
} satisfies EncoderMethod;
