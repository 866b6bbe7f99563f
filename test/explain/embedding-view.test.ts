import { expect, test } from 'vitest';
import { embeddingView, unpackBytes, unpackWords } from '../../src/explain/index.ts';
import { Matrix } from '../../src/numeric/index.ts';

const LABELS = Int32Array.from([0, 0, 1, -1, 1]);
const Z = Matrix.from([
  [0, 10, 1],
  [4, 12, 1],
  [2, 11, 1],
  [1, 10, 1],
  [4, 10, 1],
]);
const view = embeddingView({
  labels: LABELS,
  spaces: [
    { title: 'flat', axes: ['a', 'b'], z: Z },
    { title: 'deep', axes: ['a', 'b', 'c'], z: Z },
  ],
  features: [
    { name: 'size', unit: 'days' },
    { name: 'constant', unit: '' },
  ],
  columns: [
    [1, 2, Number.NaN, 3, 5],
    [7, 7, 7, 7, 7],
  ],
  categories: [{ name: 'plan', values: ['x', 'y', null, 'y', ''] }],
});

test('embeddingView(input) keeps segments beside places: one scale for all axes, the longest one fills it', () => {
  const segments = [...unpackBytes(view.segments)];
  const flat = unpackWords(view.spaces[0].places);
  const deep = unpackWords(view.spaces[1].places);
  const places = segments.map((code, r) => [code - 1, flat[2 * r], flat[2 * r + 1]]);
  expect([...places].sort((a, b) => a[1] - b[1] || a[2] - b[2])).toEqual([
    [0, 0, 0],
    [-1, 16384, 0],
    [1, 32768, 16384],
    [1, 65535, 0],
    [0, 65535, 32768],
  ]);
  // The third axis has no spread.
  expect(deep.filter((_, at) => at % 3 === 2)).toEqual(new Uint16Array(5));
});

test('embeddingView(input) codes numbers between percentiles, missing as 0, and leaves constants out', () => {
  expect(view.colours.map(({ name }) => name)).toEqual(['plan', 'size']);
  const size = view.colours[1];
  if (size.kind !== 'number') throw new Error('a number was expected');
  expect([size.low, size.high]).toEqual([1.03, 4.94]);
  expect([...unpackBytes(size.codes)].sort((a, b) => a - b)).toEqual([0, 1, 64, 129, 255]);
});

test('embeddingView(input) codes levels by frequency and joins the rest into one', () => {
  const plan = view.colours[0];
  if (plan.kind !== 'category') throw new Error('a category was expected');
  expect([plan.levels, plan.other]).toEqual([['y', 'x'], false]);
  expect([...unpackBytes(plan.codes)].sort((a, b) => a - b)).toEqual([0, 0, 1, 1, 2]);
  const many = embeddingView({
    labels: new Int32Array(40),
    spaces: [],
    categories: [{ name: 'city', values: Array.from({ length: 40 }, (_, i) => `c${i % 20}`) }],
  }).colours[0];
  if (many.kind !== 'category') throw new Error('a category was expected');
  expect([many.levels.length, many.levels[11], many.other]).toEqual([12, 'other', true]);
  expect(unpackBytes(many.codes).filter((code) => code === 12).length).toBe(18);
});

test('embeddingView(input) of many rows packs a sample and of many features the first 24', () => {
  const labels = new Int32Array(9000);
  const z = new Matrix(
    Float32Array.from({ length: 18_000 }, (_, i) => i % 97),
    9000,
    2,
  );
  const columns = Array.from({ length: 30 }, (_, j) => Float64Array.from(labels, (_, i) => i + j));
  const found = embeddingView({
    labels,
    spaces: [{ title: 'map', axes: ['a', 'b'], z }],
    features: columns.map((_, j) => ({ name: `f${j}`, unit: '' })),
    columns,
  });
  expect([found.points, found.of, found.colours.length, found.coloursLeft]).toEqual([
    5000, 9000, 24, 6,
  ]);
  expect(JSON.stringify(found).length).toBeLessThan(240_000);
});

test('embeddingView(input) refuses a space with other rows', () => {
  expect(() =>
    embeddingView({ labels: [0], spaces: [{ title: 'map', axes: ['a', 'b'], z: Z }] }),
  ).toThrow(/'map' must have 1 rows and at least 2 columns, got 5 × 3/);
});

test('embeddingView(input) takes a sample that was drawn before, and spaces of that sample alone', () => {
  const rows = [4, 0, 2];
  const found = embeddingView({
    labels: LABELS,
    rows,
    spaces: [
      { title: 'all', axes: ['a', 'b'], z: Z },
      { title: 'sample', tab: 'UMAP', axes: ['a', 'b'], z: Z.takeRows(rows) },
    ],
  });
  expect([found.points, found.of]).toEqual([3, 5]);
  expect([...unpackBytes(found.segments)]).toEqual([2, 1, 2]);
  expect(found.spaces[1].places).toBe(found.spaces[0].places);
  expect([found.spaces[0].tab, found.spaces[1].tab]).toEqual([undefined, 'UMAP']);
});
