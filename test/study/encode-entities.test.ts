import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { scoreBundle } from '../../src/score/index.ts';
import { checkStudy, fitStudy } from '../../src/study/index.ts';
import { assignmentsOf } from '../data/assignments-of.ts';

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'clade-test-'));
  writeFileSync(join(home, 'plants.csv'), plants(90));
});
afterAll(() => rm(home, { recursive: true, force: true }));

/** Three kinds in six measures that hang together two by two. */
function plants(rows: number): string {
  const random = new Random(3);
  const lines = Array.from({ length: rows }, (_, i) => {
    const kind = i % 3;
    const values = [0, 1, 2].flatMap((j) => {
      const value = (kind === j ? 8 : 0) + random.normal();
      return [value, value * 2 + 0.1 * random.normal()];
    });
    return [i, ...values.map((value) => value.toFixed(4)), 'abc'[kind]].join(',');
  });
  return `id,a,b,c,d,e,f,kind\n${lines.join('\n')}\n`;
}

const study = (encode: unknown) =>
  checkStudy({
    clade: 1,
    name: 'plants',
    source: 'plants.csv',
    entity: 'id',
    features: { kind: 'table', columns: ['a', 'b', 'c', 'd', 'e', 'f'] },
    encode,
    cluster: { method: 'KMeans', clusters: 3 },
    compare: 'kind',
  });

const fitPlants = (encode: unknown, out: string) =>
  fitStudy({ study: study(encode), folder: home }, join(home, out), { threads: 2 });

const file = (...path: string[]) => readFileSync(join(home, ...path), 'utf8');

test('fitStudy with encode clusters the code, keeps it, and measures the silhouette among the inputs too', async () => {
  const manifest = await fitPlants({ method: 'PCA', components: 2 }, 'pca');
  expect(manifest.encoders).toMatchObject([
    { method: 'PCA', use: 'code', inputs: 6, outputs: 2, training: null, onnx: null },
  ]);
  expect(file('pca', 'codes.csv').split('\n')[0]).toBe('id,code_1,code_2');
  const [group] = manifest.groups;
  expect(group.knownGroups[0].adjustedRand).toBe(1);
  const { silhouette, 'silhouette-before-encoding': before } = group.grid[0].scores;
  expect(before).toBeGreaterThan(0.5);
  // Two components leave out what is not between the kinds, so they look tighter than they are.
  expect(silhouette).toBeGreaterThan(before!);
  expect(manifest.gate).toBe(null);
});

test('scoreBundle with encoders gives the fitted rows their fitted segments', async () => {
  await fitPlants(
    [
      { method: 'PCA', components: 4 },
      { method: 'PCA', components: 2 },
    ],
    'twice',
  );
  await scoreBundle(join(home, 'twice'), join(home, 'plants.csv'), join(home, 'scored.csv'));
  expect(assignmentsOf(file('scored.csv'))).toBe(file('twice', 'assignments.csv'));
});

test('fitStudy with use: reconstruction clusters the rows as the encoder gives them back', async () => {
  await fitPlants({ method: 'PCA', components: 2, use: 'reconstruction' }, 'back');
  expect(file('back', 'codes.csv').split('\n')[0].split(',')).toHaveLength(1 + 6);
});

test('fitStudy refuses an encoder that does not exist, before it reads a row', async () => {
  await expect(fitPlants({ method: 'PAC' }, 'none')).rejects.toThrow(
    'study: encode: method must be a known encoder, got "PAC". Did you mean "PCA"?',
  );
});

test('fitStudy refuses an encoder option that does not exist', async () => {
  await expect(fitPlants({ method: 'PCA', component: 2 }, 'none')).rejects.toThrow(
    'study: encode (PCA): there is no option "component". Did you mean "components"?',
  );
});
