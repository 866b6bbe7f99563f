import { mkdtempSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Agglomerative, GaussianMixture, KMeans } from '../../src/cluster/index.ts';
import { PCA } from '../../src/encode/index.ts';
import { agreement } from '../../src/evaluate/index.ts';
import { Matrix } from '../../src/numeric/index.ts';
import { scoreBundle } from '../../src/score/index.ts';
import { parseSource } from '../../src/source/index.ts';
import { raw } from '../../src/sql/index.ts';
import { fitStudy, readStudy } from '../../src/study/index.ts';
import { attachSource, Database } from '../../src/table/index.ts';
import { assignmentsOf } from '../data/assignments-of.ts';
import { sharedData } from '../data/shared.ts';

const trainFile = sharedData('ecg5000/ECG5000_TRAIN.txt');
const testFile = sharedData('ecg5000/ECG5000_TEST.tsv.gz');
const there = trainFile !== undefined && testFile !== undefined;

interface Labelled {
  readonly x: Matrix;
  readonly labels: readonly string[];
}

async function read(path: string): Promise<Labelled> {
  await using database = await Database.open({ threads: 2 });
  await attachSource(database, parseSource(path), 'data');
  const { columns, rows } = await database.query(raw('SELECT * FROM data'));
  const [label, ...steps] = columns;
  const data = new Float32Array(rows * steps.length);
  for (const [t, { values }] of steps.entries()) {
    for (let i = 0; i < rows; i++) data[i * steps.length + t] = Number(values[i]);
  }
  return { x: new Matrix(data, rows, steps.length), labels: Array.from(label.values, String) };
}

const both = (a: Labelled, b: Labelled): Labelled => ({
  x: new Matrix(Float32Array.from([...a.x.data, ...b.x.data]), a.x.rows + b.x.rows, a.x.cols),
  labels: [...a.labels, ...b.labels],
});

const sizes = (labels: Int32Array, clusters: number) =>
  Array.from({ length: clusters }, (_, k) => labels.filter((label) => label === k).length);

/** Figures of the same data from scikit-learn 1.9.1, ten starts. */
describe.skipIf(!there)('seed 001: plain methods on ECG5000, against scikit-learn', () => {
  const sets: Record<string, Labelled> = {};
  beforeAll(async () => {
    const [train, rest] = [await read(trainFile!), await read(testFile!)];
    Object.assign(sets, { train, test: rest, all: both(train, rest) });
  });

  const compared = (set: string, labels: Int32Array) => {
    const { ari, nmi } = agreement(sets[set].labels, [...labels]);
    return [ari, nmi].map((value) => Math.round(1000 * value) / 1000);
  };

  test('the files hold 500 and 4,499 series of 140 samples in five classes, not the 8,500 and 950 of the seed', () => {
    expect([sets.train.x.rows, sets.test.x.rows, sets.all.x.cols]).toEqual([500, 4499, 140]);
    const counts = (set: string) =>
      ['1', '2', '3', '4', '5'].map((c) => sets[set].labels.filter((own) => own === c).length);
    expect(counts('train')).toEqual([292, 177, 10, 19, 2]);
    expect(counts('test')).toEqual([2626, 1590, 86, 175, 22]);
  });

  test.each([
    ['train', 16135.9, [296, 204], [0.81, 0.68]],
    ['test', 150555.3, [2763, 1736], [0.766, 0.618]],
    ['all', 166786.0, [3057, 1942], [0.771, 0.623]],
  ])(
    'KMeans.fit(%s) with two clusters is the same to the last digit',
    async (set, inertia, found, agrees) => {
      const model = await new KMeans({ clusters: 2, restarts: 10 }).fit(sets[set].x);
      expect(Math.abs(model.inertia - inertia)).toBeLessThan(0.1);
      expect(sizes(model.labels, 2)).toEqual(found);
      expect(compared(set, model.labels)).toEqual(agrees);
    },
  );

  // Five clusters have several optima within half a percent of each other, whose agreement with the classes differs by 0.1.
  test.each([
    ['train', 11548.2, [0.39, 0.5]],
    ['test', 109351.9, [0.44, 0.48]],
    ['all', 121080.9, [0.43, 0.48]],
  ])(
    'KMeans.fit(%s) with five clusters is no worse than the best of three seeds there',
    async (set, inertia, [ari, nmi]) => {
      const model = await new KMeans({ clusters: 5, restarts: 10 }).fit(sets[set].x);
      expect(model.inertia).toBeLessThan(1.005 * inertia);
      const [ours, mutual] = compared(set, model.labels);
      expect(ours).toBeGreaterThan(ari);
      expect(ours).toBeLessThan(ari + 0.11);
      expect(mutual).toBeGreaterThan(nmi);
      expect(mutual).toBeLessThan(nmi + 0.06);
    },
  );

  test('PCA keeps 65.1 % in two numbers and 98.3 % in twenty, and KMeans, Ward and Gaussian mixtures on them agree as there', async () => {
    const { x } = sets.all;
    const [two, twenty] = await Promise.all(
      [2, 20].map((components) => new PCA({ components }).fit(x)),
    );
    const kept = (ratios: ArrayLike<number>) => Array.from(ratios).reduce((a, b) => a + b, 0);
    expect(kept(two.explainedVarianceRatio)).toBeCloseTo(0.6509, 4);
    expect(kept(twenty.explainedVarianceRatio)).toBeCloseTo(0.9825, 4);
    const [z2, z20] = [await two.transform(x), await twenty.transform(x)];
    const labelled = async (
      z: Matrix,
      method: { fit(x: Matrix): Promise<{ labels: Int32Array }> },
    ) => compared('all', (await method.fit(z)).labels);
    expect(await labelled(z2, new KMeans({ clusters: 2, restarts: 10 }))).toEqual([0.771, 0.624]);
    expect(await labelled(z20, new KMeans({ clusters: 2, restarts: 10 }))).toEqual([0.771, 0.623]);
    expect(await labelled(z20, new Agglomerative({ clusters: 2 }))).toEqual([0.748, 0.62]);
    expect(await labelled(z20, new Agglomerative({ clusters: 5 }))).toEqual([0.501, 0.545]);
    expect(await labelled(z20, new GaussianMixture({ clusters: 2, restarts: 3 }))).toEqual([
      0.803, 0.72,
    ]);
    const [ari, nmi] = await labelled(z2, new KMeans({ clusters: 5, restarts: 10 }));
    expect(Math.abs(ari - 0.53)).toBeLessThan(0.01);
    expect(Math.abs(nmi - 0.523)).toBeLessThan(0.01);
  }, 60_000);
});

describe.skipIf(!there)('seed 001: the studies on ECG5000', () => {
  let home: string;
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'clade-test-'));
  });
  afterAll(() => rm(home, { recursive: true, force: true }));

  const example = (name: string) =>
    new URL(`../../examples/heartbeats/${name}.yaml`, import.meta.url).pathname;

  test('as in the seed, every beat gets a segment, and one scored alone the same as among others', async () => {
    const out = join(home, 'seed');
    await fitStudy(
      await readStudy(example('as-in-the-seed'), { data: trainFile!, epochs: 1 }),
      out,
      {
        threads: 2,
      },
    );
    const labels = await readFile(join(out, 'assignments.csv'), 'utf8');
    const lines = labels.trim().split('\n').slice(1);
    // 500 is no multiple of the 32 of a batch.
    expect(lines).toHaveLength(500);
    expect(lines.every((line) => Number(line.split(',')[1]) >= 0)).toBe(true);
    const again = join(home, 'again.csv');
    await scoreBundle(out, trainFile!, again, { threads: 2 });
    expect(assignmentsOf(await readFile(again, 'utf8'))).toBe(labels);
    const last = (await readFile(trainFile!, 'utf8')).trim().split('\n').at(-1)!;
    await writeFile(join(home, 'One_TEST.txt'), `${last}\n`);
    await scoreBundle(out, join(home, 'One_TEST.txt'), join(home, 'one.csv'), { threads: 2 });
    const alone = (await readFile(join(home, 'one.csv'), 'utf8')).trim().split('\n');
    expect(alone).toHaveLength(2);
    expect(alone[1].split(',')[1]).toBe(lines[499].split(',')[1]);
  }, 240_000);

  test('the study agrees with the classes at an ARI and an NMI of 0.55 at least, with five segments', async () => {
    const { study, folder } = await readStudy(example('study'));
    const five = {
      ...study,
      source: { paths: [trainFile!, testFile!] },
      cluster: { ...study.cluster, clusters: 5 },
    };
    const { groups } = await fitStudy({ study: five, folder }, join(home, 'default'), {
      threads: 2,
    });
    const [known] = groups[0].knownGroups;
    expect([known.name, known.rows]).toEqual(['label', 4999]);
    expect(known.adjustedRand).toBeGreaterThan(0.55);
    expect(known.normalizedMutualInformation).toBeGreaterThan(0.55);
  }, 300_000);
});
