import {
  activations,
  add,
  convolution,
  type Design,
  dense,
  dropout,
  greater,
  largest,
  pad,
  reshape,
  slice,
  type Tensor,
  where,
} from '../nn/index.ts';
import type { CodeParts } from './code-net.ts';
import type { SeriesLayers } from './series-parts.ts';
import type { SeriesShape } from './series-rows.ts';

/** The layers of an autoencoder whose filters look back only, the further the deeper. */
export interface CausalLayers extends Omit<SeriesLayers, 'stride'> {
  /** Pieces of the time from which each channel's largest number is kept. */
  readonly pieces: number;
}

/** Numbers of the decoder's hidden layer. */
const DECODER = 128;
/** Below all that layers give: what stands in the place of steps that are not there. */
const NOTHING = -1e30;

/** As many layers as let the last step see the first, from 1 to 6. */
export function causalDepth(steps: number, taps: number, growth: number): number {
  let reach = 1;
  for (let i = 0; i < 6; i++) {
    reach += (taps - 1) * growth ** i;
    if (reach >= steps) return i + 1;
  }
  return 6;
}

/**
 * Encoder: residual blocks of causal convolutions over all steps, the largest number of each channel in each piece of
 * the time, one layer to the code. Decoder: a hidden layer, then all steps.
 *
 * A step is computed from those before it alone, so that what lies behind the end of a shorter series changes nothing.
 */
export function causalParts(
  layers: CausalLayers,
  { channels: inputs, steps }: SeriesShape,
  outputs: number,
): Pick<CodeParts, 'encode' | 'decode'> {
  const { activation, start, dropout: rate, taps, dilation: growth, channels } = layers;
  const act = activations[activation];
  const block = (design: Design, i: number, x: Tensor, from: number) => {
    const name = `encoder/${i + 1}`;
    const dilation = Math.min(growth ** i, Math.max(1, steps - 1));
    const before = (taps - 1) * dilation;
    const y = convolution(design, name, x, channels[i], { taps, dilation, before, start });
    const skip =
      channels[i] === from
        ? x
        : convolution(design, `${name}/skip`, x, channels[i], { taps: 1, start });
    return dropout(design, `${name}/dropout`, act(add(y, skip)), rate);
  };
  const pieces = Math.min(layers.pieces, steps);
  return {
    encode: (design, x, there) => {
      let y = reshape(x, ['rows', inputs, steps]);
      channels.forEach((_, i) => {
        y = block(design, i, y, i === 0 ? inputs : channels[i - 1]);
      });
      const present = slice(reshape(there!, ['rows', inputs, steps]), 1, 0, 1);
      const pooled = largestOfPieces(y, present, channels[channels.length - 1], steps, pieces);
      return { code: dense(design, 'encoder/code', pooled, outputs, { start }) };
    },
    decode: (design, code) => {
      const hidden = act(dense(design, 'decoder/1', code, DECODER, { start }));
      const kept = dropout(design, 'decoder/1/dropout', hidden, rate);
      return dense(design, 'decoder/rows', kept, inputs * steps, { start });
    },
  };
}

/** rows × channels × steps → rows × channels·pieces; 0 for a piece without a step. */
function largestOfPieces(
  y: Tensor,
  present: Tensor,
  channels: number,
  steps: number,
  pieces: number,
): Tensor {
  const length = Math.ceil(steps / pieces);
  const count = Math.ceil(steps / length);
  const cut = (x: Tensor, rows: number) =>
    reshape(pad(x, 2, 0, count * length - steps), ['rows', rows, count, length]);
  const inside = cut(present, 1);
  const most = largest(where(greater(inside, 0), cut(y, channels), NOTHING), [3]);
  const any = largest(inside, [3]);
  return reshape(where(greater(any, 0), most, 0), ['rows', channels * count]);
}
