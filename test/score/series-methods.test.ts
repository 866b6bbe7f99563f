import { mkdtempSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scoreBundle } from '../../src/score/index.ts';
import { fitStudy, parseStudy, writeSample } from '../../src/study/index.ts';
import { assignmentsOf } from '../data/assignments-of.ts';

let home: string;
const at = (name: string) => join(home, name);
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'clade-test-'));
  const beats = { shares: 'equal', samples: 48, shortest: 0.6, gaps: 0.05 };
  await writeSample('heartbeats', at('beats.csv'), { ...beats, series: 60 });
  await writeSample('heartbeats', at('new/beats.csv'), {
    ...beats,
    series: 20,
    seed: 7,
    warp: 0.2,
  });
  await writeSample('heartbeats', at('one/beats.csv'), { ...beats, series: 1, seed: 7, warp: 0.2 });
});
afterAll(() => rm(home, { recursive: true, force: true }));

const means = 'cluster: {method: KMeans, clusters: 3}';
const ways: [string, string][] = [
  ['KShape', 'cluster: {method: KShape, clusters: 3}'],
  ['KMedoids by dtw', 'cluster: {method: KMedoids, clusters: 3, measure: dtw}'],
  ['KMedoids by msm', 'cluster: {method: KMedoids, clusters: 3, measure: msm}'],
  ['DTWKMeans', 'cluster: {method: DTWKMeans, clusters: 3}'],
  [
    'Agglomerative by twe',
    'cluster: {method: Agglomerative, linkage: average, clusters: 3, measure: twe}',
  ],
  ['RandomConvolutions', `encode: {method: RandomConvolutions}\n${means}`],
  ['VRAE', `encode: {method: VRAE, hidden: 6, components: 3, epochs: 2, batch: 20}\n${means}`],
  ['ConvAutoencoder', `encode: {method: ConvAutoencoder, components: 3, epochs: 2}\n${means}`],
];

const segments = (csv: string) =>
  csv
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => Number(line.split(',')[1]));

describe.each(ways)('a bundle of series of unequal length with gaps, by %s', (name, how) => {
  const out = () => at(name.replaceAll(' ', '-'));
  beforeAll(async () => {
    const study = parseStudy(
      `clade: 1\nname: Beats\nsource: beats.csv\nfeatures: {kind: series, columns: t*, fill: gaps}\nprepare: [{step: fill-gaps}, {step: z-normalise}]\ngate: false\n${how}\n`,
    );
    await fitStudy({ study, folder: home }, out(), { threads: 2 });
  }, 60_000);

  test('scoreBundle(the same rows) gives the labels of the fit', async () => {
    await scoreBundle(out(), at('beats.csv'), at('again.csv'), { threads: 2 });
    expect(assignmentsOf(await readFile(at('again.csv'), 'utf8'))).toBe(
      await readFile(join(out(), 'assignments.csv'), 'utf8'),
    );
  });

  test('scoreBundle(new rows) says how familiar each is; {abstain: 0.5} leaves out who is less so', async () => {
    await scoreBundle(out(), at('new/beats.csv'), at('new.csv'), { threads: 2 });
    const text = await readFile(at('new.csv'), 'utf8');
    expect(text.split('\n')[0]).toMatch(/^row,segment,.*familiarity$/);
    const told = text.trim().split('\n').slice(1);
    expect(told).toHaveLength(20);
    for (const line of told) {
      const familiar = Number(line.split(',').at(-1));
      expect(familiar).toBeGreaterThan(0);
      expect(familiar).toBeLessThanOrEqual(1);
    }
    expect(segments(text).every((segment) => segment >= 0 && segment < 3)).toBe(true);
    await scoreBundle(out(), at('new/beats.csv'), at('left.csv'), { threads: 2, abstain: 0.5 });
    const familiar = told.map((line) => Number(line.split(',').at(-1)));
    expect(segments(await readFile(at('left.csv'), 'utf8'))).toEqual(
      segments(text).map((segment, i) => (familiar[i] <= 0.5 ? -1 : segment)),
    );
  });

  test('scoreBundle(a series alone) gives it the segment that it has among others', async () => {
    await scoreBundle(out(), at('one/beats.csv'), at('one.csv'), { threads: 2 });
    expect(segments(await readFile(at('one.csv'), 'utf8'))).toEqual(
      segments(await readFile(at('new.csv'), 'utf8')).slice(0, 1),
    );
  });
});
