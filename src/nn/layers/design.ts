import { ModelError } from '../../base/index.ts';
import type { NetBuilder, Tensor } from '../graph/net-builder.ts';
import { newNet } from '../ops/registry.ts';
import type { ElementType, Shape } from '../types.ts';
import type { Initialiser } from './initialisers.ts';

/** Numbers that training changes. */
export interface Parameter {
  readonly name: string;
  readonly tensor: Tensor;
  readonly shape: readonly number[];
  readonly initial: Initialiser;
}

/** Random numbers that are drawn anew for every step of training. */
export interface Draw {
  readonly name: string;
  readonly tensor: Tensor;
  /** normal: by their standard deviation. keep: `kept` with probability `share`, otherwise 0. */
  readonly kind: { readonly normal: number } | { readonly share: number; readonly kept: number };
}

/** Numbers that training keeps from one step to the next without a gradient, such as running means. */
export interface Running {
  readonly name: string;
  readonly tensor: Tensor;
  readonly shape: readonly number[];
  readonly start: number;
  /** What the next step starts with. */
  next?: Tensor;
}

/**
 * A net while layers are added to it: what they learn, what is drawn for them, and what they keep.
 *
 * The same layers are added twice, once for training and once for use; they look at `training` where it
 * matters. A layer's name begins the names of all that belongs to it, so it must be its own.
 */
export class Design {
  readonly net: NetBuilder;
  readonly training: boolean;
  readonly parameters: Parameter[] = [];
  readonly draws: Draw[] = [];
  readonly running: Running[] = [];

  constructor(training: boolean, net: NetBuilder = newNet()) {
    this.net = net;
    this.training = training;
  }

  /** Rows that are fed; the first axis is 'rows' and left out of `shape`. */
  rows(name: string, shape: Shape, type: ElementType = 'float'): Tensor {
    return this.net.input(name, ['rows', ...shape], type);
  }

  parameter(name: string, shape: readonly number[], initial: Initialiser): Tensor {
    const tensor = this.net.input(name, shape);
    this.parameters.push({ name, tensor, shape, initial });
    return tensor;
  }

  /** Random numbers of the shape of x, which are fed with every step of training. */
  draw(name: string, x: Tensor, kind: Draw['kind']): Tensor {
    if (!this.training) throw new ModelError(`Design: ${name} is drawn in training only.`);
    const tensor = this.net.input(name, x.shape);
    this.draws.push({ name, tensor, kind });
    return tensor;
  }

  /** Numbers kept from step to step. In training, set `next` to what follows. */
  keep(name: string, shape: readonly number[], start: number): Running {
    const running: Running = { name, tensor: this.net.input(name, shape), shape, start };
    this.running.push(running);
    return running;
  }
}
