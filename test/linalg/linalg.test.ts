import { expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { cholesky, invertLower, orthonormalize, symmetricEigen } from '../../src/linalg/index.ts';

const sizes = [0, 1, 2, 3, 4, 5, 8, 17, 60];

function multiply(a: Float64Array, b: Float64Array, size: number): Float64Array {
  const out = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let c = 0; c < size; c++)
      for (let j = 0; j < size; j++) out[i * size + j] += a[i * size + c] * b[c * size + j];
  return out;
}

function transpose(a: Float64Array, size: number): Float64Array {
  return a.map((_, at) => a[(at % size) * size + Math.floor(at / size)]);
}

function identity(size: number): Float64Array {
  return Float64Array.from({ length: size * size }, (_, at) => (at % (size + 1) === 0 ? 1 : 0));
}

function randomSquare(size: number): Float64Array {
  const random = new Random(size);
  return Float64Array.from({ length: size * size }, () => random.normal());
}

function expectClose(found: Float64Array, expected: Float64Array, tolerance = 1e-10) {
  expect(found.length).toBe(expected.length);
  let worst = 0;
  found.forEach((value, i) => {
    worst = Math.max(worst, Math.abs(value - expected[i]));
  });
  expect(worst).toBeLessThan(tolerance);
}

test.each(sizes)('cholesky of a positive definite matrix of size %i multiplies back', (size) => {
  const r = randomSquare(size);
  const a = multiply(r, transpose(r, size), size);
  const lower = cholesky(a, size)!;
  expectClose(multiply(lower, transpose(lower, size), size), a);
  expectClose(multiply(lower, invertLower(lower, size), size), identity(size), 1e-6);
});

test('cholesky of a matrix that is not positive definite is undefined', () => {
  expect(cholesky(Float64Array.of(1, 2, 2, 1), 2)).toBeUndefined();
  expect(cholesky(Float64Array.of(Number.NaN), 1)).toBeUndefined();
});

test.each(sizes)(
  'symmetricEigen of a matrix of size %i multiplies back, in descending order',
  (size) => {
    const r = randomSquare(size);
    const a = r.map((value, at) => value + transpose(r, size)[at]);
    const { values, vectors } = symmetricEigen(a, size);
    expect([...values].sort((p, q) => q - p)).toEqual([...values]);
    expectClose(multiply(vectors, transpose(vectors, size), size), identity(size));
    const scaled = vectors.map((value, at) => value * values[Math.floor(at / size)]);
    expectClose(multiply(transpose(vectors, size), scaled, size), a);
  },
);

test('symmetricEigen handles equal, zero and widely spread eigenvalues', () => {
  expectClose(symmetricEigen(identity(5), 5).values, new Float64Array(5).fill(1));
  expectClose(symmetricEigen(new Float64Array(16), 4).values, new Float64Array(4));
  const ones = new Float64Array(36).fill(1);
  expectClose(symmetricEigen(ones, 6).values, Float64Array.of(6, 0, 0, 0, 0, 0));
  const spread = new Float64Array(9);
  [1e-12, 1e12, 1].forEach((value, i) => {
    spread[i * 4] = value;
  });
  expect([...symmetricEigen(spread, 3).values]).toEqual([1e12, 1, 1e-12]);
});

test('symmetricEigen of numbers whose squares underflow once gave NaN and never ended', () => {
  const tiny = 1e-170;
  const a = Float64Array.of(
    1,
    0,
    0,
    0,
    0,
    tiny,
    tiny,
    tiny,
    0,
    tiny,
    tiny,
    2 * tiny,
    0,
    tiny,
    2 * tiny,
    tiny,
  );
  const { values } = symmetricEigen(a, 4);
  expect(values[0]).toBe(1);
  for (const value of values.slice(1)) expect(Math.abs(value)).toBeLessThan(1e-150);
});

test('symmetricEigen does not change its input', () => {
  const a = Float64Array.of(2, 1, 1, 3);
  symmetricEigen(a, 2);
  expect(a).toEqual(Float64Array.of(2, 1, 1, 3));
});

test('orthonormalize keeps the span, and fills in for rows that add nothing', () => {
  const rows = Float64Array.of(3, 0, 4, 0, 6, 0, 8, 0, 0, 0, 0, 0);
  orthonormalize(rows, 3, 4);
  expectClose(rows.slice(0, 4), Float64Array.of(0.6, 0, 0.8, 0));
  for (let p = 0; p < 3; p++) {
    for (let q = 0; q < 3; q++) {
      let dot = 0;
      for (let j = 0; j < 4; j++) dot += rows[p * 4 + j] * rows[q * 4 + j];
      expect(dot).toBeCloseTo(p === q ? 1 : 0, 12);
    }
  }
});
