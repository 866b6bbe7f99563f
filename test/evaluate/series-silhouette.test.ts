import { expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { seriesSilhouette, silhouette } from '../../src/evaluate/index.ts';
import { Matrix } from '../../src/numeric/index.ts';

test('seriesSilhouette(x, labels, { measure: "euclidean" }) is silhouette(x, labels)', async () => {
  const random = new Random(2);
  const x = Matrix.from(
    Array.from({ length: 90 }, (_, i) => [(i % 3) * 2 + random.normal(), random.normal(), 1]),
  );
  const labels = Array.from({ length: 90 }, (_, i) => (i === 7 ? 3 : i === 8 ? -1 : i % 3));
  const expected = await silhouette(x, labels);
  const found = await seriesSilhouette(x, labels, { measure: 'euclidean' });
  expect(Math.abs(found.mean - expected.mean)).toBeLessThan(1e-6);
  expect(found.scored).toBe(89);
  found.perRow.forEach((value, i) => {
    if (i === 8) expect(value).toBeNaN();
    else expect(Math.abs(value - expected.perRow[i])).toBeLessThan(1e-5);
  });
});

test('seriesSilhouette(x, labels, { measure: "dtw" }) is near 1 for courses that only come at other times', async () => {
  const bump = (at: number, height: number) =>
    Array.from({ length: 24 }, (_, t) => height * Math.exp(-((t - at) ** 2)));
  const places = [4, 8, 12, 16, 20];
  const x = Matrix.from([...places.map((at) => bump(at, 2)), ...places.map((at) => bump(at, -2))]);
  const labels = Array.from({ length: 10 }, (_, i) => (i < 5 ? 0 : 1));
  const own = await seriesSilhouette(x, labels, { measure: 'dtw' });
  expect(own.mean).toBeGreaterThan(0.95);
  expect((await silhouette(x, labels)).mean).toBeLessThan(0.4);
});

test('seriesSilhouette(x, labels, measure, context, { rows }) warns that it is sampled, and rows of one kind count 0', async () => {
  const codes: string[] = [];
  const x = Matrix.from(Array.from({ length: 40 }, () => [1, 2, 3]));
  const labels = Array.from({ length: 40 }, (_, i) => i % 2);
  const warn = (code: string) => codes.push(code);
  const found = await seriesSilhouette(x, labels, { measure: 'sbd' }, { warn }, { rows: 20 });
  expect(codes).toEqual(['silhouette-sampled']);
  expect(Math.abs(found.mean)).toBeLessThanOrEqual(1);
});
