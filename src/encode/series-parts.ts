import {
  type Activation,
  activations,
  backConvolution,
  convolution,
  type Design,
  dense,
  dropout,
  reshape,
  type Start,
  type Tensor,
} from '../nn/index.ts';
import type { CodeParts } from './code-net.ts';
import type { SeriesShape } from './series-rows.ts';

/** The layers of an autoencoder whose layers look at a few neighbouring steps. */
export interface SeriesLayers {
  readonly channels: readonly number[];
  readonly taps: number;
  readonly stride: number;
  readonly dilation: number;
  readonly activation: Activation;
  readonly dropout: number;
  readonly start: Start;
}

interface Level {
  readonly steps: number;
  readonly channels: number;
}

/**
 * Encoder: convolutions, each on fewer steps and wider apart than the one before, then one layer to the code.
 * Decoder: the way back. Behind the end of a shorter series stand zeros, as they do behind all.
 */
export function seriesParts(
  layers: SeriesLayers,
  shape: SeriesShape,
  outputs: number,
): Pick<CodeParts, 'encode' | 'decode'> {
  const { activation, start, dropout: rate } = layers;
  const levels = levelsOf(layers, shape);
  const top = levels[levels.length - 1];
  const laying = (i: number) => layingOf(layers, i, levels[i - 1].steps);
  const act = (design: Design, name: string, y: Tensor) =>
    dropout(design, `${name}/dropout`, activations[activation](y), rate);
  return {
    encode: (design, x) => {
      let y = reshape(x, ['rows', shape.channels, shape.steps]);
      for (let i = 1; i < levels.length; i++) {
        const name = `encoder/${i}`;
        const { channels } = levels[i];
        y = act(design, name, convolution(design, name, y, channels, { ...laying(i), start }));
      }
      const flat = reshape(y, ['rows', top.channels * top.steps]);
      return { code: dense(design, 'encoder/code', flat, outputs, { start }) };
    },
    decode: (design, code) => {
      const wide = dense(design, 'decoder/code', code, top.channels * top.steps, { start });
      let y = reshape(act(design, 'decoder/code', wide), ['rows', top.channels, top.steps]);
      for (let i = levels.length - 1; i >= 1; i--) {
        const name = `decoder/${i}`;
        const { channels, steps } = levels[i - 1];
        y = backConvolution(design, name, y, channels, steps, { ...laying(i), start });
        if (i > 1) y = act(design, name, y);
      }
      return reshape(y, ['rows', shape.channels * shape.steps]);
    },
  };
}

/** Steps and channels before the first layer and behind each. */
function levelsOf({ channels, stride }: SeriesLayers, shape: SeriesShape): Level[] {
  const levels: Level[] = [shape];
  for (const count of channels) {
    levels.push({ steps: Math.ceil(levels[levels.length - 1].steps / stride), channels: count });
  }
  return levels;
}

/** Zeros on both sides, so that every `stride`-th step has a filter around it. */
function layingOf({ taps, stride, dilation: growth }: SeriesLayers, i: number, steps: number) {
  const dilation = growth ** (i - 1);
  const reach = (taps - 1) * dilation + 1;
  const zeros = Math.max(0, (Math.ceil(steps / stride) - 1) * stride + reach - steps);
  const before = Math.floor(zeros / 2);
  return { taps, stride, dilation, before, after: zeros - before };
}
