import {
  type Activation,
  activations,
  add,
  type Built,
  type Design,
  div,
  gaussianNoise,
  type Model,
  maskingNoise,
  mean,
  mul,
  sum,
  type Tensor,
} from '../nn/index.ts';
import type { ReconstructionLoss } from './reconstruction-loss.ts';
import { fillEnds, type SeriesShape } from './series-rows.ts';

/** What is done to a row before the encoder sees it in training. */
export interface Noise {
  /** gaussian: normal numbers of this deviation are added. masking: this share of the numbers becomes 0. */
  readonly kind: 'gaussian' | 'masking';
  readonly amount: number;
}

/** What an encoder makes of rows in a net. */
export interface Coded {
  readonly code: Tensor;
  /** What the decoder gets in training, where it is not the code itself. */
  readonly drawn?: Tensor;
  /** What is added to the loss in training, and its parts by name. */
  readonly penalty?: { readonly loss: Tensor; readonly parts: Readonly<Record<string, Tensor>> };
}

/** What makes an autoencoder: rows of d numbers → codes of c → rows. */
export interface CodeParts {
  /** d */
  readonly inputs: number;
  /** c */
  readonly outputs: number;
  /** Rows are series of these channels and steps, of which shorter ones are NaN behind their end. */
  readonly series?: SeriesShape;
  /** @param there of series only: rows × d, 1 where there is a number and 0 behind the end, where x is 0 */
  readonly encode: (design: Design, x: Tensor, there?: Tensor) => Coded;
  readonly decode: (design: Design, code: Tensor) => Tensor;
  readonly output: Activation;
  readonly loss: ReconstructionLoss;
  readonly noise?: Noise;
  /** As in `Model`. */
  readonly shards?: number;
}

/** The names of what a code net takes and gives. */
export const NAMES = {
  rows: 'x',
  code: 'code',
  rebuilt: 'reconstruction',
  error: 'error',
} as const;

/** An autoencoder as models of `nn`: the whole, and its decoder alone. */
export interface CodeNet {
  readonly inputs: number;
  readonly outputs: number;
  readonly series?: SeriesShape;
  readonly loss: ReconstructionLoss;
  /** x → code, reconstruction, and the loss of each row. */
  readonly whole: Model;
  /** code → reconstruction, with the weights of the same names. */
  readonly decoder: Model;
}

export function codeNet(parts: CodeParts): CodeNet {
  const { inputs, outputs, series, loss } = parts;
  const rebuild = (design: Design, code: Tensor) =>
    activations[parts.output](parts.decode(design, code));
  return {
    inputs,
    outputs,
    series,
    loss,
    whole: {
      inputs: { [NAMES.rows]: { shape: [inputs] } },
      shards: parts.shards,
      build(design, { [NAMES.rows]: x }): Built {
        const { filled, there } = series ? fillEnds(x) : { filled: x, there: undefined };
        const noisy = held(corrupt(design, filled, parts.noise), there);
        const { code, drawn = code, penalty } = parts.encode(design, noisy, there);
        const reconstruction = rebuild(design, design.training ? drawn : code);
        const each = held(loss.each(reconstruction, filled), there);
        const error = there === undefined ? mean(each, [1]) : div(sum(each, [1]), sum(there, [1]));
        const given = { outputs: { code, reconstruction, error } };
        const own = there === undefined ? mean(each) : mean(error);
        if (!design.training || penalty === undefined) return { loss: own, ...given };
        const told = { reconstruction: own, ...penalty.parts };
        return { loss: add(own, penalty.loss), parts: told, ...given };
      },
    },
    decoder: {
      inputs: { [NAMES.code]: { shape: [outputs] } },
      build(design, { [NAMES.code]: code }): Built {
        const reconstruction = rebuild(design, code);
        return { loss: mean(reconstruction), outputs: { reconstruction } };
      },
    },
  };
}

const held = (x: Tensor, there: Tensor | undefined) => (there === undefined ? x : mul(x, there));

function corrupt(design: Design, x: Tensor, noise: Noise | undefined): Tensor {
  if (noise === undefined) return x;
  const spoil = noise.kind === 'gaussian' ? gaussianNoise : maskingNoise;
  return spoil(design, 'noise', x, noise.amount);
}
