import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { GaussianMixture, KMeans } from '../../src/cluster/index.ts';
import { Matrix } from '../../src/numeric/index.ts';
import { readShape } from '../data/shapes.ts';

interface Golden {
  fits: {
    name: string;
    x: number[][];
    start: number[][];
    labels: number[];
    centers: number[][];
    inertia: number;
    iterations: number;
  }[];
  seeding: { name: string; x: number[][]; clusters: number; median: number }[];
  mixture: {
    x: number[][];
    start: number[];
    fits: {
      covariance: 'full' | 'diagonal' | 'spherical';
      weights: number[];
      means: number[][];
      covariances: unknown[];
      iterations: number;
      labels: number[];
      logs: number[];
      memberships: number[][];
      bic: number;
      aic: number;
    }[];
  };
  suite: Record<string, { clusters: number; rows: number; inertia: number }>;
}

const golden: Golden = JSON.parse(
  readFileSync(new URL('../golden/k-means.json', import.meta.url), 'utf8'),
);

/** theirs[i] ↔ ours[i] as names of the same clusters; fails when the partitions differ. */
function namesOf(theirs: readonly number[], ours: ArrayLike<number>): Map<number, number> {
  const names = new Map<number, number>();
  theirs.forEach((label, i) => {
    if (!names.has(label)) names.set(label, ours[i]);
    expect(ours[i]).toBe(names.get(label));
  });
  expect(new Set(names.values()).size).toBe(names.size);
  return names;
}

/** Largest distance between two lists of numbers, relative to the largest of them. */
function apart(ours: ArrayLike<number>, theirs: readonly number[]): number {
  let most = 0;
  let size = 1e-300;
  theirs.forEach((value, i) => {
    most = Math.max(most, Math.abs(ours[i] - value));
    size = Math.max(size, Math.abs(value));
  });
  return most / size;
}

test.each(golden.fits)(
  'KMeans.fitFrom on "$name" equals scikit-learn from the same centres',
  async (g) => {
    const model = await new KMeans({ clusters: g.start.length }).fitFrom(
      Matrix.from(g.x),
      Matrix.from(g.start),
    );
    const names = namesOf(g.labels, model.labels);
    // Centres are stored in 32 bits.
    for (const [theirs, ours] of names) {
      expect(apart(model.centers.row(ours), g.centers[theirs])).toBeLessThan(2e-7);
    }
    expect(Math.abs(model.inertia / g.inertia - 1)).toBeLessThan(1e-7);
    expect(model.iterations).toBe(g.iterations);
  },
);

test.each(golden.seeding)(
  'KMeans.fit on "$name" ends no worse than scikit-learn does, over 20 seeds',
  async (g) => {
    const x = Matrix.from(g.x);
    const found: number[] = [];
    for (let seed = 0; seed < 20; seed++) {
      found.push((await new KMeans({ clusters: g.clusters, seed }).fit(x)).inertia);
    }
    found.sort((a, b) => a - b);
    expect((found[9] + found[10]) / 2).toBeLessThanOrEqual(g.median * (1 + 1e-6));
  },
);

test.each(golden.mixture.fits)(
  'GaussianMixture.fitFrom({covariance: $covariance}) equals scikit-learn from the same labels',
  async (g) => {
    const x = Matrix.from(golden.mixture.x);
    const start = Int32Array.from(golden.mixture.start);
    const estimator = new GaussianMixture({ clusters: 3, covariance: g.covariance });
    const model = await estimator.fitFrom(x, start);
    const names = namesOf(g.labels, model.labels);
    const { weights, means, covariances } = model.parameters;
    const size = covariances.length / 3;
    const soft = await model.predictSoft(x);
    for (const [theirs, ours] of names) {
      expect(Math.abs(weights[ours] - g.weights[theirs])).toBeLessThan(1e-9);
      expect(apart(means.subarray(ours * 3, ours * 3 + 3), g.means[theirs])).toBeLessThan(1e-9);
      const spread = [g.covariances[theirs]].flat(2) as number[];
      expect(apart(covariances.subarray(ours * size, (ours + 1) * size), spread)).toBeLessThan(
        1e-9,
      );
      // predictSoft gives 32-bit numbers.
      const column = Float64Array.from({ length: x.rows }, (_, i) => soft.row(i)[ours]);
      expect(
        apart(
          column,
          g.memberships.map((row) => row[theirs]),
        ),
      ).toBeLessThan(1e-7);
    }
    expect(apart(await model.scoreRows(x), g.logs)).toBeLessThan(1e-9);
    expect(Math.abs(model.bic / g.bic - 1)).toBeLessThan(1e-9);
    expect(Math.abs(model.aic / g.aic - 1)).toBeLessThan(1e-9);
    expect(model.iterations).toBe(g.iterations);
  },
);

test.each(Object.entries(golden.suite))(
  'KMeans.fit({restarts: 10}) on %s ends no worse than scikit-learn with ten',
  async (name, g) => {
    const shape = readShape(name);
    if (shape === undefined) return;
    const { x } = shape;
    expect(x.rows).toBe(g.rows);
    const model = await new KMeans({ clusters: g.clusters, restarts: 10 }).fit(x);
    // Two different local optima may end this close to each other.
    expect(model.inertia / g.inertia).toBeLessThan(1.0005);
  },
);
