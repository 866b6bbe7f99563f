import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { silhouetteRows } from '../../src/compute/reference/silhouette.ts';
import { silhouette, silhouetteWithNoiseAsCluster } from '../../src/evaluate/index.ts';
import { Matrix } from '../../src/numeric/index.ts';

// Two segments on a line: {0, 1} and {4, 6}, and noise at 100.
const line = Matrix.from([[0], [1], [4], [6], [100]]);
const labels = Int32Array.of(0, 0, 1, 1, -1);

test('silhouette(x, labels) equals the values worked by hand and leaves noise out', async () => {
  const found = await silhouette(line, labels);
  const byHand = [(5 - 1) / 5, (4 - 1) / 4, (3.5 - 2) / 3.5, (5.5 - 2) / 5.5];
  byHand.forEach((value, i) => {
    expect(found.perRow[i]).toBeCloseTo(value, 6);
  });
  expect(found.perRow[4]).toBeNaN();
  expect(found.mean).toBeCloseTo(byHand.reduce((a, b) => a + b) / 4, 6);
  expect(found.perSegment[1]).toBeCloseTo((byHand[2] + byHand[3]) / 2, 6);
  expect(found).toMatchObject({ negativeShare: 0, scored: 4, sampled: false });
});

test('silhouetteWithNoiseAsCluster(x, labels) gives a lone noise row 0 and counts it', async () => {
  const found = await silhouetteWithNoiseAsCluster(line, labels);
  expect(found.perRow[4]).toBe(0);
  expect(found.scored).toBe(5);
});

test('silhouette(x, labels) is NaN with fewer than two segments', async () => {
  const found = await silhouette(line, Int32Array.of(0, 0, 0, 0, -1));
  expect(found.mean).toBeNaN();
  expect(found.scored).toBe(0);
});

test('silhouette(x, labels) refuses another number of labels than of rows', async () => {
  await expect(silhouette(line, Int32Array.of(0, 1))).rejects.toThrow(
    'silhouette: there must be one label per row (5), got 2.',
  );
});

test('silhouette(x, labels) lies between −1 and 1 and does not depend on row order or label names', async () => {
  const rows = fc.array(fc.tuple(fc.float({ noNaN: true, noDefaultInfinity: true }), fc.nat(3)), {
    minLength: 2,
    maxLength: 40,
  });
  await fc.assert(
    fc.asyncProperty(rows, async (given) => {
      const turned = [...given].reverse();
      const here = await silhouette(
        Matrix.from(given.map(([value]) => [value])),
        given.map(([, label]) => label - 1),
      );
      const there = await silhouette(
        Matrix.from(turned.map(([value]) => [value])),
        turned.map(([, label]) => (label === 0 ? -1 : 7 - label)),
      );
      for (let i = 0; i < given.length; i++) {
        const value = here.perRow[i];
        const turnedValue = there.perRow[given.length - 1 - i];
        expect(Number.isNaN(turnedValue)).toBe(Number.isNaN(value));
        if (Number.isNaN(value)) continue;
        expect(value).toBeCloseTo(turnedValue, 5);
        expect(Math.abs(value)).toBeLessThanOrEqual(1);
      }
    }),
  );
});

test('silhouette(x, labels) gives the same bits on 1, 2 and 4 threads', async () => {
  const random = new Random(3);
  const codes = Int32Array.from({ length: 1000 }, () => random.integer(5) - 1);
  const x = Matrix.from([...codes].map((code) => [random.normal() + code, random.normal()]));
  const one = await silhouette(x, codes, { threads: 1 });
  for (const threads of [2, 4]) expect(await silhouette(x, codes, { threads })).toEqual(one);
});

test('silhouette(x, labels) stops when its signal fires', async () => {
  const signal = AbortSignal.abort();
  await expect(silhouette(line, labels, { signal })).rejects.toThrow('Stopped on request.');
});

test('silhouette(x, labels, {}, { rows }) warns of its sample, which is near the exact figure', async () => {
  const random = new Random(6);
  const codes = Int32Array.from({ length: 4000 }, () => Math.floor(random.next() ** 3 * 6) - 1);
  const x = Matrix.from([...codes].map((code) => [random.normal() + 3 * code, random.normal()]));
  const warnings: string[] = [];
  const warn = (code: string, message: string) => warnings.push(`${code}: ${message}`);
  const exact = await silhouette(x, codes, { warn });
  expect(warnings).toEqual([]);
  const some = await silhouette(x, codes, { warn }, { rows: 1000, seed: 2 });
  expect(warnings[0]).toMatch(
    /^silhouette-sampled: The silhouette rests on a sample of \d+ of \d+ rows, drawn by segment\.$/,
  );
  expect(some.sampled).toBe(true);
  expect(some.perRow.filter((value) => !Number.isNaN(value)).length).toBe(some.scored);
  // Sampling error of a mean over 1,000 rows whose standard deviation is about 0.25.
  expect(Math.abs(some.mean - exact.mean)).toBeLessThan(0.03);
  expect(await silhouette(x, codes, {}, { rows: 1000, seed: 2 })).toEqual(some);
});

test('silhouette(x, labels, {}, options) refuses an option it does not know', async () => {
  const options = { row: 3 } as Record<string, number>;
  await expect(silhouette(line, labels, {}, options)).rejects.toThrow('Did you mean "rows"?');
});

test('silhouette(x, labels) equals the definition where bands of rows end inside clusters, whatever the sizes', async () => {
  const random = new Random(9);
  for (const [rows, clusters, cols] of [
    [1500, 2, 3],
    [1000, 5, 40],
    [900, 300, 2],
  ]) {
    const codes = Int32Array.from({ length: rows }, (_, i) =>
      i < clusters ? i : Math.floor(random.next() ** 3 * clusters),
    );
    const data = Float32Array.from(
      { length: rows * cols },
      (_, at) => random.normal() + codes[Math.floor(at / cols)],
    );
    const expected = new Float64Array(rows);
    silhouetteRows(expected, data, cols, codes, clusters);
    const found = await silhouette(new Matrix(data, rows, cols), codes);
    found.perRow.forEach((value, i) => {
      expect(Math.abs(value - expected[i])).toBeLessThan(1e-6);
    });
  }
});

test('silhouette(x, labels, {}, { rows }) weighs a small segment by its size, though more of it is drawn', async () => {
  // 5,000 rows far apart from 60 that lie between 60 others: the small segments score low.
  const random = new Random(4);
  const codes = Int32Array.from({ length: 5120 }, (_, i) => (i < 5000 ? 0 : 1 + (i % 2)));
  const x = Matrix.from([...codes].map((code) => [random.normal() + (code === 0 ? 0 : 60)]));
  const exact = await silhouette(x, codes);
  const some = await silhouette(x, codes, {}, { rows: 300 });
  const drawn = [...codes].filter((code, i) => code > 0 && !Number.isNaN(some.perRow[i]));
  expect(drawn.length).toBe(100);
  expect(exact.mean - exact.perSegment[1]).toBeGreaterThan(0.8);
  expect(some.mean).toBeCloseTo(exact.mean, 2);
  expect(some.negativeShare).toBeCloseTo(exact.negativeShare, 2);
});

test('silhouette(x, labels) does not count the only row of a segment as nearer to another', async () => {
  const found = await silhouette(Matrix.from([[0], [1], [9]]), Int32Array.of(0, 0, 1));
  expect(found.perRow[2]).toBe(0);
  expect(found.negativeShare).toBe(0);
});

test('silhouette(x, labels) does not depend on the unit, however large or small', async () => {
  const usual = await silhouette(line, labels);
  for (const power of [-120, -60, 60, 110]) {
    const scaled = new Matrix(
      line.data.map((value) => value * 2 ** power),
      line.rows,
      1,
    );
    expect(await silhouette(scaled, labels)).toEqual(usual);
  }
});
