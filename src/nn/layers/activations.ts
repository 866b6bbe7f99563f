import type { Tensor } from '../graph/net-builder.ts';
import { elu, gelu, relu, sigmoid, softplus, tanh } from '../ops/write.ts';

/** By name, so that a study can say which. */
export const activations = {
  linear: (x: Tensor): Tensor => x,
  relu,
  elu: (x: Tensor): Tensor => elu(x),
  gelu,
  sigmoid,
  tanh,
  softplus,
} as const;

export type Activation = keyof typeof activations;
