import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { AbortedError, DataError, OptionError, Random } from '../../src/base/index.ts';
import { type SeriesMeasure, seriesBlocks, seriesMatrix } from '../../src/distances/index.ts';
import { Panel } from '../../src/numeric/index.ts';

interface Golden {
  series: Record<string, number[][][]>;
  cases: {
    set: string;
    by: string;
    options: Partial<SeriesMeasure>;
    distances: (number | null)[][];
  }[];
}

const golden: Golden = JSON.parse(
  readFileSync(new URL('../golden/series-distances.json', import.meta.url), 'utf8'),
);

/** Series × channels × steps of whatever lengths, padded with what must not be read. */
function panelOf(series: readonly (readonly (readonly number[])[])[]): Panel {
  const channels = series[0].length;
  const lengths = Int32Array.from(series, (one) => one[0].length);
  const steps = Math.max(...lengths);
  const data = new Float32Array(series.length * channels * steps).fill(Number.NaN);
  series.forEach((one, i) => {
    for (const [c, channel] of one.entries()) data.set(channel, (i * channels + c) * steps);
  });
  return new Panel(data, series.length, channels, steps, lengths);
}

async function collect(x: Panel, y: Panel, options: Partial<SeriesMeasure>, context = {}) {
  const found = new Float32Array(x.series * y.series);
  for await (const { begin, distances } of seriesBlocks(x, y, options, context)) {
    found.set(distances, begin * y.series);
  }
  return found;
}

describe.each(golden.cases)(
  '$set series, $options, as $by has it',
  ({ set, options, distances }) => {
    const x = panelOf(golden.series[set]);
    const expected = distances.flat();

    test('seriesMatrix(x) to 1e-6', async () => {
      const found = await seriesMatrix(x, options);
      const n = distances.length;
      const constant = (i: number) => distances[i].every((distance) => distance === null);
      expected.forEach((distance, at) => {
        if (distance === null) {
          // A constant series has no shape, and aeon no number for it: 1 from all others, 0 from its like.
          expect(found[at]).toBe(constant(Math.floor(at / n)) && constant(at % n) ? 0 : 1);
          return;
        }
        expect(Math.abs(found[at] - distance)).toBeLessThanOrEqual(1e-6 * Math.max(1, distance));
      });
    });

    test('seriesBlocks(x, x) is the matrix, bit for bit on 1, 2 and 4 threads', async () => {
      const matrix = await seriesMatrix(x, options, { threads: 1 });
      for (const threads of [1, 2, 4]) {
        expect(await seriesMatrix(x, options, { threads })).toEqual(matrix);
        const found = await collect(x, x, options, { threads });
        // A pair and its mirror image add the same numbers, in another order.
        found.forEach((distance, at) => {
          expect(Math.abs(distance - matrix[at])).toBeLessThanOrEqual(1e-6 * Math.max(1, distance));
        });
      }
    });
  },
);

const some = (count: number, steps: number) => {
  const random = new Random(count);
  return new Panel(
    Float32Array.from({ length: count * steps }, () => random.normal()),
    count,
    1,
    steps,
  );
};

test('seriesMatrix(x) of no series and of one step', async () => {
  expect((await seriesMatrix(some(0, 3))).length).toBe(0);
  const x = new Panel(Float32Array.of(1, 4), 2, 1, 1);
  expect([...(await seriesMatrix(x, { measure: 'dtw' }))]).toEqual([0, 3, 3, 0]);
});

test('seriesBlocks(x, y) with no series in y gives empty blocks', async () => {
  expect((await collect(some(3, 4), some(0, 4), { measure: 'dtw' })).length).toBe(0);
});

test('seriesMatrix(x, { measure: "dtw", window: 0 }) is the Euclidean distance', async () => {
  const x = some(9, 12);
  const held = await seriesMatrix(x, { measure: 'dtw', window: 0 });
  expect(held).toEqual(await seriesMatrix(x));
});

test('seriesMatrix(x) says which number is not finite, and which lengths cannot meet', async () => {
  const holed = new Panel(Float32Array.of(1, 2, 3, Number.NaN), 2, 1, 2);
  await expect(seriesMatrix(holed)).rejects.toThrow(
    /finite, got NaN in series 1, channel 0, step 1/,
  );
  const ragged = new Panel(new Float32Array(6), 2, 1, 3, Int32Array.of(3, 2));
  await expect(seriesMatrix(ragged)).rejects.toThrow(/one length.*got 3 and 2.*"dtw"/);
  const empty = new Panel(new Float32Array(6), 2, 1, 3, Int32Array.of(3, 0));
  await expect(seriesMatrix(empty)).rejects.toThrow(/1 to 3 steps, got 0 in series 1/);
  const two = new Panel(new Float32Array(6), 1, 2, 3);
  await expect(collect(some(1, 3), two, {})).rejects.toThrow(DataError);
  await expect(seriesMatrix(some(2, 2), { window: 2 })).rejects.toThrow(OptionError);
});

test('seriesMatrix(x) with a fired signal rejects with AbortedError', async () => {
  const signal = AbortSignal.abort();
  await expect(seriesMatrix(some(3, 3), {}, { signal })).rejects.toThrow(AbortedError);
});
