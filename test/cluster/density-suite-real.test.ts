import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { DBSCAN, HDBSCAN } from '../../src/cluster/index.ts';
import { clusterSizes, countNoise, Matrix } from '../../src/numeric/index.ts';
import { sharedData } from '../data/shared.ts';

interface Summary {
  readonly sizes: number[];
  readonly noise: number;
}

// Shapes of a published suite, by name; the golden file has only scikit-learn's counts.
const golden = JSON.parse(
  readFileSync(new URL('../golden/density-suite.json', import.meta.url), 'utf8'),
) as {
  minClusterSize: number;
  cases: { name: string; eps: number; minSamples: number; dbscan: Summary; hdbscan: Summary }[];
};

const folder = sharedData('clustering-suite');

function readShape(name: string): Matrix {
  const text = gunzipSync(readFileSync(`${folder}/${name}.data.gz`)).toString();
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return Matrix.from(lines.map((line) => line.trim().split(/\s+/).map(Number)));
}

function summary(labels: Int32Array): Summary {
  return { sizes: [...clusterSizes(labels)], noise: countNoise(labels) };
}

test.skipIf(folder === undefined).each(golden.cases)(
  "DBSCAN.fit() and HDBSCAN.fit() on $name give scikit-learn's sizes",
  async ({ name, eps, minSamples, dbscan, hdbscan }) => {
    const x = readShape(name);
    const flat = await new DBSCAN({ eps, minSamples, border: 'first' }).fit(x);
    expect(summary(flat.labels)).toEqual(dbscan);
    const { minClusterSize } = golden;
    const model = await new HDBSCAN({ minClusterSize }).fit(x);
    expect(summary(model.labels)).toEqual(hdbscan);
  },
);
