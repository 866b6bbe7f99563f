import { expect, test } from 'vitest';
import { DataError } from '../../src/base/index.ts';
import { GaussianMixture } from '../../src/cluster/index.ts';
import { Matrix } from '../../src/numeric/index.ts';

const flat = Matrix.from([
  [0, 1],
  [1, 1],
  [2, 1],
  [3, 1],
]);

test.each(['full', 'diagonal', 'spherical'] as const)(
  'GaussianMixture.fit({ covariance: %s, regularization: 0 }) of rows without spread asks for regularization',
  async (covariance) => {
    const x = covariance === 'spherical' ? flat.takeRows([0, 0, 0]) : flat;
    const mixture = new GaussianMixture({ clusters: 1, covariance, regularization: 0 });
    const fit = mixture.fit(x);
    // Trying again would not help, so it is no EngineError; a grid goes on with its other points.
    await expect(fit).rejects.toThrow(DataError);
    await expect(fit).rejects.toThrow(/positive definite.*Raise regularization/);
  },
);

test('GaussianMixture.fit({ clusters: 1 }) is the mean and the covariance, with regularization on the diagonal', async () => {
  const { parameters } = await new GaussianMixture({ clusters: 1, regularization: 0.5 }).fit(flat);
  expect([...parameters.means]).toEqual([1.5, 1]);
  const [first, ...others] = parameters.covariances;
  expect(first).toBeCloseTo(1.25 + 0.5, 12);
  expect(others).toEqual([0, 0, 0.5]);
});
