import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Manifest } from '../../src/publish/index.ts';
import { scoreTable } from '../../src/score/index.ts';
import { fitStudy, readStudy, writeSample } from '../../src/study/index.ts';

const study = new URL('../../examples/retail/study.yaml', import.meta.url).pathname;
const seed = new URL('../../examples/retail/as-in-the-seed.yaml', import.meta.url).pathname;

let home: string;
let manifest: Manifest;
const at = (name: string) => join(home, name);
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'clade-test-'));
  await writeSample('retail', at('data.csv'), { customers: 400 });
  manifest = await fitStudy(await readStudy(study, { data: at('data.csv') }), at('fit'), {
    threads: 2,
  });
}, 60_000);
afterAll(() => rm(home, { recursive: true, force: true }));

/** Segment and distance of each customer. */
function byCustomer({ columns }: Awaited<ReturnType<typeof scoreTable>>['table']) {
  const column = (name: string) =>
    Array.from(columns.find((found) => found.name === name)!.values, Number);
  const [ids, segments, distances] = ['customer_id', 'segment', 'distance'].map(column);
  return new Map(ids.map((id, i) => [id, [segments[i], distances[i]]]));
}

const fitted = () =>
  new Map(
    readFileSync(at('fit/assignments.csv'), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',').map(Number))
      .map(([id, ...rest]) => [id, rest]),
  );

describe('examples/retail/study.yaml', () => {
  it('finds most of the kinds that the sample was made of: ARI above 0.85', async () => {
    const sample = await fitStudy(await readStudy(study), at('sample'), { threads: 2 });
    const [{ knownGroups, clusters }] = sample.groups;
    expect(clusters).toBeGreaterThan(4);
    expect(knownGroups[0].rows).toBeGreaterThan(1450);
    expect(knownGroups[0].adjustedRand).toBeGreaterThan(0.85);
  }, 60_000);

  it('counts what cleaning left out, fixes the reference and the cut points of the marks', () => {
    const out = manifest.cleaning!.steps.map(({ rowsIn, rowsOut }) => rowsIn - rowsOut);
    expect(out.slice(2).every((rows) => rows > 0)).toBe(true);
    expect(manifest.resolved.until).toBe('2023-12-31');
    expect(manifest.resolved.rfm!.recency).toHaveLength(4);
    expect(manifest.declared!.map(({ name }) => name)).toEqual(['no purchase']);
  });

  it('scoring the fitted customers gives the fitted segments, and one alone the same as among all', async () => {
    const all = await scoreTable(at('fit'), at('data.csv'));
    expect(all.unassigned).toBe(0);
    const scored = byCustomer(all.table);
    expect(new Map([...scored].map(([id, [segment]]) => [id, segment]))).toEqual(
      new Map([...fitted()].map(([id, [segment]]) => [id, segment])),
    );
    const lines = readFileSync(at('data.csv'), 'latin1').split('\r\n');
    const id = 12_005;
    const own = lines.filter((line, i) => i === 0 || line.includes(`,${id}.0,`));
    writeFileSync(at('one.csv'), `${own.join('\r\n')}\r\n`, 'latin1');
    const alone = byCustomer((await scoreTable(at('fit'), at('one.csv'))).table);
    expect([...alone]).toEqual([[id, scored.get(id)]]);
  });

  it('{until} scores as of another day: later rows are left out and said', async () => {
    const warnings: string[] = [];
    const earlier = await scoreTable(at('fit'), at('data.csv'), {
      until: '2023-06-30',
      warn: (code) => warnings.push(code),
    });
    expect(earlier.table.rows).toBeLessThan(manifest.entities);
    expect(warnings).toContain('later-rows');
  });
});

describe('examples/retail/as-in-the-seed.yaml', () => {
  it('runs on generated data too, invented customers and all', async () => {
    const read = await readStudy(seed, { data: at('data.csv'), clusters: 5 });
    const made = await fitStudy(read, at('seed'), { threads: 2 });
    expect(made.encoders.map(({ method }) => method)).toEqual(['RandomForest', 'UMAP']);
    expect(made.entities).toBeGreaterThan(450);
    expect(made.groups[0].clusters).toBe(5);
  }, 60_000);
});
