import type { Tensor } from '../graph/net-builder.ts';
import { add, conv, convTranspose, type Laying, transpose } from '../ops/write.ts';
import type { Design } from './design.ts';
import { type Start, startOf } from './initialisers.ts';
import { knownAxis } from './layers.ts';

export interface ConvolutionOptions extends Laying {
  /** Steps that a filter looks at. Default 5. */
  readonly taps?: number;
  readonly start?: Start;
}

/** Filters that slide along time. x is rows × channels × steps, the result rows × `channels` × steps. */
export function convolution(
  design: Design,
  name: string,
  x: Tensor,
  channels: number,
  { taps = 5, start = 'he', ...laying }: ConvolutionOptions = {},
): Tensor {
  const inputs = knownAxis(name, x, 1);
  const { weights, bias } = filters(design, name, [taps, inputs, channels], channels, start);
  return add(conv(x, transpose(weights, [2, 1, 0]), laying), bias);
}

/** The way back of `convolution`, to `steps` steps: where it took strides, this fills them in. */
export function backConvolution(
  design: Design,
  name: string,
  y: Tensor,
  channels: number,
  steps: number,
  { taps = 5, start = 'he', ...laying }: ConvolutionOptions = {},
): Tensor {
  const inputs = knownAxis(name, y, 1);
  const { weights, bias } = filters(design, name, [taps, inputs, channels], channels, start);
  return add(convTranspose(y, transpose(weights, [1, 2, 0]), steps, laying), bias);
}

/** Weights are kept as taps × in × out, as initialisers read them; the op wants them in another order. */
function filters(
  design: Design,
  name: string,
  shape: readonly number[],
  channels: number,
  start: Start,
): { weights: Tensor; bias: Tensor } {
  const first = startOf(start, shape[0] * shape[1]);
  return {
    weights: design.parameter(`${name}/weights`, shape, first.weights),
    bias: design.parameter(`${name}/bias`, [channels, 1], first.bias),
  };
}
