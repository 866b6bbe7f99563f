import { expect, test } from 'vitest';
import { DataError, type Findings } from '../../src/base/index.ts';
import { Agglomerative, clusterMethods } from '../../src/cluster/index.ts';
import { Matrix } from '../../src/numeric/index.ts';
import { threeGroups } from '../contract/cluster-data.ts';

test.each([
  ['Agglomerative', [{ clusters: 2 }, { clusters: 5, seed: 3 }, { height: 9 }]],
  ['HDBSCAN', [{ minClusterSize: 5 }, { minClusterSize: 20 }, { epsilon: 2 }]],
  ['KMedoids', [{ clusters: 2 }, { clusters: 5, seed: 3 }, { init: 'lab' }]],
])('%s.fit(x, { findings }) finds once what %j have in common', async (name, settings) => {
  const x = threeGroups();
  const findings: Findings = new WeakMap();
  const method = clusterMethods[name];
  const fitted = Object.hasOwn(method.table, 'minSamples') ? { minSamples: 4 } : {};
  for (const options of settings) {
    const alone = await method.create({ ...fitted, ...options }).fit(x);
    const sharing = await method.create({ ...fitted, ...options }).fit(x, { findings });
    expect(new Uint8Array(sharing.toState())).toEqual(new Uint8Array(alone.toState()));
  }
  expect(findings.get(x)?.size).toBe(1);
});

test('Agglomerative.fit(x, { findings }) cuts one tree per linkage, in whatever order they come', async () => {
  const x = threeGroups();
  const findings: Findings = new WeakMap();
  const trees = [];
  for (const clusters of [2, 7]) {
    for (const linkage of ['ward', 'average'] as const) {
      const model = await new Agglomerative({ clusters, linkage }).fit(x, { findings });
      expect(model.clusters).toBe(clusters);
      trees.push(model.tree);
    }
  }
  expect(trees[2]).toBe(trees[0]);
  expect(trees[3]).toBe(trees[1]);
  expect(trees[1]).not.toEqual(trees[0]);
});

test('Agglomerative.fit(x, { findings }) warns of fewer clusters and refuses too few rows at each cut for itself', async () => {
  const x = Matrix.from([[0], [0], [1], [5]]);
  const findings: Findings = new WeakMap();
  const codes = [];
  for (const clusters of [2, 4, 3]) {
    const model = await new Agglomerative({ clusters }).fit(x, { findings });
    codes.push(model.warnings.map(({ code }) => code).join());
  }
  expect(codes).toEqual(['', 'fewer-clusters', '']);
  await expect(new Agglomerative({ clusters: 5 }).fit(x, { findings })).rejects.toThrow(DataError);
});
