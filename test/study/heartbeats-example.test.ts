import { mkdtempSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fitStudy, readStudy, writeSample } from '../../src/study/index.ts';

const study = new URL('../../examples/heartbeats/study.yaml', import.meta.url).pathname;

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'clade-test-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

async function fit(name: string, options: object) {
  const data = join(home, `${name}.csv`);
  await writeSample('heartbeats', data, options as Record<string, unknown>);
  const out = join(home, name);
  const manifest = await fitStudy(await readStudy(study, { data }), out, { threads: 2 });
  const labels = await readFile(join(out, 'assignments.csv'), 'utf8');
  const segments = labels
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => Number(line.split(',')[1]));
  return { manifest, segments, agreement: manifest.groups[0].knownGroups[0].adjustedRand };
}

it.each([0, 1])(
  'the heartbeats example finds the kinds of {seed: %d} and gives every beat a segment',
  async (seed) => {
    const { segments, agreement } = await fit(`seed-${seed}`, { seed, series: 1000 });
    expect(segments).toHaveLength(1000);
    expect(Math.min(...segments)).toBe(0);
    expect(agreement).toBeGreaterThan(0.75);
  },
);

it('the heartbeats example copes with gaps and with beats of unequal length', async () => {
  const { segments, agreement } = await fit('dirty', { series: 500, gaps: 0.1, shortest: 0.6 });
  expect(Math.min(...segments)).toBe(0);
  expect(agreement).toBeGreaterThan(0.7);
});

it('the heartbeats example says of one beat alone that there are no segments to make', async () => {
  await expect(fit('alone', { series: 1 })).rejects.toThrow(
    'cluster: there must be at least two entities to make segments of, got 1. Give more rows.',
  );
});
