import type { Attributes, Value } from '../types.ts';

/**
 * A recurrent layer over all steps, in one direction: LSTM (Hochreiter & Schmidhuber 1997, Gers et al. 2000) or
 * GRU (Cho et al. 2014), with the equations, the order of gates and the two biases of PyTorch:
 *
 *   LSTM   i, f, o = σ(·)   g = tanh(·)   c = f·c + i·g         h = o·tanh(c)
 *   GRU    r, z = σ(·)      n = tanh(xₙ + r·(Wₙ·h + bₙ))        h = (1 − z)·n + z·h
 *
 * with · = W·x + b + R·h + b′ for each gate, whose rows lie behind each other in W, R and the biases: i, f, g, o and
 * r, z, n. A row of the batch stops at its length; behind it the outputs are 0, and `last` is what it stopped with.
 *
 * Shapes: x is steps × rows × inputs, W gates·hidden × inputs, R gates·hidden × hidden.
 * In the file it is ONNX's LSTM or GRU (`linear_before_reset` is where the reset stands above).
 */
export interface RecurrentParts<T> {
  /** Left out together: every x is 0, as in a decoder that lives on its first state. */
  readonly x?: T;
  readonly inputWeights?: T;
  readonly weights: T;
  readonly inputBias: T;
  readonly bias: T;
  /** What the first step starts with; left out together, 0. Where x is left out, they must be there. */
  readonly hidden?: T;
  /** LSTM only. */
  readonly cell?: T;
  /** Steps of each row, 1 or more. Left out, all have all. */
  readonly lengths?: T;
}

export const GATES = { lstm: 4, gru: 3 } as const;
export type Cell = keyof typeof GATES;

/** The inputs of a node by name. The attributes say which are there. */
export function recurrentParts<T>(
  inputs: readonly T[],
  { cell, fed, started, masked }: Attributes,
): RecurrentParts<T> {
  const rest = inputs.slice();
  const next = () => rest.shift()!;
  return {
    ...(fed === 1 ? { x: next(), inputWeights: next() } : {}),
    weights: next(),
    inputBias: next(),
    bias: next(),
    ...(started === 1 ? { hidden: next() } : {}),
    ...(started === 1 && cell === 'lstm' ? { cell: next() } : {}),
    ...(masked === 1 ? { lengths: next() } : {}),
  };
}

/** rows × hidden */
export function stateShape<T extends { readonly shape: Value['shape'] | readonly number[] }>({
  x,
  hidden,
  weights,
}: RecurrentParts<T>): T['shape'] {
  return [(hidden ?? x!).shape[hidden === undefined ? 1 : 0], weights.shape[1]];
}
