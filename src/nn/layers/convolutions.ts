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
  const { weights, bias } = filters(design, name, [channels, inputs, taps], start);
  return add(conv(x, weights, laying), bias);
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
  const { weights, bias } = filters(design, name, [channels, inputs, taps], start);
  return add(convTranspose(y, transpose(weights, [1, 0, 2]), steps, laying), bias);
}

/** Weights as initialisers read them: out × in × taps. */
function filters(
  design: Design,
  name: string,
  shape: readonly [number, number, number],
  start: Start,
): { weights: Tensor; bias: Tensor } {
  const [channels, inputs, taps] = shape;
  const first = startOf(start, inputs * taps);
  return {
    weights: design.parameter(`${name}/weights`, shape, first.weights),
    bias: design.parameter(`${name}/bias`, [channels, 1], first.bias),
  };
}

export interface Conv1dOptions {
  /** Steps that one output sees. Default 3. */
  readonly taps?: number;
  /** Steps between those it sees: doubled from layer to layer, few layers see far. Default 1. */
  readonly dilation?: number;
  /** Outputs are at every so many steps. Default 1. */
  readonly stride?: number;
  /** same: the result has as many steps, seen from both sides. causal: seen from behind only. none: no zeros around. */
  readonly padding?: 'same' | 'causal' | 'none';
  readonly start?: Start;
}

/** Filters along time. x is rows × channels × steps, the result rows × filters × steps. Zeros stand before and after. */
export function conv1d(
  design: Design,
  name: string,
  x: Tensor,
  filters: number,
  { taps = 3, dilation = 1, stride = 1, padding = 'same', start = 'he' }: Conv1dOptions = {},
): Tensor {
  const reach = (taps - 1) * dilation;
  const around = padding === 'none' ? 0 : reach;
  const before = padding === 'causal' ? reach : Math.floor(around / 2);
  const after = around - before;
  return convolution(design, name, x, filters, { taps, start, stride, dilation, before, after });
}
