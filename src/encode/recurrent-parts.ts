import {
  cast,
  type Design,
  dense,
  recurrent,
  reshape,
  slice,
  sum,
  type Tensor,
  transpose,
} from '../nn/index.ts';
import type { CodeParts } from './code-net.ts';
import type { SeriesShape } from './series-rows.ts';
import { type VariationalOptions, variationalCode } from './variational.ts';

/** The layers of a variational recurrent autoencoder. */
export interface RecurrentLayers {
  readonly cell: 'lstm' | 'gru';
  readonly hidden: number;
  readonly layers: number;
  readonly bidirectional: boolean;
  readonly dropout: number;
}

/**
 * Encoder: the state behind a series' own last step, then mean and log-variance of the code. Decoder: the code gives
 * the states that it begins with, zeros are fed, and each step's output gives the numbers of that step.
 */
export function recurrentParts(
  layers: RecurrentLayers,
  { channels, steps }: SeriesShape,
  components: number,
  variational: VariationalOptions,
): Pick<CodeParts, 'encode' | 'decode'> {
  const { start } = variational;
  const width = layers.hidden * (layers.bidirectional ? 2 : 1);
  return {
    encode: (design, x, there) => {
      const present = (given: Tensor) => reshape(given, ['rows', channels, steps]);
      const first = reshape(slice(present(there!), 1, 0, 1), ['rows', steps]);
      const lengths = cast(sum(first, [1]), 'int64');
      const series = transpose(present(x), [0, 2, 1]);
      const { last } = recurrent(design, 'encoder', series, { ...layers, lengths });
      return variationalCode(design, last, components, variational);
    },
    decode: (design, code) => {
      const begun = (name: string) => dense(design, name, code, layers.layers * width, { start });
      const initial = {
        state: begun('decoder/state'),
        ...(layers.cell === 'lstm' && { cell: begun('decoder/cell') }),
      };
      const { outputs } = recurrent(design, 'decoder', { steps }, { ...layers, initial });
      return perStep(design, outputs, width);
    },
  };

  function perStep(design: Design, outputs: Tensor, inputs: number): Tensor {
    const flat = reshape(outputs, ['row-steps', inputs]);
    const numbers = dense(design, 'decoder/rows', flat, channels, { start });
    const series = transpose(reshape(numbers, ['rows', steps, channels]), [0, 2, 1]);
    return reshape(series, ['rows', channels * steps]);
  }
}
