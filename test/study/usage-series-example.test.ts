import { mkdtempSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { agreement } from '../../src/evaluate/index.ts';
import { fitStudy, readStudy, writeSample } from '../../src/study/index.ts';

const study = new URL('../../examples/usage-series/study.yaml', import.meta.url).pathname;

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'clade-test-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

async function columnByUser(path: string): Promise<Map<string, string>> {
  const [, ...lines] = (await readFile(path, 'utf8')).trim().split('\n');
  return new Map(lines.map((line) => line.split(',').slice(0, 2) as [string, string]));
}

it.each([0, 1])(
  'the usage-series example finds the groups of {seed: %d} with ARI ≥ 0.9 and gives every user a segment',
  async (seed) => {
    const data = join(home, `data-${seed}.csv`);
    const { truth } = await writeSample('usage-series', data, { seed, users: 1200 });
    const out = join(home, `out-${seed}`);
    const manifest = await fitStudy(await readStudy(study, { data }), out, { threads: 2 });
    const found = await columnByUser(join(out, 'assignments.csv'));
    const known = await columnByUser(truth);
    expect([...found.values()].every((segment) => Number(segment) >= 0)).toBe(true);
    const users = [...known.keys()];
    const { ari } = agreement(
      users.map((user) => known.get(user)!),
      users.map((user) => Number(found.get(user))),
    );
    expect(ari).toBeGreaterThan(0.9);
    const silent = users.filter((user) => known.get(user) === 'never active');
    expect(manifest.declared?.map(({ name, rows }) => [name, rows])).toEqual([
      ['no activity', silent.length],
    ]);
  },
);
