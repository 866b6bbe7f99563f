import { expect, test } from 'vitest';
import { centreRatios, strangeSeries, typicalSeries } from '../../src/explain/index.ts';
import { Matrix } from '../../src/numeric/index.ts';

test('centreRatios(x, labels) is 1 for the median row of a segment, whatever its width', () => {
  const x = Matrix.from([[-3], [-1], [0], [1], [3], [70], [90], [100], [110], [130]]);
  const labels = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1];
  const { ratios, beside } = centreRatios(x, labels);
  expect([...ratios]).toEqual([3, 1, 0, 1, 3, 3, 1, 0, 1, 3]);
  expect([...beside]).toEqual(labels);
});

test('centreRatios(x, labels) measures rows in no segment from the nearest one', () => {
  const x = Matrix.from([[-1], [1], [99], [101], [5], [96]]);
  const { ratios, beside } = centreRatios(x, [0, 0, 1, 1, -1, -1]);
  expect([beside[4], ratios[4]]).toEqual([0, 5]);
  expect([beside[5], ratios[5]]).toEqual([1, 4]);
  const none = centreRatios(x, [-1, -1, -1, -1, -1, -1]);
  expect([none.beside[0], none.ratios[0]]).toEqual([-1, Number.NaN]);
});

test('centreRatios(x, labels, own) takes the distances of the method, and the mean where most are 0', () => {
  const x = Matrix.from([[0], [0], [0], [0]]);
  expect([...centreRatios(x, [0, 0, 0, 0], [0, 0, 0, 4]).ratios]).toEqual([0, 0, 0, 4]);
  expect([...centreRatios(x, [0, 0, 0, 0]).ratios]).toEqual([0, 0, 0, 0]);
});

const STEPS = 6;
/** Ten flat series, one of which jumps at steps 3 and 4. */
function rowsWithJump(channels: number) {
  const data = new Float32Array(10 * channels * STEPS);
  for (let i = 0; i < 10; i++)
    data.fill((i % 5) / 100, i * channels * STEPS, (i + 1) * channels * STEPS);
  const last = 9 * channels * STEPS + (channels - 1) * STEPS;
  data.set([5, 7], last + 3);
  return { data, series: 10, channels, steps: STEPS };
}

test('strangeSeries(input) says where a row leaves the band of its segment, and how much of it', () => {
  const rows = rowsWithJump(1);
  const labels = new Int32Array(10);
  const found = strangeSeries({
    measure: 'distance',
    by: 'distance',
    rows,
    labels,
    beside: labels,
    scores: Float64Array.from({ length: 10 }, (_, i) => i),
    typical: [typicalSeries(rows, labels)],
    chosen: [9, 4],
    keys: [Array.from({ length: 10 }, (_, i) => `key ${i}`)],
  });
  const [jump, plain] = found.rows;
  expect(jump.stretch).toEqual({ from: 3, to: 4, side: 'above' });
  expect([jump.key, jump.segment, jump.beside, jump.score]).toEqual([['key 9'], 0, 0, 9]);
  expect(jump.outside).toBeCloseTo(2 / 6, 4);
  expect([plain.outside, plain.stretch, plain.reconstructed]).toEqual([0, null, null]);
  expect(found.of).toBe(10);
});

test('strangeSeries(input) shows the channel in which a row leaves the band most', () => {
  const rows = rowsWithJump(2);
  const labels = new Int32Array(10);
  const typical = [0, 1].map((channelIndex) => typicalSeries(rows, labels, { channelIndex }));
  const [row] = strangeSeries({
    measure: 'error',
    by: 'reconstruction',
    rows,
    labels,
    beside: labels,
    scores: new Float64Array(10),
    typical,
    chosen: [9],
    reconstructed: {
      data: new Float32Array(2 * STEPS).fill(0.5),
      series: 1,
      channels: 2,
      steps: STEPS,
    },
  }).rows;
  expect([row.channel, row.stretch?.side]).toEqual([1, 'above']);
  expect(row.reconstructed).toEqual([0.5, 0.5, 0.5, 0.5, 0.5, 0.5]);
});
