import { expect, test } from 'vitest';
import {
  agreement,
  calinskiHarabasz,
  daviesBouldin,
  silhouette,
  silhouetteWithNoiseAsCluster,
} from '../../src/evaluate/index.ts';
import { Matrix } from '../../src/numeric/index.ts';
import { readShape } from '../data/shapes.ts';
import { golden, type Scores } from './golden.ts';

async function expectScores(x: Matrix, labels: ArrayLike<number>, expected: Scores) {
  const near = await silhouette(x, labels);
  const counted = await silhouetteWithNoiseAsCluster(x, labels);
  // Squares are 32-bit in the kernel: six digits hold.
  expect(near.mean).toBeCloseTo(expected.silhouette, 6);
  expect(near.negativeShare).toBeCloseTo(expected.negativeShare, 3);
  expected.perSegment.forEach((value, label) => {
    expect(near.perSegment[label]).toBeCloseTo(value, 5);
  });
  expect(counted.mean).toBeCloseTo(expected.noiseAsCluster, 6);
  expect(calinskiHarabasz(x, labels) / expected.calinskiHarabasz).toBeCloseTo(1, 10);
  expect(daviesBouldin(x, labels)).toBeCloseTo(expected.daviesBouldin, 10);
}

test.each(golden.labellings.map((one) => [one.found.length, one] as const))(
  'agreement(found, given) of %i rows equals scikit-learn',
  (_, { found, given, expected }) => {
    const ours = agreement(found, given);
    for (const [name, value] of Object.entries(expected)) {
      expect(ours[name as keyof typeof ours], name).toBeCloseTo(value, 10);
    }
  },
);

test.each(golden.tables.map((one) => [one.x.length, one] as const))(
  'silhouette, calinskiHarabasz and daviesBouldin of %i rows equal scikit-learn',
  (_, { x, labels, expected }) => expectScores(Matrix.from(x), labels, expected),
);

test.each(golden.shapes.map((one) => [one.name, one] as const))(
  'every index of the shape %s equals scikit-learn',
  async (name, expected) => {
    const shape = readShape(name);
    if (!shape) return;
    const { x, labels } = shape;
    await expectScores(x, labels, expected.scores);
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < x.rows; i++) {
      low = Math.min(low, x.row(i)[0]);
      high = Math.max(high, x.row(i)[0]);
    }
    const thirds = Int32Array.from(labels, (_, i) =>
      Math.min(2, Math.floor(((x.row(i)[0] - low) / (high - low)) * 3)),
    );
    const ours = agreement(thirds, labels);
    for (const [key, value] of Object.entries(expected.agreement)) {
      expect(ours[key as keyof typeof ours], key).toBeCloseTo(value, 10);
    }
  },
);
