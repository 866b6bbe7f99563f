import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import {
  Agglomerative,
  type AgglomerativeOptions,
  clusterMethods,
} from '../../src/cluster/index.ts';
import { agreement } from '../../src/evaluate/index.ts';
import { Matrix } from '../../src/numeric/index.ts';
import { readShape } from '../data/shapes.ts';

type Linkage = AgglomerativeOptions['linkage'];
const linkages: Linkage[] = ['ward', 'average', 'complete', 'single'];

interface Golden {
  readonly tables: readonly {
    readonly x: readonly (readonly number[])[];
    readonly clusters: number;
    readonly expected: Record<Linkage, { heights: number[]; sizes: number[]; labels: number[] }>;
  }[];
  readonly shapes: readonly {
    readonly name: string;
    readonly clusters: number;
    readonly expected: Record<
      Linkage,
      { tied: boolean; range: [number, number]; total: number; last: number[]; ari: number }
    >;
  }[];
}

/** Made by test/golden/agglomerative.py with SciPy and scikit-learn. */
const golden: Golden = JSON.parse(
  readFileSync(new URL('../golden/agglomerative.json', import.meta.url), 'utf8'),
);

// Rows at 0, 1, 3 and 7 on a line.
const line = Matrix.from([[0], [1], [3], [7]]);

test.each([
  ['single', [1, 2, 4]],
  ['complete', [1, 3, 7]],
  ['average', [1, 2.5, 17 / 3]],
  // Twice the rise of the sum of squares: ½·1, ⅔·2.5², ¾·(17/3)².
  ['ward', [1, Math.sqrt((4 / 3) * 2.5 ** 2), Math.sqrt((3 / 2) * (17 / 3) ** 2)]],
] as const)(
  'Agglomerative.fit({ linkage: %s }) merges at the heights worked by hand',
  async (linkage, heights) => {
    const { tree } = await new Agglomerative({ clusters: 2, linkage }).fit(line);
    heights.forEach((height, i) => {
      expect(tree.heights[i]).toBeCloseTo(height, 6);
    });
    expect([...tree.children]).toEqual([0, 1, 2, 4, 3, 5]);
    expect([...tree.sizes]).toEqual([2, 3, 4]);
  },
);

const cases = linkages.flatMap((linkage) =>
  golden.tables.map((table) => [table.x.length, linkage, table] as const),
);
test.each(cases)(
  'Agglomerative.fit of %i rows by %s linkage equals SciPy and scikit-learn',
  async (_, linkage, { x, clusters, expected }) => {
    const model = await new Agglomerative({ clusters, linkage }).fit(Matrix.from(x));
    const { heights, sizes, labels } = expected[linkage];
    heights.forEach((height, i) => {
      expect(model.tree.heights[i] / height).toBeCloseTo(1, 5);
    });
    expect([...model.tree.sizes]).toEqual(sizes);
    expect(agreement(model.labels, labels).ari).toBe(1);
  },
);

const shapes = linkages.flatMap((linkage) =>
  golden.shapes.map((shape) => [shape.name, linkage, shape] as const),
);
test.each(shapes)(
  'Agglomerative.fit of the shape %s by %s linkage equals SciPy and scikit-learn',
  async (name, linkage, { clusters, expected }) => {
    const shape = readShape(name);
    if (!shape) return;
    const { tree, labels } = await new Agglomerative({ clusters, linkage }).fit(shape.x);
    const { tied, range, total, last, ari } = expected[linkage];
    const sum = tree.heights.reduce((all, height) => all + height, 0);
    if (tied) {
      // Equal distances: the tree depends on which pair comes first, in SciPy too. The range is that of
      // 20 row orders, widened because they are not all.
      expect(sum).toBeGreaterThan(range[0] * 0.99);
      expect(sum).toBeLessThan(range[1] * 1.01);
      return;
    }
    expect(sum / total).toBeCloseTo(1, 5);
    last.forEach((height, i) => {
      expect(tree.heights[tree.heights.length - 3 + i] / height).toBeCloseTo(1, 5);
    });
    expect(agreement(labels, shape.labels).ari).toBeCloseTo(ari, 6);
  },
);

test('Agglomerative.fit({ height }) merges what is that near, however many clusters that leaves', async () => {
  const found = async (height: number) =>
    (await new Agglomerative({ height, linkage: 'single' }).fit(line)).clusters;
  expect([await found(0), await found(1), await found(2), await found(100)]).toEqual([4, 3, 2, 1]);
});

test('Agglomerative.fit never parts equal rows, and warns when asked to', async () => {
  const x = Matrix.from([
    [1, 0],
    [2, 2],
    [1, -0],
    [2, 2],
    [2, 2],
  ]);
  for (const linkage of linkages) {
    const model = await new Agglomerative({ clusters: 4, linkage }).fit(x);
    expect([...model.labels]).toEqual([1, 0, 1, 0, 0]);
    expect(model.warnings.map(({ code }) => code)).toEqual(['fewer-clusters']);
    expect([...model.tree.heights].slice(0, 3)).toEqual([0, 0, 0]);
  }
});

test('Agglomerative.fit counts equal rows as often as they occur', async () => {
  const random = new Random(2);
  const base = Array.from({ length: 30 }, () => [random.normal(), random.normal()]);
  const moved = base.map(([a, b]) => [a + 1e-4 * random.normal(), b]);
  for (const linkage of linkages) {
    const estimator = new Agglomerative({ clusters: 5, linkage });
    const twice = await estimator.fit(Matrix.from([...base, ...base]));
    const nearly = await estimator.fit(Matrix.from([...base, ...moved]));
    expect(agreement(twice.labels, nearly.labels).ari, linkage).toBe(1);
  }
});

test('Agglomerative.fit copes with numbers whose squares overflow 32 bits', async () => {
  const x = Matrix.from([[-3e38], [3e38], [2.9e38], [-2e38]]);
  for (const linkage of ['ward', 'single'] as const) {
    const { labels } = await new Agglomerative({ clusters: 2, linkage }).fit(x);
    expect([...new Set(labels)].length).toBe(2);
  }
});

test('Agglomerative.fit refuses a distance matrix that cannot fit and names the alternative', async () => {
  const x = new Matrix(
    Float32Array.from({ length: 50_000 }, (_, i) => i),
    50_000,
    1,
  );
  await expect(new Agglomerative({ linkage: 'average', sample: 50_000 }).fit(x)).rejects.toThrow(
    'Agglomerative: average linkage must hold the distances of 50000 distinct rows in memory, 9.3 GiB, but 8 GiB is the limit. Use linkage "ward" or "single", which need no distance matrix, or fewer rows.',
  );
});

test('Agglomerative.fit({ sample }) warns that it grew the tree from some rows, and the others join the nearest', async () => {
  const random = new Random(3);
  const x = Matrix.from(
    Array.from({ length: 900 }, (_, i) => [20 * (i % 3) + random.normal(), random.normal()]),
  );
  const options = { clusters: 3, linkage: 'average' } as const;
  const all = await new Agglomerative(options).fit(x);
  const some = await new Agglomerative({ ...options, sample: 60 }).fit(x);
  expect(all.warnings).toEqual([]);
  expect(some.warnings.map(({ code }) => code)).toEqual(['sampled-tree']);
  expect(some.tree.children.length).toBe(2 * 59);
  expect(agreement(some.labels, all.labels).ari).toBe(1);
  expect(await some.predict(x)).toEqual(some.labels);
  const other = await new Agglomerative({ ...options, sample: 60, seed: 1 }).fit(x);
  expect(other.tree.heights).not.toEqual(some.tree.heights);
  const loaded = clusterMethods.Agglomerative.load(some.toState());
  expect(await loaded.predict(x)).toEqual(some.labels);
});

test.each(['ward', 'average', 'complete', 'single'] as const)(
  'Agglomerative.fit({ linkage: %s }) gives the same tree in any unit, with heights in that unit',
  async (linkage) => {
    const random = new Random(8);
    const x = Matrix.from(Array.from({ length: 60 }, () => [random.normal(), random.normal()]));
    const usual = await new Agglomerative({ clusters: 3, linkage }).fit(x);
    for (const unit of [2 ** -90, 2 ** 100]) {
      const far = new Matrix(
        x.data.map((value) => value * unit),
        60,
        2,
      );
      const { tree } = await new Agglomerative({ clusters: 3, linkage }).fit(far);
      expect(tree.children).toEqual(usual.tree.children);
      expect(tree.heights).toEqual(usual.tree.heights.map((height) => height * unit));
    }
  },
);
