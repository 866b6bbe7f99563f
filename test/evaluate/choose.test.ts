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
      'silhouette-before-encoding': null,
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

test('choosePoint is only as sure as the silhouette among the numbers that went into the encoder', () => {
  const islands = point(3, [50, 50], 0, 0.8, { 'silhouette-before-encoding': 0.1 });
  const choice = choosePoint([islands], 'silhouette');
  expect(choice.strength).toBe('none');
  expect(choice.verdict).toMatch(
    /No substantial structure.*0\.10 among the prepared numbers, 0\.80/,
  );
  expect(choice.cautions[0]).toMatch(/part of the gaps between them is the encoder's work/);
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

test('choosePoint says when the best value is the last one tried', () => {
  const edge = (...silhouettes: number[]) =>
    choosePoint(
      silhouettes.map((s, i) => ({ ...point(0, [60, 40], 0, s), options: { clusters: 2 + i } })),
      'silhouette',
    ).cautions.join();
  expect(edge(0.2, 0.4, 0.6)).toMatch(/clusters 4 is the largest value tried.*Try larger/);
  expect(edge(0.2, 0.6, 0.4)).toBe('');
  // Fewer than two segments cannot be scored.
  expect(edge(0.6, 0.4, 0.2)).toBe('');
  const density = [point(3, [60, 40], 0, 0.6), point(4, [70, 30], 0, 0.5)];
  expect(choosePoint(density, 'silhouette').cautions.join()).toMatch(
    /minSamples 3 is the smallest value tried/,
  );
});

test('choosePoint says when the next best is nearly as good', () => {
  const three = (next: number) =>
    choosePoint(
      [point(3, [50, 50], 0, 0.2), point(4, [60, 40], 0, 0.4), point(5, [80, 20], 0, next)],
      'silhouette',
    ).cautions.join();
  expect(three(0.395)).toMatch(
    /2 segments \(minSamples 5\) is nearly as good by silhouette \(0.395 against 0.400\)/,
  );
  expect(three(0.385)).toBe('');
});

test('choosePoint says when there are few rows, in all or in a segment', () => {
  const cautions = (...sizes: number[]) =>
    choosePoint([point(3, sizes, 0, 0.6)], 'silhouette').cautions.join(' ');
  expect(cautions(15, 14)).toMatch(/only 29 rows/);
  expect(cautions(15, 15)).toBe('');
  expect(cautions(40, 30, 9, 1, 1)).toMatch(
    /2 of 5 segments are single rows: outliers, not groups. 1 of 5 segments has fewer than 10 rows/,
  );
});

test('choosePoint says when a score leaves out much noise', () => {
  const choice = (noise: number, by: 'silhouette' | 'silhouette-noise-as-cluster') =>
    choosePoint([point(3, [50, 30], noise, 0.6)], by).cautions.join();
  expect(choice(21, 'silhouette')).toMatch(/leaves out the 21 % of the rows/);
  expect(choice(20, 'silhouette')).toBe('');
  expect(choice(21, 'silhouette-noise-as-cluster')).toBe('');
});

test('choosePoint({ anyShape }) does not call long groups one cloud', () => {
  const points = [point(3, [50, 30], 0, 0.1)];
  expect(choosePoint(points, 'silhouette').verdict).toMatch(/may well cut up one cloud/);
  const any = choosePoint(points, 'silhouette', { anyShape: true });
  expect(any.verdict).toMatch(/^Measured as round groups, the segments are hardly apart/);
  expect(any.strength).toBe('none');
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
