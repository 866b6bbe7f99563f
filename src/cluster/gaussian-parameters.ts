import { DataError } from '../base/index.ts';
import { cholesky, invertLower } from '../linalg/index.ts';

export type Covariance = 'full' | 'diagonal' | 'spherical';

/** k components of a mixture in d dimensions, 64-bit. */
export interface GaussianParameters {
  readonly covariance: Covariance;
  readonly dimensions: number;
  /** k, adding up to 1. */
  readonly weights: Float64Array;
  /** k × d. */
  readonly means: Float64Array;
  /** full: k × d × d; diagonal: k × d; spherical: k. */
  readonly covariances: Float64Array;
}

/** Numbers of squares that the kernel keeps per component. */
export function squaresSize(covariance: Covariance, d: number): number {
  return covariance === 'full' ? d * d : d;
}

/**
 * The most likely parameters given memberships: the M step.
 *
 * @param sums per component: Σr, Σr·(x − old mean), Σr·squares of (x − old mean); see assembly/gaussian.ts
 */
export function maximize(
  sums: Float64Array,
  old: Float64Array,
  count: number,
  d: number,
  covariance: Covariance,
  regularization: number,
): GaussianParameters {
  const squares = squaresSize(covariance, d);
  const width = 1 + d + squares;
  const k = sums.length / width;
  const weights = new Float64Array(k);
  const means = new Float64Array(k * d);
  const size = covariance === 'spherical' ? 1 : squares;
  const covariances = new Float64Array(k * size);
  for (let c = 0; c < k; c++) {
    // As scikit-learn: a component without rows keeps its place instead of dividing by 0.
    const mass = sums[c * width] + 10 * Number.EPSILON;
    const first = c * width + 1;
    const second = first + d;
    weights[c] = mass / count;
    const move = Float64Array.from({ length: d }, (_, j) => sums[first + j] / mass);
    for (let j = 0; j < d; j++) means[c * d + j] = old[c * d + j] + move[j];
    for (let a = 0; a < d; a++) {
      if (covariance === 'full') {
        for (let b = 0; b <= a; b++) {
          const value = sums[second + a * d + b] / mass - move[a] * move[b];
          covariances[c * size + a * d + b] = value + (a === b ? regularization : 0);
          covariances[c * size + b * d + a] = covariances[c * size + a * d + b];
        }
      } else {
        const value = Math.max(0, sums[second + a] / mass - move[a] * move[a]);
        if (covariance === 'diagonal') covariances[c * size + a] = value + regularization;
        else covariances[c] += (value + regularization) / d;
      }
    }
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return {
    covariance,
    dimensions: d,
    weights: weights.map((weight) => weight / total),
    means,
    covariances,
  };
}

/**
 * The parameters as the kernels read them: log factor, mean, inverse of the Cholesky factor.
 *
 * @throws {DataError} a covariance is not positive definite in 64 bits
 */
export function kernelParts(p: GaussianParameters): Float64Array {
  const { dimensions: d, covariance } = p;
  const k = p.weights.length;
  const squares = squaresSize(covariance, d);
  const width = 1 + d + squares;
  const parts = new Float64Array(k * width);
  for (let c = 0; c < k; c++) {
    const at = c * width;
    let logRoot = 0;
    if (covariance === 'full') {
      const lower = cholesky(p.covariances.subarray(c * d * d, (c + 1) * d * d), d);
      if (lower === undefined)
        throw notPositive(k, ', ask for fewer clusters, or use diagonal covariance');
      parts.set(invertLower(lower, d), at + 1 + d);
      for (let j = 0; j < d; j++) logRoot += Math.log(lower[j * d + j]);
    } else {
      for (let j = 0; j < d; j++) {
        const value = p.covariances[covariance === 'diagonal' ? c * d + j : c];
        if (!(value > 0 && Number.isFinite(value)))
          throw notPositive(k, ' or ask for fewer clusters');
        const root = Math.sqrt(value);
        parts[at + 1 + d + j] = 1 / root;
        logRoot += Math.log(root);
      }
    }
    parts[at] = Math.log(p.weights[c]) - 0.5 * d * Math.log(2 * Math.PI) - logRoot;
    parts.set(p.means.subarray(c * d, (c + 1) * d), at + 1);
  }
  return parts;
}

function notPositive(k: number, otherwise: string): DataError {
  return new DataError(
    `GaussianMixture: every covariance must be positive definite, but that of one of ${k} components is not. Raise regularization${otherwise}.`,
  );
}

/** Free numbers: what BIC and AIC charge for. */
export function freeNumbers(p: GaussianParameters): number {
  const { dimensions: d } = p;
  const k = p.weights.length;
  const perComponent = { full: (d * (d + 1)) / 2, diagonal: d, spherical: 1 }[p.covariance];
  return k - 1 + k * d + k * perComponent;
}
