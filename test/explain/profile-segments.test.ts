import { expect, test } from 'vitest';
import { profileSegments } from '../../src/explain/index.ts';
import { Matrix } from '../../src/numeric/index.ts';
import { golden } from './golden.ts';

const feature = (name: string, unit = '') => ({ name, unit, meaning: '' });

for (const { name, values, labels, expected } of golden.cases) {
  test(`profileSegments gives SciPy's U test, effects and quartiles on ${name} values`, async () => {
    const columns = [Float64Array.from(values)];
    const found = await profileSegments({ features: [feature('a')], columns, labels });
    for (const want of expected) {
      const profile = want.label < 0 ? found.noise! : found.segments[want.label];
      const got = profile.features[0];
      expect(got.effect).toBeCloseTo(want.delta, 12);
      expect(got.meanDifference).toBeCloseTo(want.meanDifference, 12);
      expect(got.mean).toBeCloseTo(want.mean, 12);
      expect(got.sd).toBeCloseTo(want.sd, 12);
      expect(got.restMedian).toBeCloseTo(want.restMedian, 12);
      const five = [got.min!, got.q1!, got.median!, got.q3!, got.max!];
      for (let q = 0; q < 5; q++) expect(five[q]).toBeCloseTo(want.quantiles[q], 12);
      if (want.label < 0) expect(got.p).toBeNull();
      else expect(got.p! / want.p).toBeCloseTo(1, 10);
    }
  });
}

test('profileSegments by hand: delta, box and words of two segments of three', async () => {
  const found = await profileSegments({
    features: [feature('use_days', 'days'), feature('flat')],
    columns: [Float64Array.of(1, 2, 3, 10, 11, 90), Float64Array.of(5, 5, 5, 5, 5, 5)],
    labels: [0, 0, 0, 1, 1, 1],
  });
  const [low, high] = found.segments;
  expect(low).toMatchObject({ segment: 0, code: 'S0', rows: 3, share: 0.5 });
  expect(low.features[0]).toMatchObject({ effect: -1, restMedian: 11, count: 3, missing: 0 });
  expect(high.features[0].box).toEqual({
    low: 10,
    q1: 10.5,
    median: 11,
    q3: 50.5,
    high: 90,
    below: 0,
    above: 0,
  });
  expect(low.name).toBe('Low use days');
  expect(low.sentence).toBe('Much lower use days (typically 2 days, elsewhere 11).');
  // A constant column differs nowhere: effect 0, p 1, no standardised difference.
  expect(low.features[1]).toMatchObject({ effect: 0, p: 1, meanDifference: null, z: null });
  expect(found.tests).toBe(4);
  expect(found.noise).toBeNull();
});

test('profileSegments counts what lies beyond the whiskers', async () => {
  const column = Float64Array.of(...Array.from({ length: 20 }, (_, i) => i), -500, 900, 901);
  const found = await profileSegments({
    features: [feature('a')],
    columns: [column],
    labels: new Int32Array(23),
  });
  expect(found.segments[0].features[0].box).toMatchObject({ low: 0, high: 19, below: 1, above: 2 });
});

test('profileSegments leaves missing values out of their feature only', async () => {
  const found = await profileSegments({
    features: [feature('a'), feature('b')],
    columns: [Float64Array.of(1, Number.NaN, 3, 9), Float64Array.of(1, 2, 3, 4)],
    labels: [0, 0, 0, 1],
  });
  expect(found.segments[0].features[0]).toMatchObject({ count: 2, missing: 1, mean: 2 });
  expect(found.segments[0].features[1]).toMatchObject({ count: 3, missing: 0, mean: 2 });
  expect(found.overall[0].missing).toBe(1);
});

test('profileSegments with one segment has no rest and says so', async () => {
  const found = await profileSegments({
    features: [feature('a', 'calls')],
    columns: [Float64Array.of(1, 2, 3)],
    labels: [0, 0, 0],
  });
  expect(found.segments[0].features[0]).toMatchObject({ effect: null, p: null, restMedian: null });
  expect(found.segments[0].sentence).toBe('The only segment. Typical values: a 2 calls.');
  expect(found.tests).toBe(0);
});

test('profileSegments with nothing but noise gives no segments', async () => {
  const found = await profileSegments({
    features: [feature('a')],
    columns: [Float64Array.of(1, 2)],
    labels: [-1, -1],
  });
  expect(found.segments).toEqual([]);
  expect(found.noise).toMatchObject({ rows: 2, share: 1, code: 'noise' });
});

test('profileSegments finds the medoid by key, and skips copies of it', async () => {
  const x = Matrix.from([[0], [1], [1], [2], [50], [51]]);
  const found = await profileSegments({
    features: [feature('a')],
    columns: [Float64Array.of(0, 1, 1, 2, 50, 51)],
    labels: [0, 0, 0, 0, 1, 1],
    x,
    keys: [['u0', 'u1', 'u2', 'u3', 'u4', 'u5']],
  });
  const keys = found.segments[0].prototypes.map((prototype) => prototype.key[0]);
  expect(keys).toEqual(['u1', 'u0', 'u3']);
  expect(found.segments[0].prototypes[0]).toMatchObject({ row: 1, distance: 0.5, values: [1] });
});

test('profileSegments gives the same answer twice and survives JSON', async () => {
  const { values, labels } = golden.cases[0];
  const input = { features: [feature('a')], columns: [Float64Array.from(values)], labels, seed: 3 };
  const first = await profileSegments(input);
  expect(await profileSegments(input)).toEqual(first);
  expect(JSON.parse(JSON.stringify(first))).toEqual(first);
});

test('profileSegments refuses columns of another length', async () => {
  const input = { features: [feature('a')], columns: [Float64Array.of(1)], labels: [0, 0] };
  await expect(profileSegments(input)).rejects.toThrow(/one value per label \(2\), got 1/);
});

test('profileSegments keeps the spread of a small segment far from the others', async () => {
  const near = Array.from({ length: 50 }, (_, i) => i / 50);
  const found = await profileSegments({
    features: [feature('a'), feature('b')],
    columns: [
      Float64Array.of(...near, 1e9, 1e9 + 0.25, 1e9 + 0.5),
      Float64Array.of(...near, 0.1, 0.1, 0.1),
    ],
    labels: [...near.map(() => 0), 1, 1, 1],
  });
  const [main, far] = found.segments;
  expect(far.features[0].sd).toBeCloseTo(0.25, 12);
  expect(main.features[0].sd).toBeCloseTo(Math.sqrt((50 * 51) / 12) / 50, 12);
  expect(far.features[1].sd).toBe(0);
});

test('profileSegments ends whiskers at the last value within 1.5 box lengths', async () => {
  const found = await profileSegments({
    features: [feature('a')],
    columns: [Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 13)],
    labels: new Int32Array(9),
  });
  // The box is 3 … 7, so 13 is just within reach.
  expect(found.overall[0].box).toMatchObject({ low: 1, q1: 3, q3: 7, high: 13, above: 0 });
});

test('profileSegments takes as typical the row with the least mean distance, not the one nearest to the mean', async () => {
  const values = [0, 1, 2, 3, 100];
  const found = await profileSegments({
    features: [feature('a')],
    columns: [Float64Array.from(values)],
    labels: new Int32Array(5),
    x: Matrix.from(values.map((value) => [value])),
  });
  expect(found.segments[0].prototypes[0]).toMatchObject({ row: 2, distance: (2 + 1 + 1 + 98) / 5 });
});

test('profileSegments gives z as standard deviations of all rows', async () => {
  const found = await profileSegments({
    features: [feature('a')],
    columns: [Float64Array.of(0, 0, 10, 10)],
    labels: [0, 0, 1, 1],
  });
  // The mean of all is 5 and their variance 100 / 3.
  expect(found.segments[1].features[0].z).toBeCloseTo(5 / Math.sqrt(100 / 3), 12);
});
