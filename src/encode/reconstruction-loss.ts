import { abs, less, mul, square, sub, type Tensor, where } from '../nn/index.ts';

/** How far a reconstruction is from the row, number by number. */
export interface ReconstructionLoss {
  /** 'mean absolute error', … */
  readonly words: string;
  /** The same twice: in a net, and of the difference of two numbers. */
  readonly each: (y: Tensor, x: Tensor) => Tensor;
  readonly of: (difference: number) => number;
}

export type LossName = 'mae' | 'mse' | 'smooth-l1';

/** @param beta where smooth L1 turns from a parabola to a line, in units of x */
export function reconstructionLoss(name: LossName, beta: number): ReconstructionLoss {
  if (name === 'mae') {
    return { words: 'mean absolute error', each: (y, x) => abs(sub(y, x)), of: Math.abs };
  }
  if (name === 'mse') {
    return { words: 'mean squared error', each: (y, x) => square(sub(y, x)), of: (d) => d * d };
  }
  return {
    words: `smooth L1 loss (β = ${beta})`,
    each: (y, x) => {
      const size = abs(sub(y, x));
      return where(less(size, beta), mul(square(size), 0.5 / beta), sub(size, 0.5 * beta));
    },
    of: (d) => (Math.abs(d) < beta ? (0.5 * d * d) / beta : Math.abs(d) - 0.5 * beta),
  };
}
