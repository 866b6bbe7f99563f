import {
  type Activation,
  activations,
  batchNorm,
  type Design,
  dense,
  dropout,
  layerNorm,
  type Start,
  type Tensor,
} from '../nn/index.ts';
import type { CodeParts } from './code-net.ts';

/** The layers of an autoencoder whose layers see all columns. */
export interface DenseLayers {
  readonly widths: readonly number[];
  readonly decoder: 'mirrored' | 'halving';
  readonly activation: Activation;
  readonly codeActivation: Activation;
  readonly norm: 'none' | 'batch' | 'layer';
  readonly dropout: number;
  readonly start: Start;
}

/** Encoder: each width in turn, then the code. Decoder: the way back, then all columns. */
export function denseParts(
  layers: DenseLayers,
  inputs: number,
  outputs: number,
): Pick<CodeParts, 'encode' | 'decode'> {
  const { start } = layers;
  return {
    encode: (design, x) => {
      const hidden = stack(design, 'encoder', x, layers.widths, layers);
      const code = dense(design, 'encoder/code', hidden, outputs, { start });
      return { code: activations[layers.codeActivation](code) };
    },
    decode: (design, code) => {
      const hidden = stack(design, 'decoder', code, decoderWidths(layers), layers);
      return dense(design, 'decoder/rows', hidden, inputs, { start });
    },
  };
}

/**
 * mirrored: the encoder's widths backwards. halving: the last of them, and from there half as wide each time, so
 * that the decoder narrows (512, 256, 128 gives 128, 64, 32), as a published implementation has it.
 */
function decoderWidths({ widths, decoder }: Pick<DenseLayers, 'widths' | 'decoder'>): number[] {
  if (decoder === 'mirrored') return [...widths].reverse();
  return widths.map((_, i) => Math.max(1, Math.floor(widths[widths.length - 1] / 2 ** i)));
}

function stack(
  design: Design,
  name: string,
  x: Tensor,
  widths: readonly number[],
  { activation, norm, dropout: rate, start }: DenseLayers,
): Tensor {
  let y = x;
  widths.forEach((width, i) => {
    const layer = `${name}/${i + 1}`;
    y = dense(design, layer, y, width, { start });
    if (norm === 'batch') y = batchNorm(design, `${layer}/norm`, y);
    if (norm === 'layer') y = layerNorm(design, `${layer}/norm`, y);
    y = dropout(design, `${layer}/dropout`, activations[activation](y), rate);
  });
  return y;
}
