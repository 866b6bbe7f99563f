import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DBSCAN } from '../../src/cluster/index.ts';
import { Matrix } from '../../src/numeric/index.ts';
import { samePartition } from './partition.ts';

interface Case {
  readonly name: string;
  readonly cols: number;
  readonly x: number[];
  readonly dbscan: { eps: number; minSamples: number; labels: number[] }[];
}

const golden = JSON.parse(
  readFileSync(new URL('../golden/density.json', import.meta.url), 'utf8'),
) as { cases: Case[] };

describe.each(golden.cases)('on $name', ({ x, cols, dbscan }) => {
  const matrix = new Matrix(Float32Array.from(x), x.length / cols, cols);

  test.each(dbscan)(
    "DBSCAN.fit({ eps: $eps, minSamples: $minSamples, border: 'first' }) gives scikit-learn's labels",
    async ({ eps, minSamples, labels }) => {
      const model = await new DBSCAN({ eps, minSamples, border: 'first' }).fit(matrix);
      expect(samePartition(model.labels, labels)).toBe(true);
      expect(await model.predict(matrix)).toEqual(model.labels);
      // The nearest dense row may belong to another cluster, but noise and the number of clusters agree.
      const nearest = await new DBSCAN({ eps, minSamples }).fit(matrix);
      expect(nearest.labels.map(Math.sign).map((s) => Math.min(s, 0))).toEqual(
        Int32Array.from(labels, (label) => Math.min(label, 0)),
      );
      expect(nearest.clusters).toBe(model.clusters);
      expect(await nearest.predict(matrix)).toEqual(nearest.labels);
    },
  );
});
