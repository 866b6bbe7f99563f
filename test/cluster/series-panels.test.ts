import { describe, expect, test } from 'vitest';
import { OptionError, Random, unpackState } from '../../src/base/index.ts';
import {
  Agglomerative,
  type Clusterer,
  clusterMethods,
  DTWKMeans,
  KMedoids,
  KShape,
} from '../../src/cluster/index.ts';
import { seriesMatrix } from '../../src/distances/index.ts';
import { Matrix, Panel, SeriesMatrix } from '../../src/numeric/index.ts';

/** Slow waves, a bump and fast waves, in turn, each begun at its own time and of its own length. */
function courses(series: number, channels: number, lengths: readonly number[], seed = 1) {
  const random = new Random(seed);
  const steps = Math.max(...lengths);
  const data = new Float32Array(series * channels * steps);
  const own = Int32Array.from({ length: series }, (_, i) => lengths[i % lengths.length]);
  for (let i = 0; i < series; i++) {
    const late = random.next() / 12;
    for (let c = 0; c < channels; c++) {
      for (let t = 0; t < own[i]; t++) {
        const at = t / own[i] + late;
        const kinds = [
          4 * Math.sin(2 * Math.PI * at),
          12 * Math.exp(-(((at - 0.5) * 10) ** 2)),
          4 * Math.cos(6 * Math.PI * at),
        ];
        data[(i * channels + c) * steps + t] = (c + 1) * kinds[i % 3] + random.normal() / 5;
      }
    }
  }
  return new SeriesMatrix(new Panel(data, series, channels, steps, own));
}

const kinds = (series: number) => Array.from({ length: series }, (_, i) => i % 3);

/** Which are together, whatever the clusters are called. */
function together(labels: ArrayLike<number>): number[] {
  const names = new Map<number, number>();
  return Array.from(labels, (label) => {
    if (!names.has(label)) names.set(label, names.size);
    return names.get(label)!;
  });
}

const clusterers: [string, () => Clusterer][] = [
  ['KShape', () => new KShape({ clusters: 3, restarts: 5 })],
  ['DTWKMeans', () => new DTWKMeans({ clusters: 3, restarts: 5 })],
  ['DTWKMeans', () => new DTWKMeans({ clusters: 3, window: 0.2, restarts: 5 })],
  ['DTWKMeans', () => new DTWKMeans({ clusters: 3, centers: 'soft-dtw', gamma: 0.5, restarts: 5 })],
  ['KMedoids', () => new KMedoids({ clusters: 3, measure: 'dtw' })],
  ['KMedoids', () => new KMedoids({ clusters: 3, measure: 'msm', window: 0.3 })],
  ['KMedoids', () => new KMedoids({ clusters: 3, measure: 'sbd' })],
  ['Agglomerative', () => new Agglomerative({ clusters: 3, measure: 'dtw', linkage: 'average' })],
  ['Agglomerative', () => new Agglomerative({ clusters: 3, measure: 'erp', linkage: 'complete' })],
];

test.each([
  ['KShape', 2, ['inertia', 'iterations', 'stopped'], []],
  ['DTWKMeans', 1, ['options', 'inertia', 'iterations', 'stopped'], []],
  ['KMedoids', 2, ['options', 'loss', 'iterations'], ['medoids']],
] as const)(
  '%s.fit(x).toState() keeps the version and the names of the states that are on disks',
  async (name, version, meta, arrays) => {
    const model = await clusterMethods[name].create({ clusters: 3 }).fit(courses(12, 2, [30]));
    const state = unpackState(model.toState(), [name]);
    expect(state.version).toBe(version);
    expect(Object.keys(state.meta)).toEqual(['cols', 'channels', ...meta, 'warnings']);
    expect(Object.keys(state.arrays)).toEqual(['centers', 'lengths', ...arrays, 'labels']);
  },
);

describe.each(clusterers)('%s', (name, create) => {
  test.each([1, 2])(
    'fit(x) of ragged series of %i channels finds their kinds, and assigns series of other lengths',
    async (channels) => {
      const x = courses(36, channels, [40, 34, 37, 30]);
      const model = await create().fit(x);
      expect(model.warnings).toEqual([]);
      expect(together(model.labels)).toEqual(kinds(36));
      expect(await model.predict(x)).toEqual(model.labels);
      const fresh = courses(12, channels, [44, 36, 25], 7);
      const { labels, values } = await model.assign(fresh);
      expect(labels).toEqual(model.labels.slice(0, 12));
      expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
      const again = clusterMethods[name].load(model.toState());
      expect(await again.assign(fresh)).toEqual({ labels, values, measure: 'distance' });
      expect(new Uint8Array(again.toState())).toEqual(new Uint8Array(model.toState()));
      for (const threads of [1, 4]) {
        const other = await create().fit(x, { threads });
        expect(new Uint8Array(other.toState())).toEqual(new Uint8Array(model.toState()));
      }
      await expect(model.assign(courses(3, channels + 1, [40]))).rejects.toThrow(
        `${channels} channels of the fit, got ${channels + 1}`,
      );
    },
  );

  test('fit(x) of one constant series among many gives an answer', async () => {
    const x = courses(31, 1, [30]);
    x.panel.data.fill(2, 30 * 30);
    const model = await create().fit(new SeriesMatrix(x.panel));
    // For a tree it is the last to be joined to the others, and one of three clusters by itself.
    const alone = name === 'Agglomerative';
    if (!alone) expect(together(model.labels).slice(0, 30)).toEqual(kinds(30));
    expect(model.labels.indexOf(model.labels[30]) === 30).toBe(alone);
  });

  test('fit(x) of equal, of two and of zero series gives an answer; of two for three clusters a sentence', async () => {
    const zeros = new SeriesMatrix(new Panel(new Float32Array(5 * 8), 5, 1, 8));
    const model = await create().fit(zeros);
    expect([...model.labels]).toEqual([0, 0, 0, 0, 0]);
    expect(model.warnings.map((w) => w.code)).toEqual(['fewer-clusters']);
    expect(await model.predict(zeros)).toEqual(model.labels);
    await expect(create().fit(courses(2, 1, [9, 7]))).rejects.toThrow(/at least 3 rows, got 2/);
  });
});

describe.each(['average', 'complete', 'single'] as const)('Agglomerative, %s', (linkage) => {
  test('fit(x) under msm merges what its definition says, at its heights', async () => {
    const x = courses(17, 1, [20, 18, 15]);
    const model = await new Agglomerative({ clusters: 1, measure: 'msm', linkage }).fit(x);
    const distances = await seriesMatrix(x.panel, { measure: 'msm' });
    let sets = Array.from({ length: 17 }, (_, i) => [i]);
    for (const height of model.tree.heights) {
      let least = Number.POSITIVE_INFINITY;
      let pair: number[][] = [];
      for (const [p, a] of sets.entries()) {
        for (const b of sets.slice(p + 1)) {
          const all = a.flatMap((i) => b.map((j) => distances[i * 17 + j]));
          const mean = all.reduce((sum, d) => sum + d, 0) / all.length;
          const apart = { average: mean, complete: Math.max(...all), single: Math.min(...all) };
          if (apart[linkage] < least) [least, pair] = [apart[linkage], [a, b]];
        }
      }
      // Means are kept in 32 bits.
      expect(Math.abs(height - least)).toBeLessThanOrEqual(1e-5 * least);
      sets = [...sets.filter((set) => !pair.includes(set)), pair.flat()];
    }
  });
});

test('new Agglomerative({ measure: "dtw" }) refuses ward, and says why', () => {
  expect(() => new Agglomerative({ measure: 'dtw' })).toThrow(OptionError);
  expect(() => new Agglomerative({ measure: 'dtw' })).toThrow(/got "ward". Ward compares/);
});

test('KMedoids.fit(x) of ragged series by euclidean is refused with a way out', async () => {
  await expect(new KMedoids({ clusters: 2 }).fit(courses(6, 1, [9, 7]))).rejects.toThrow(
    /one length.*got 9 and 7.*measure "dtw"/,
  );
});

test('KMedoids.fit(x, { sample }) warns and comes near to the loss among all rows', async () => {
  const x = courses(300, 1, [30]);
  const whole = await new KMedoids({ clusters: 3, measure: 'dtw' }).fit(x);
  const model = await new KMedoids({ clusters: 3, measure: 'dtw', sample: 60 }).fit(x);
  expect(model.warnings.map((w) => w.code)).toEqual(['sampled-medoids']);
  expect(together(model.labels)).toEqual(kinds(300));
  expect(model.loss).toBeLessThan(1.05 * whole.loss);
  const same = await new KMedoids({ clusters: 3, measure: 'dtw', sample: 60 }).fit(x, {
    threads: 1,
  });
  expect(same.medoids).toEqual(model.medoids);
});

test('KShape.fit(x) of one channel as a series and as plain rows is the same', async () => {
  const x = courses(30, 1, [32]);
  const plain = await new KShape({ clusters: 3 }).fit(new Matrix(x.data, 30, 32));
  const series = await new KShape({ clusters: 3 }).fit(x);
  expect(series.labels).toEqual(plain.labels);
  expect(series.inertia).toBe(plain.inertia);
});

test('KShape.fit(x) of two equal channels finds the shapes of one', async () => {
  const x = courses(30, 1, [32]);
  const data = Float32Array.from({ length: 30 * 64 }, (_, at) => {
    const [i, t] = [Math.floor(at / 64), at % 32];
    return x.data[i * 32 + t];
  });
  const one = await new KShape({ clusters: 3 }).fit(x);
  const two = await new KShape({ clusters: 3 }).fit(new SeriesMatrix(new Panel(data, 30, 2, 32)));
  expect(two.labels).toEqual(one.labels);
  expect(Math.abs(two.inertia - one.inertia)).toBeLessThan(1e-6);
});
