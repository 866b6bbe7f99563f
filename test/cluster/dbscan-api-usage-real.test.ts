import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DBSCAN } from '../../src/cluster/index.ts';
import { Matrix } from '../../src/numeric/index.ts';
import { sharedData } from '../data/shared.ts';
import { samePartition } from './partition.ts';

const file = sharedData('greynoise-api-usage/reference_labeled_features.csv');

/** Rows of one API: its seven features and the label that its author published. */
function readApi(type: string): { x: Matrix; labels: number[] } {
  const lines = readFileSync(file!, 'utf8').trim().split('\n');
  const cells = lines.slice(1).map((line) => line.split(','));
  const own = cells.filter((row) => row[2] === type);
  return {
    x: Matrix.from(own.map((row) => row.slice(3, 10).map(Number))),
    labels: own.map((row) => Number(row[10])),
  };
}

test.skipIf(file === undefined).each([
  ['gnql', 554, 24],
  ['riot', 141, 24],
  ['analysis', 106, 24],
  ['context', 90, 24],
  ['noise_quick', 21, 9],
])(
  "DBSCAN.fit({ eps: 0.15 }) on the API %s gives its author's label for each of %i rows",
  async (type, rows, minSamples) => {
    const { x, labels } = readApi(type);
    expect(x.rows).toBe(rows);
    for (const border of ['nearest', 'first'] as const) {
      const model = await new DBSCAN({ eps: 0.15, minSamples, border }).fit(x);
      expect(samePartition(model.labels, labels)).toBe(true);
    }
  },
);
