import { expect, test } from 'vitest';
import { choosePoint, type GridPoint, silhouetteStrength } from '../../src/evaluate/index.ts';

function point(
  minSamples: number,
  sizes: number[],
  noise: number,
  silhouette: number | null,
  other: Partial<GridPoint['scores']> = {},
): GridPoint {
  return {
    options: { minSamples },
    clusters: sizes.length,
    noise,
    sizes,
    scores: {
      silhouette,
      'silhouette-noise-as-cluster': silhouette,
      'calinski-harabasz': silhouette,
      'davies-bouldin': silhouette === null ? null : 1 - silhouette,
      ...other,
    },
  };
}

test('choosePoint takes the best point, not the last one', () => {
  const choice = choosePoint(
    [point(3, [5, 5], 0, 0.4), point(4, [6, 4], 0, 0.6), point(5, [9, 1], 0, 0.5)],
    'silhouette',
  );
  expect(choice.chosen).toBe(1);
  expect(choice.runnersUp).toEqual([2, 0]);
  expect(choice.strength).toBe('reasonable');
});

test('choosePoint gives ties to fewer clusters, then to the earlier point', () => {
  const tied = [point(3, [4, 3, 3], 0, 0.5), point(4, [6, 4], 0, 0.5), point(5, [6, 4], 0, 0.5)];
  expect(choosePoint(tied, 'silhouette').chosen).toBe(1);
});

test('choosePoint takes the smallest Davies-Bouldin value', () => {
  const points = [
    point(3, [5, 5], 0, 0.6, { 'davies-bouldin': 0.9 }),
    point(4, [6, 4], 0, 0.5, { 'davies-bouldin': 0.3 }),
  ];
  expect(choosePoint(points, 'davies-bouldin').chosen).toBe(1);
  expect(choosePoint(points, 'silhouette').cautions[0]).toMatch(
    /criteria disagree: silhouette takes 2 segments \(minSamples 3\), davies-bouldin prefers 2 segments \(minSamples 4\)/,
  );
});

test('choosePoint takes the least noise where the criterion is defined nowhere, and says so', () => {
  const choice = choosePoint([point(3, [5], 5, null), point(4, [7], 3, null)], 'silhouette');
  expect(choice.chosen).toBe(1);
  expect(choice.strength).toBe('undefined');
  expect(choice.verdict).toMatch(/one dense region/);
  expect(choice.cautions[0]).toMatch(/not defined for any setting/);
});

test('choosePoint without any cluster chooses nothing', () => {
  const choice = choosePoint([point(30, [], 10, null)], 'silhouette');
  expect(choice.chosen).toBeNull();
  expect(choice.verdict).toMatch(/every row is noise/);
});

test('choosePoint warns of one segment that holds nearly everything', () => {
  expect(choosePoint([point(3, [97, 3], 0, 0.9)], 'silhouette').cautions.join()).toMatch(
    /One segment holds 97 %/,
  );
});

test('silhouetteStrength follows the bands of Kaufman & Rousseeuw', () => {
  expect([0.71, 0.7, 0.51, 0.5, 0.26, 0.25, -1, null].map(silhouetteStrength)).toEqual([
    'strong',
    'reasonable',
    'reasonable',
    'weak',
    'weak',
    'none',
    'none',
    'undefined',
  ]);
});
