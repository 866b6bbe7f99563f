import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { HDBSCAN } from '../../src/cluster/index.ts';
import { Matrix } from '../../src/numeric/index.ts';
import { samePartition } from './partition.ts';

interface Fit {
  readonly options: {
    min_cluster_size: number;
    min_samples?: number;
    cluster_selection_method?: 'eom' | 'leaf';
    allow_single_cluster?: boolean;
    cluster_selection_epsilon?: number;
    max_cluster_size?: number;
  };
  /** As scikit-learn gives them. */
  readonly labels: number[];
  /** Rows whose label in scikit-learn changes when the rows come in another order. */
  readonly tied: number[];
  /** Labels and memberships by scikit-learn when ties are taken in the same order as here. */
  readonly ordered: number[];
  readonly probabilities: number[];
}

const golden = JSON.parse(
  readFileSync(new URL('../golden/density.json', import.meta.url), 'utf8'),
) as { cases: { name: string; cols: number; x: number[]; hdbscan: Fit[] }[] };

describe.each(golden.cases)('on $name', ({ x, cols, hdbscan }) => {
  const matrix = new Matrix(Float32Array.from(x), x.length / cols, cols);

  test.each(hdbscan)(
    "HDBSCAN.fit() with $options gives scikit-learn's labels and memberships",
    async ({ options: o, labels, tied, ordered, probabilities }) => {
      const model = await new HDBSCAN({
        minClusterSize: o.min_cluster_size,
        minSamples: o.min_samples ?? 'auto',
        selection: o.cluster_selection_method ?? 'eom',
        allowSingleCluster: o.allow_single_cluster ?? false,
        epsilon: o.cluster_selection_epsilon ?? 0,
        maxClusterSize: o.max_cluster_size ?? 0,
      }).fit(matrix);
      expect(samePartition(model.labels, ordered)).toBe(true);
      model.memberships.forEach((value, row) => {
        // The golden memberships are rounded to seven places.
        expect(Math.abs(value - probabilities[row])).toBeLessThan(1e-7);
      });
      expect(await model.predict(matrix)).toEqual(model.labels);
      // On a lattice most distances are equal, and scikit-learn's labels follow the order of the rows.
      if (tied.length > labels.length / 5) return;
      const clear = labels.map((_, row) => row).filter((row) => !tied.includes(row));
      const of = (all: ArrayLike<number>) => clear.map((row) => all[row]);
      expect(samePartition(of(model.labels), of(labels))).toBe(true);
    },
  );
});
