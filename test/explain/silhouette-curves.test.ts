import { expect, test } from 'vitest';
import { silhouetteCurves } from '../../src/explain/index.ts';

test('silhouetteCurves(perRow, labels) sorts each segment, leaves noise out, and 0 is not below zero', () => {
  const curves = silhouetteCurves([0.5, 0, -0.25, Number.NaN, 0.75, 0.5], [0, 0, 0, 0, 0, -1]);
  expect(curves).toEqual([
    { segment: 0, rows: 4, mean: 0.25, belowZero: 0.25, values: [0.75, 0.5, 0, -0.25] },
  ]);
});

test('silhouetteCurves(perRow, labels, 3) keeps the first and the last', () => {
  const [curve] = silhouetteCurves([0.1, 0.2, 0.3, 0.4, 0.5], [0, 0, 0, 0, 0], 3);
  expect(curve.values).toEqual([0.5, 0.3, 0.1]);
});
