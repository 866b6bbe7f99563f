import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DataError, Random, Run } from '../../src/base/index.ts';
import { planDilations } from '../../src/encode/convolution-plan.ts';
import { convolutionShares } from '../../src/encode/convolution-shares.ts';
import { RandomConvolutions } from '../../src/encode/index.ts';
import { Matrix, Panel, SeriesMatrix } from '../../src/numeric/index.ts';

interface Golden {
  x: number[][][];
  dilations: number[];
  counts: number[];
  offsets: number[];
  which: number[];
  biases: number[];
  features: number[][];
}
type Dilations = { steps: number; features: number; dilations: number[]; counts: number[] };
const golden = JSON.parse(readFileSync('test/golden/rocket.json', 'utf8')) as Record<
  'one_channel' | 'nine_steps' | 'many_channels' | 'one_series',
  Golden
> & { dilations: Dilations[] };

const panelFrom = (x: number[][][]) =>
  new Panel(Float32Array.from(x.flat(2)), x.length, x[0].length, x[0][0].length);

describe('against aeon', () => {
  test.each(['one_channel', 'nine_steps', 'many_channels', 'one_series'] as const)(
    'convolutionShares of %s equals MiniRocket with the same dilations and biases',
    async (name) => {
      const { x, features, ...drawn } = golden[name];
      const panel = panelFrom(x);
      const plan = {
        channels: panel.channels,
        dilations: Int32Array.from(drawn.dilations),
        counts: Int32Array.from(drawn.counts),
        offsets: Int32Array.from(drawn.offsets),
        which: Int32Array.from(drawn.which),
        biases: Float32Array.from(drawn.biases),
      };
      const found = await convolutionShares(panel, 0, panel.series, plan, new Run());
      expect(found.data).toEqual(Float32Array.from(features.flat()));
    },
  );

  test('RandomConvolutions.fit(one series) draws the dilations and biases of MiniRocket, which has no choice there', async () => {
    const { x, biases, dilations, counts } = golden.one_series;
    const panel = new SeriesMatrix(panelFrom(x));
    const { plan } = await new RandomConvolutions({ features: 420, components: 'all' }).fit(panel);
    expect([[...plan.dilations], [...plan.counts]]).toEqual([dilations, counts]);
    plan.biases.forEach((bias, f) => {
      expect(bias, `bias ${f}`).toBeCloseTo(biases[f], 6);
    });
  });

  test.each(golden.dilations)(
    'planDilations($steps, $features) are those of MiniRocket',
    ({ steps, features, dilations, counts }) => {
      const found = planDilations(steps, features);
      expect([[...found.dilations], [...found.counts]]).toEqual([dilations, counts]);
    },
  );
});

test('planDilations(137 steps) ends with the 17 that fits exactly, which aeon rounds to 16', () => {
  expect(planDilations(137, 1008).dilations.at(-1)).toBe(17);
});

/** Slow and fast waves by turns, each starting anywhere. */
function waves(series: number, steps: number, channels = 1, lengths?: Int32Array) {
  const random = new Random(3);
  const data = new Float32Array(series * channels * steps);
  for (let i = 0; i < series; i++) {
    const start = random.next();
    for (let at = 0; at < channels * steps; at++) {
      const t = (at % steps) / steps;
      const wave = Math.sin(2 * Math.PI * (start + t * (i % 2 === 0 ? 2 : 7)));
      data[i * channels * steps + at] = wave + 0.1 * random.normal();
    }
  }
  return new SeriesMatrix(new Panel(data, series, channels, steps, lengths));
}

/** How many of the series are nearer to one of their own kind than to any other. */
function likeNeighbours(codes: Matrix): number {
  let right = 0;
  for (let i = 0; i < codes.rows; i++) {
    let [nearest, least] = [-1, Number.POSITIVE_INFINITY];
    for (let j = 0; j < codes.rows; j++) {
      const distance = codes.row(i).reduce((sum, v, c) => sum + (v - codes.row(j)[c]) ** 2, 0);
      if (j !== i && distance < least) [nearest, least] = [j, distance];
    }
    if (nearest % 2 === i % 2) right++;
  }
  return right;
}

test('RandomConvolutions tells waves apart wherever they start, in series of any lengths and channels', async () => {
  const ragged = Int32Array.from({ length: 60 }, (_, i) => 40 + (i % 25));
  for (const x of [waves(60, 64), waves(60, 64, 3), waves(60, 64, 1, ragged)]) {
    const model = await new RandomConvolutions({ components: 10 }).fit(x);
    const codes = await model.transform(x);
    expect([codes.rows, codes.cols]).toEqual([60, 10]);
    expect(likeNeighbours(codes)).toBeGreaterThanOrEqual(57);
    expect(model.warnings).toEqual([]);
  }
});

test('transform(series of several channels given as plain rows) gives the same codes', async () => {
  const x = waves(20, 30, 2);
  const model = await new RandomConvolutions().fit(x);
  const plain = new Matrix(x.data, x.rows, x.cols);
  expect(await model.transform(plain)).toEqual(await model.transform(x));
});

test('transform(a short series) does not depend on what stands behind its end', async () => {
  const lengths = Int32Array.from({ length: 12 }, (_, i) => 1 + i);
  const x = waves(12, 30, 1, lengths);
  const model = await new RandomConvolutions({ components: 'all', features: 168 }).fit(x);
  const data = x.panel.data.map((value, at) =>
    at % 30 < lengths[Math.floor(at / 30)] ? value : 7,
  );
  const other = new SeriesMatrix(new Panel(data, 12, 1, 30, lengths));
  const codes = await model.transform(x);
  expect(codes.data.every((value) => value >= 0 && value <= 1)).toBe(true);
  expect(await model.transform(other)).toEqual(codes);
});

test('fit(one constant series among many, and fewer series than components) gives finite codes', async () => {
  const x = waves(9, 50);
  x.data.fill(0, 0, 50);
  const model = await new RandomConvolutions().fit(x);
  const codes = await model.transform(x);
  expect(codes.cols).toBe(9);
  expect(codes.data.every(Number.isFinite)).toBe(true);
});

test('fit(more series than the components are found from) warns of the sample', async () => {
  const x = waves(10_001, 9);
  const model = await new RandomConvolutions({ features: 84, components: 2 }).fit(x);
  expect(model.warnings).toEqual([
    {
      code: 'sampled-series',
      message:
        'RandomConvolutions.fit: the components are those of 10000 of the 10001 series, drawn at random.',
    },
  ]);
});

test('fit(a series without any step) says which', async () => {
  const x = waves(3, 5, 1, Int32Array.from([5, 0, 5]));
  const failed = new RandomConvolutions().fit(x);
  await expect(failed).rejects.toThrow(DataError);
  await expect(failed).rejects.toThrow('at least one step, got none in series 1');
});
