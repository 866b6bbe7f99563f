import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Run } from '../../src/base/index.ts';
import { TSNE } from '../../src/encode/index.ts';
import { jointAffinities, neighborShares } from '../../src/encode/tsne-affinities.ts';
import { findNeighbors, type Metric } from '../../src/neighbors/index.ts';
import { Matrix, mean } from '../../src/numeric/index.ts';

interface Golden {
  readonly affinities: readonly {
    readonly perplexity: number;
    readonly metric: Metric;
    readonly x: number[][];
    readonly offsets: number[];
    readonly targets: number[];
    readonly weights: number[];
  }[];
  readonly map: {
    readonly perplexity: number;
    readonly x: number[][];
    readonly openTSNE: number[];
    readonly 'scikit-learn': number[];
  };
}

/** Made by test/golden/tsne.py with openTSNE and scikit-learn. */
const golden: Golden = JSON.parse(
  readFileSync(new URL('../golden/tsne.json', import.meta.url), 'utf8'),
);

const cases = golden.affinities.map((table) => [table.perplexity, table.metric, table] as const);
test.each(cases)(
  'jointAffinities with perplexity %i by %s distance equal openTSNE',
  async (perplexity, metric, table) => {
    const run = new Run();
    const k = 3 * perplexity;
    const x = Matrix.from(table.x);
    const near = await findNeighbors(x, { neighbors: k, metric }, run);
    const shares = await neighborShares(near.distances, k, perplexity, run);
    const { offsets, targets, weights } = jointAffinities(near.rows, shares, k);
    expect([...offsets]).toEqual(table.offsets);
    expect([...targets]).toEqual(table.targets);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
    const largest = Math.max(...table.weights);
    table.weights.forEach((weight, e) => {
      // By angle, rows of unit length are kept in 32 bits.
      const close = metric === 'euclidean' ? 1e-6 * weight : 3e-6 * largest;
      expect(Math.abs(weights[e] - weight)).toBeLessThan(close + 1e-12);
    });
  },
);

test.each(['exact', 'fft', 'barnes-hut'] as const)(
  'TSNE.fit({ algorithm: %s }) comes as low as openTSNE and scikit-learn on the same rows',
  async (algorithm) => {
    const { perplexity, x, openTSNE, 'scikit-learn': sklearn } = golden.map;
    const model = await new TSNE({ perplexity, algorithm }).fit(Matrix.from(x));
    // Their means: from another start each of them comes to rest a percent or two higher or lower.
    for (const theirs of [openTSNE, sklearn]) {
      expect(model.divergence).toBeLessThan(1.02 * mean(theirs));
    }
  },
);
