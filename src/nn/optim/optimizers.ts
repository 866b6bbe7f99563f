/**
 * Optimizers: what a kernel needs for one step. Weights, moments and gradients are one flat row each.
 */

/** How weights follow their gradient. */
export interface Optimizer {
  /** 'Adam', … and every setting: what a checkpoint must agree with. */
  readonly name: string;
  readonly settings: Readonly<Record<string, number | boolean | string>>;
  /** Learning rate, before a schedule. */
  readonly rate: number;
  /** The kernel's name, and whether it keeps squares beside the moments. */
  readonly kernel: 'stepAdam' | 'stepRmsProp' | 'stepSgd';
  readonly squares: boolean;
  /**
   * The kernel's numbers for one step.
   *
   * @param step counted from 1
   * @param rate after the schedule
   * @param scale factor of the gradient, below 1 where it is clipped
   */
  numbers(step: number, rate: number, scale: number): number[];
}

export interface AdamOptions {
  /** Default 1e-3. */
  readonly rate?: number;
  /** Default 0.9. */
  readonly beta1?: number;
  /** Default 0.999. */
  readonly beta2?: number;
  /** Added to the root of the squares. Default 1e-8 as in PyTorch; Keras has 1e-7, and adds it before the correction. */
  readonly epsilon?: number;
  /** Weight decay. Adam adds it to the gradient, AdamW shrinks the weights by rate·decay. Default 0; AdamW 0.01. */
  readonly decay?: number;
}

function adamLike(name: string, coupled: boolean, options: AdamOptions): Optimizer {
  const { rate = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  const decay = options.decay ?? (coupled ? 0 : 0.01);
  return {
    name,
    settings: { rate, beta1, beta2, epsilon, decay },
    rate,
    kernel: 'stepAdam',
    squares: true,
    numbers: (step, now, scale) => [
      scale,
      coupled ? decay : 0,
      beta1,
      1 - beta1,
      beta2,
      1 - beta2,
      now / (1 - beta1 ** step),
      1 / Math.sqrt(1 - beta2 ** step),
      epsilon,
      coupled ? 1 : 1 - now * decay,
    ],
  };
}

/** Kingma & Ba 2015, as torch.optim.Adam. */
export function adam(options: AdamOptions = {}): Optimizer {
  return adamLike('Adam', true, options);
}

/** Loshchilov & Hutter 2019, as torch.optim.AdamW: the decay does not go through the moments. */
export function adamW(options: AdamOptions = {}): Optimizer {
  return adamLike('AdamW', false, options);
}

export interface RmsPropOptions {
  /**
   * keras: rate·g / √(v + ε), ρ = 0.9, ε = 1e-7. pytorch: rate·g / (√v + ε), α = 0.99, ε = 1e-8.
   * The two differ where gradients are small. Default keras.
   */
  readonly style?: 'keras' | 'pytorch';
  /** Default 1e-3 (PyTorch's own is 1e-2). */
  readonly rate?: number;
  /** Share of the old squares: Keras's rho, PyTorch's alpha. */
  readonly share?: number;
  readonly epsilon?: number;
  /** Default 0. */
  readonly momentum?: number;
  /** Weight decay, added to the gradient. Default 0. */
  readonly decay?: number;
}

/** Hinton 2012, lecture 6e, in Keras's or PyTorch's definition. */
export function rmsProp(options: RmsPropOptions = {}): Optimizer {
  const { style = 'keras', rate = 1e-3, momentum = 0, decay = 0 } = options;
  const keras = style === 'keras';
  const share = options.share ?? (keras ? 0.9 : 0.99);
  const epsilon = options.epsilon ?? (keras ? 1e-7 : 1e-8);
  return {
    name: 'RMSprop',
    settings: { style, rate, share, epsilon, momentum, decay },
    rate,
    kernel: 'stepRmsProp',
    squares: true,
    numbers: (_, now, scale) => [
      scale,
      decay,
      share,
      1 - share,
      now,
      keras ? epsilon : 0,
      keras ? 0 : epsilon,
      momentum,
      1,
    ],
  };
}

export interface SgdOptions {
  /** Default 0.01. */
  readonly rate?: number;
  /** Default 0. */
  readonly momentum?: number;
  /** Looks ahead along the momentum. Default false. */
  readonly nesterov?: boolean;
  /** Weight decay, added to the gradient. Default 0. */
  readonly decay?: number;
}

/** Gradient descent, as torch.optim.SGD without dampening. */
export function sgd(options: SgdOptions = {}): Optimizer {
  const { rate = 0.01, momentum = 0, nesterov = false, decay = 0 } = options;
  return {
    name: 'SGD',
    settings: { rate, momentum, nesterov, decay },
    rate,
    kernel: 'stepSgd',
    squares: false,
    numbers: (_, now, scale) => [
      scale,
      decay,
      momentum,
      now,
      nesterov ? 1 : 0,
      nesterov ? momentum : 1,
      1,
    ],
  };
}
