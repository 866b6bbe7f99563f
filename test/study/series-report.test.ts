import { mkdtempSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../src/base/index.ts';
import type { ReportData } from '../../src/report/index.ts';
import { redrawReport } from '../../src/score/index.ts';
import { fitStudy, parseStudy } from '../../src/study/index.ts';

let home: string;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'clade-test-'));
  await writeFile(join(home, 'waves.csv'), waves());
});
afterAll(() => rm(home, { recursive: true, force: true }));

const STEPS = 24;

/** Humps early and late, a few steps to and fro, and one series of noise alone that is like none of them. */
function waves(): string {
  const random = new Random(1);
  const hump = (middle: number) =>
    Array.from({ length: STEPS }, (_, t) => Math.exp(-(((t - middle) / 2) ** 2)));
  const lines = Array.from({ length: 60 }, (_, i) => {
    const kind = i % 2 === 0 ? 'early' : 'late';
    const values = hump((kind === 'early' ? 6 : 17) + Math.floor(random.next() * 5) - 2);
    return [`w${i}`, kind, ...values.map((v) => (v + 0.02 * random.normal()).toFixed(4))];
  });
  lines.push(['odd', 'late', ...Array.from({ length: STEPS }, (_, t) => (t % 2 ? '1' : '-1'))]);
  const head = ['id', 'kind', ...Array.from({ length: STEPS }, (_, t) => `t${t}`)];
  return [head, ...lines].map((line) => line.join()).join('\n');
}

async function fitWaves(name: string, more: string): Promise<ReportData> {
  const study = parseStudy(`
clade: 1
name: test
source: waves.csv
entity: id
features: { kind: series, columns: t0..t23 }
cluster: { method: KMeans, clusters: 2 }
compare: [kind]
${more}`);
  await fitStudy({ study, folder: home }, join(home, name));
  return JSON.parse(await readFile(join(home, name, 'report.json'), 'utf8'));
}

describe('the report of a study of series', () => {
  it('has a barycentre as high as its series where the median is lower, the medoid, and maps to switch between', async () => {
    const [group] = (await fitWaves('plain', 'report: { includeIds: true }')).groups;
    const { centres, segments } = group.series!;
    expect(centres).toMatchObject({ rows: 100 });
    const top = (line: readonly (number | null)[]) => Math.max(...line.map((v) => v ?? 0));
    for (const { centre, median, medoid } of segments) {
      expect(top(centre!)).toBeGreaterThan(top(median));
      expect(medoid!.key[0]).toMatch(/^w\d+$/);
    }
    const tabs = group.embedding!.spaces.map(({ tab }) => tab);
    expect(tabs).toEqual(['PCA', 't-SNE', 'UMAP', 'PCA 3-D']);
  });

  it('names the series unlike its segment first, and shows its key where the study asks for it', async () => {
    const [group] = JSON.parse(await readFile(join(home, 'plain', 'report.json'), 'utf8')).groups;
    const [first] = group.strange.rows;
    expect([group.strange.by, first.key]).toEqual(['distance', ['odd']]);
    expect(first.outside).toBeGreaterThan(0.5);
    const page = await readFile(join(home, 'plain', 'report.html'), 'utf8');
    expect(page).toContain('#1 · S');
    expect(page).toContain('· odd');
    expect(await readFile(await redrawReport(join(home, 'plain')), 'utf8')).toBe(page);
  });

  it('tables segments by the columns of compare, with as many rows as the measures', async () => {
    const [group] = JSON.parse(await readFile(join(home, 'plain', 'report.json'), 'utf8')).groups;
    const [{ rows, table }] = group.agreement;
    const all = table.counts.flat().reduce((sum: number, count: number) => sum + count, 0);
    expect([all, rows]).toEqual([61, 61]);
    expect(table.groups.map(({ name }: { name: string }) => name)).toEqual(['late', 'early']);
    expect(table.purity).toBeGreaterThan(0.95);
  });

  it('gives a barycentre of the median length where lengths differ', async () => {
    const lines = waves().split('\n');
    // Half of the series end at step 16: their later cells are empty.
    const cut = lines.map((line, i) => {
      const cells = line.split(',');
      return i % 2 === 1 ? [...cells.slice(0, 18), ...new Array(8).fill('')].join() : line;
    });
    await writeFile(join(home, 'waves.csv'), cut.join('\n'));
    const study = parseStudy(`
clade: 1
name: test
source: waves.csv
entity: id
features: { kind: series, columns: t0..t23, fill: gaps }
cluster: { method: KMedoids, clusters: 2, measure: dtw }`);
    await fitStudy({ study, folder: home }, join(home, 'ragged'));
    await writeFile(join(home, 'waves.csv'), waves());
    const report = JSON.parse(await readFile(join(home, 'ragged', 'report.json'), 'utf8'));
    const { segments } = report.groups[0].series;
    expect(segments.map(({ lengths }: { lengths: number[] }) => lengths)).toContainEqual([16, 24]);
    for (const { centre, lengths } of segments) {
      expect(centre.length).toBeGreaterThanOrEqual(lengths[0]);
      expect(centre.length).toBeLessThanOrEqual(lengths[1]);
    }
  });

  it('ranks by error of reconstruction behind a net, and draws what it gives back; keys are left out', async () => {
    const net = 'encode: { method: Autoencoder, components: 2, epochs: 5 }\ngate: false';
    const [group] = (await fitWaves('net', net)).groups;
    expect(group.strange!.by).toBe('reconstruction');
    expect(group.strange!.rows[0].reconstructed!.length).toBe(STEPS);
    const page = await readFile(join(home, 'net', 'report.html'), 'utf8');
    expect(page).not.toContain('· odd');
    expect(page).not.toContain('Strangest rows');
  });
});
