import {
  type Activation,
  activations,
  type Built,
  type Design,
  gaussianNoise,
  type Model,
  maskingNoise,
  mean,
  type Tensor,
} from '../nn/index.ts';
import type { ReconstructionLoss } from './reconstruction-loss.ts';

/** What is done to a row before the encoder sees it in training. */
export interface Noise {
  /** gaussian: normal numbers of this deviation are added. masking: this share of the numbers becomes 0. */
  readonly kind: 'gaussian' | 'masking';
  readonly amount: number;
}

/** What makes an autoencoder: rows of d numbers → codes of c → rows. */
export interface CodeParts {
  /** d */
  readonly inputs: number;
  /** c */
  readonly outputs: number;
  readonly encode: (design: Design, x: Tensor) => Tensor;
  readonly decode: (design: Design, code: Tensor) => Tensor;
  readonly output: Activation;
  readonly loss: ReconstructionLoss;
  readonly noise?: Noise;
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
  readonly loss: ReconstructionLoss;
  /** x → code, reconstruction, and the loss of each row. */
  readonly whole: Model;
  /** code → reconstruction, with the weights of the same names. */
  readonly decoder: Model;
}

export function codeNet(parts: CodeParts): CodeNet {
  const { inputs, outputs, loss } = parts;
  const rebuild = (design: Design, code: Tensor) =>
    activations[parts.output](parts.decode(design, code));
  return {
    inputs,
    outputs,
    loss,
    whole: {
      inputs: { [NAMES.rows]: { shape: [inputs] } },
      build(design, { [NAMES.rows]: x }): Built {
        const code = parts.encode(design, corrupt(design, x, parts.noise));
        const reconstruction = rebuild(design, code);
        const each = loss.each(reconstruction, x);
        return { loss: mean(each), outputs: { code, reconstruction, error: mean(each, [1]) } };
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

function corrupt(design: Design, x: Tensor, noise: Noise | undefined): Tensor {
  if (noise === undefined) return x;
  const add = noise.kind === 'gaussian' ? gaussianNoise : maskingNoise;
  return add(design, 'noise', x, noise.amount);
}
