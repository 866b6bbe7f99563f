import { choice, integer, integers, type OptionTable, type Run, real } from '../base/index.ts';
import type { Activation } from '../nn/index.ts';
import type { Matrix } from '../numeric/index.ts';
import type { LossName } from './reconstruction-loss.ts';

/** What an autoencoder has, whatever its layers. */
export interface CodeOptions {
  /**
   * c, the numbers of the code. More give rows back better and say less about what matters. auto (default): a
   * fifth of the columns, from 2 to 64, and fewer than the columns.
   */
  components: number | 'auto';
  /**
   * What stands behind the last layer. auto (default): relu where no number of x is negative, otherwise linear.
   * sigmoid, by name only, is for numbers from 0 to 1 that are often neither: on rows that are mostly 0 it fell
   * to all-zero at once.
   */
  output: 'auto' | 'linear' | 'relu' | 'sigmoid';
  /**
   * mse (default): the square of the difference. mae: its size, whose best constant is the median: rows that are
   * mostly 0 tempt a net to give zeros only. smooth-l1: the square near 0.
   */
  loss: LossName;
  /** Where smooth-l1 turns from a parabola to a line, in units of x. Default 0.1. */
  beta: number;
}

/** Layers that see all columns. */
export interface DenseOptions extends CodeOptions {
  /** Widths of the encoder's hidden layers. More and wider can say more and overfit sooner. Default [256]. */
  widths: readonly number[];
  /**
   * mirrored (default): the encoder's widths backwards, so that the decoder widens. halving: the last width and
   * half as many each time, so that it narrows before the last layer; for comparison only.
   */
  decoder: 'mirrored' | 'halving';
  /** Of the hidden layers. Default elu, which cannot die. */
  activation: Activation;
  /** Of the code. Default linear; relu makes numbers of the code die. */
  codeActivation: Activation;
  /** Hidden layers brought to mean 0 and variance 1 over the batch or over the layer. Default none. */
  norm: 'none' | 'batch' | 'layer';
  /** Share of the hidden numbers that is left out at random in training. Default 0. */
  dropout: number;
}

export const ACTIVATIONS = [
  'elu',
  'relu',
  'gelu',
  'tanh',
  'sigmoid',
  'softplus',
  'linear',
] as const;

export const codeTable: OptionTable<CodeOptions> = {
  components: integer<number | 'auto'>({
    meaning: 'how many numbers the code has',
    default: 'auto',
    min: 1,
    words: ['auto'],
  }),
  output: choice(['auto', 'linear', 'relu', 'sigmoid'], {
    meaning: 'what stands behind the last layer; auto: relu where no number is negative',
    default: 'auto',
  }),
  loss: choice(['mae', 'mse', 'smooth-l1'], {
    meaning: 'how far a reconstruction is from its row',
    default: 'mse',
  }),
  beta: real({
    meaning: 'where smooth-l1 turns from a parabola to a line, in units of x',
    default: 0.1,
    min: 1e-6,
  }),
};

export const denseTable: OptionTable<DenseOptions> = {
  ...codeTable,
  widths: integers({
    meaning: 'widths of the hidden layers of the encoder',
    default: [256],
    min: 1,
  }),
  decoder: choice(['mirrored', 'halving'], {
    meaning: 'the widths of the encoder backwards, or ever narrower ones',
    default: 'mirrored',
  }),
  activation: choice(ACTIVATIONS, { meaning: 'of the hidden layers', default: 'elu' }),
  codeActivation: choice(ACTIVATIONS, { meaning: 'of the code', default: 'linear' }),
  norm: choice(['none', 'batch', 'layer'], {
    meaning: 'hidden layers brought to mean 0 and variance 1 over the batch or the layer',
    default: 'none',
  }),
  dropout: real({
    meaning: 'share of the hidden numbers left out at random in training',
    default: 0,
    min: 0,
    max: 0.9,
  }),
};

/** The options that hang on the data, as they are for x. */
export function resolveCode(
  { components, output }: Pick<CodeOptions, 'components' | 'output'>,
  x: Matrix,
): { readonly components: number; readonly output: Exclude<CodeOptions['output'], 'auto'> } {
  const fifth = Math.min(64, Math.max(2, Math.ceil(x.cols / 5)));
  const fewer = Math.max(1, Math.min(fifth, x.cols - 1));
  return {
    components: components === 'auto' ? fewer : components,
    output: output === 'auto' ? (x.data.some((value) => value < 0) ? 'linear' : 'relu') : output,
  };
}

/** Warns of numbers that this output can never give; a study may want to see what comes of it all the same. */
export function warnOfOutput(where: string, output: string, x: Matrix, run: Run): void {
  const [low, high] =
    output === 'sigmoid' ? [0, 1] : output === 'relu' ? [0, Infinity] : [-Infinity, Infinity];
  let beyond = 0;
  for (const value of x.data) if (value < low || value > high) beyond++;
  if (beyond === 0) return;
  const share = Number(((100 * beyond) / x.data.length).toPrecision(2));
  run.warn(
    'output-out-of-reach',
    `${where}: with the output ${output} every number should be ${high === 1 ? 'from 0 to 1' : 'at least 0'}, got ${beyond} (${share} %) that are not and can never be given back. Use the output "linear", or scale the columns.`,
  );
}
