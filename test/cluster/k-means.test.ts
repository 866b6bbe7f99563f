import { expect, test } from 'vitest';
import { KMeans } from '../../src/cluster/index.ts';
import { Matrix } from '../../src/numeric/index.ts';

test('KMeans.fit({clusters: 2}) finds two groups on a line and names the larger one 0', async () => {
  const model = await new KMeans({ clusters: 2 }).fit(Matrix.from([[0], [10], [11], [12], [1]]));
  expect([...model.labels]).toEqual([1, 0, 0, 0, 1]);
  expect([...model.centers.data]).toEqual([11, 0.5]);
  expect(model.inertia).toBe(2.5);
  expect(model.stopped).toBe('converged');
  expect(model.warnings).toEqual([]);
});
