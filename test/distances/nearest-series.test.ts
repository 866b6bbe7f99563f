import { expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { nearestSeries, type SeriesMeasure, seriesBlocks } from '../../src/distances/index.ts';
import { Panel } from '../../src/numeric/index.ts';

/** Walks around a few far levels: most of them are soon seen to be far. */
function walks(series: number, channels: number, steps: number, ragged: boolean): Panel {
  const random = new Random(series + channels);
  const data = new Float32Array(series * channels * steps);
  for (let row = 0; row < series * channels; row++) {
    let value = 6 * (Math.floor(row / channels) % 5);
    for (let t = 0; t < steps; t++) {
      value += random.normal() / 4;
      data[row * steps + t] = value;
    }
  }
  const lengths = Int32Array.from({ length: series }, (_, i) => (ragged ? steps - (i % 3) : steps));
  return new Panel(data, series, channels, steps, lengths);
}

const measures = ['euclidean', 'dtw', 'msm', 'twe', 'erp', 'sbd'] as const;
const cases = measures.flatMap((measure) =>
  [1, 2].flatMap((channels) =>
    [1, 0.1].flatMap((window) =>
      [false, true]
        .filter((ragged) => !(ragged && measure === 'euclidean'))
        .map((ragged) => ({ measure, channels, window, ragged })),
    ),
  ),
);

test.each(cases)(
  'nearestSeries(x, y) is the least of seriesBlocks(x, y): $measure, $channels channels, window $window, ragged $ragged',
  async ({ measure, channels, window, ragged }) => {
    const x = walks(7, channels, 20, ragged);
    const y = walks(37, channels, 20, ragged);
    const options: Partial<SeriesMeasure> = { measure, window };
    const found = await nearestSeries(x, y, options, { threads: 1 });
    for (const threads of [2, 4]) {
      expect(await nearestSeries(x, y, options, { threads })).toEqual(found);
    }
    for await (const { begin, end, distances } of seriesBlocks(x, y, options)) {
      for (let i = begin; i < end; i++) {
        const row = distances.subarray((i - begin) * 37, (i - begin + 1) * 37);
        const least = Math.min(...row);
        expect(row[found.neighbors[i]]).toBe(least);
        expect(Math.abs(found.distances[i] - least)).toBeLessThanOrEqual(1e-6 * Math.max(1, least));
      }
    }
  },
);

test('nearestSeries(x, y, { measure: "dtw" }) compares only some to the end', async () => {
  const y = walks(400, 1, 40, false);
  // Eights of one level each, so that whole eights are far.
  const order = Array.from({ length: 400 }, (_, i) => i).sort((a, b) => (a % 5) - (b % 5));
  const data = Float32Array.from(order.flatMap((i) => [...y.row(i)]));
  const sorted = new Panel(data, 400, 1, 40);
  for (const window of [1, 0.1]) {
    const { compared } = await nearestSeries(walks(10, 1, 40, false), sorted, {
      measure: 'dtw',
      window,
    });
    expect(compared).toBeLessThan(10 * 50 * 0.5);
  }
});

test('nearestSeries(x, y) with no series in y finds none', async () => {
  const none = new Panel(new Float32Array(0), 0, 1, 5);
  const { neighbors } = await nearestSeries(walks(2, 1, 5, false), none, { measure: 'dtw' });
  expect([...neighbors]).toEqual([-1, -1]);
});
