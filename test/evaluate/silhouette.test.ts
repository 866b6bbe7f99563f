import { expect, test } from 'vitest';
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
