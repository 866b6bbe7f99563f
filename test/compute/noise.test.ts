import { expect, test } from 'vitest';
import { openCompute } from '../../src/compute/index.ts';
import { bitsAt, noiseKeep, noiseNormal } from '../../src/compute/reference/noise.ts';
import { normalSurvival } from '../../src/numeric/index.ts';

const KEYS = [0x12345678, -77] as const;

test.each([0, 1, 3, 4, 5, 7, 8, 17, 1000])(
  'noiseNormal and noiseKeep of %i numbers equal their references to the bit on 1, 2 and 4 threads',
  async (length) => {
    const normal = noiseNormal(length, ...KEYS, 0.1);
    const keep = noiseKeep(length, ...KEYS, 58982, 1.25);
    for (const threads of [1, 2, 4]) {
      for (const share of [true, false]) {
        const compute = await openCompute(threads, share);
        using scope = compute.scope();
        const out = scope.f32(length + 8);
        compute.run('noiseNormal', length, 8, [out.at, ...KEYS, 0.1]);
        expect(out.copy().subarray(0, length)).toEqual(normal);
        compute.run('noiseKeep', length, 8, [out.at, ...KEYS, 58982, 1.25]);
        expect(out.copy().subarray(0, length)).toEqual(keep);
      }
    }
  },
);

const N = 200_000;

test('noiseNormal has the moments, the tails and the distribution of normal numbers', () => {
  const z = Float64Array.from(noiseNormal(N, 1, 2, 1)).sort();
  const moment = (power: number) => z.reduce((sum, x) => sum + x ** power, 0) / N;
  // Four standard errors of each.
  expect(Math.abs(moment(1))).toBeLessThan(4 * Math.sqrt(1 / N));
  expect(Math.abs(moment(2) - 1)).toBeLessThan(4 * Math.sqrt(2 / N));
  expect(Math.abs(moment(3))).toBeLessThan(4 * Math.sqrt(15 / N));
  expect(Math.abs(moment(4) - 3)).toBeLessThan(4 * Math.sqrt(96 / N));
  // Kolmogorov: 1.95 / √n is passed by one sample in a thousand.
  const gap = z.reduce(
    (most, x, i) => Math.max(most, Math.abs(1 - normalSurvival(x) - (i + 0.5) / N)),
    0,
  );
  expect(gap).toBeLessThan(1.95 / Math.sqrt(N));
  const beyond = z.filter((x) => Math.abs(x) > 4).length;
  expect(beyond).toBeGreaterThan(2);
  expect(beyond).toBeLessThan(30);
});

test('noiseKeep keeps the share that it is given, in both halves of a draw', () => {
  const mask = noiseKeep(N, 5, 6, 6554, 1);
  for (const half of [0, 1]) {
    const kept = mask.reduce((sum, x, i) => (i % 2 === half ? sum + x : sum), 0) / (N / 2);
    expect(Math.abs(kept - 6554 / 65536)).toBeLessThan(4 * Math.sqrt((0.1 * 0.9) / (N / 2)));
  }
});

test('bitsAt gives streams that have nothing to do with each other, and neighbours that do not either', () => {
  const agree = (a: (i: number) => number, b: (i: number) => number) => {
    let same = 0;
    for (let i = 0; i < 20000; i++) {
      for (let x = a(i) ^ b(i), bit = 0; bit < 32; bit++) same += ((x >>> bit) & 1) ^ 1;
    }
    return same / (20000 * 32);
  };
  const error = 4 * Math.sqrt(0.25 / (20000 * 32));
  const stream = (key0: number, key1: number) => (i: number) => bitsAt(i, key0, key1);
  expect(Math.abs(agree(stream(1, 2), stream(1, 3)) - 0.5)).toBeLessThan(error);
  expect(Math.abs(agree(stream(1, 2), stream(2, 2)) - 0.5)).toBeLessThan(error);
  expect(Math.abs(agree(stream(1, 2), (i) => bitsAt(i + 1, 1, 2)) - 0.5)).toBeLessThan(error);
});
