import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { silhouette, silhouetteWithNoiseAsCluster } from '../../src/evaluate/index.ts';
import { Matrix } from '../../src/numeric/index.ts';
import { sharedData } from '../data/shared.ts';

/** One API's seven features and the published label of each of its users. */
function readApi(text: string, type: string): { x: Matrix; labels: Int32Array } {
  const [header, ...lines] = text.trim().split('\n');
  const names = header.split(',');
  const rows = lines.map((line) => line.split(',')).filter((row) => row.includes(type));
  const features = names.map((name, at) => ({ name, at })).slice(1);
  const columns = features.filter(
    ({ name }) => !['user_id', 'type', 'cluster_label'].includes(name),
  );
  return {
    x: Matrix.from(rows.map((row) => columns.map(({ at }) => Number(row[at])))),
    labels: Int32Array.from(rows, (row) => Number(row[names.indexOf('cluster_label')])),
  };
}

test.each([
  ['gnql', 0.7439],
  ['riot', 0.7181],
  ['analysis', 0.6908],
  ['context', 0.6103],
  ['noise_quick', 0.5891],
])('silhouetteWithNoiseAsCluster of the published %s labels is %f', async (type, expected) => {
  const path = sharedData('greynoise-api-usage/reference_labeled_features.csv');
  if (path === undefined) return;
  const { x, labels } = readApi(readFileSync(path, 'utf8'), type);
  expect(x.cols).toBe(7);
  const counted = await silhouetteWithNoiseAsCluster(x, labels);
  expect(counted.mean).toBeCloseTo(expected, 4);
  const honest = await silhouette(x, labels);
  // Only gnql has a second segment to compare with.
  expect(Number.isNaN(honest.mean)).toBe(type !== 'gnql');
});
