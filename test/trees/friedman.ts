import { Random } from '../../src/base/index.ts';
import { Matrix } from '../../src/numeric/index.ts';

/**
 * Rows of d ≥ 5 numbers from 0 to 1 with a target that four of them make, not all in a straight way, with noise of
 * variance 1. Source: Friedman 1991, "Multivariate adaptive regression splines", section 4.3.
 */
export function friedman(rows: number, cols = 6, seed = 1): { x: Matrix; y: Float64Array } {
  const random = new Random(seed);
  const data = Float32Array.from({ length: rows * cols }, () => random.next());
  const x = new Matrix(data, rows, cols);
  const y = Float64Array.from({ length: rows }, (_, i) => {
    const [a, b, c, d] = x.row(i);
    return 10 * Math.sin(Math.PI * a * b) + 20 * (c - 0.5) ** 2 + 10 * d + random.normal();
  });
  return { x, y };
}

/** 1 − squared error / variance. */
export function r2(y: ArrayLike<number>, predicted: ArrayLike<number>): number {
  const mean = Array.from(y).reduce((sum, value) => sum + value, 0) / y.length;
  let [error, spread] = [0, 0];
  for (let i = 0; i < y.length; i++) {
    error += (y[i] - predicted[i]) ** 2;
    spread += (y[i] - mean) ** 2;
  }
  return 1 - error / spread;
}
