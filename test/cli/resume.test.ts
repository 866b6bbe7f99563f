import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { endOf, runClade, startClade } from './run-clade.ts';

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'clade-test-'));
  writeFileSync(join(home, 'waves.csv'), waves(300, 24));
  writeFileSync(join(home, 'study.yaml'), study);
});
afterAll(() => rm(home, { recursive: true, force: true }));

/** Rising and falling rows, some steps of each left out. */
function waves(rows: number, steps: number): string {
  const random = new Random(4);
  const lines = Array.from({ length: rows }, (_, i) => {
    const values = Array.from({ length: steps }, (_, t) => {
      const level = i % 2 === 0 ? t / steps : 1 - t / steps;
      return Math.max(0, level + 0.1 * random.normal()).toFixed(3);
    });
    return `${i},${values.join(',')}`;
  });
  const head = Array.from({ length: steps }, (_, t) => `s${t}`).join(',');
  return `id,${head}\n${lines.join('\n')}\n`;
}

const study = `
clade: 1
name: waves
source: waves.csv
entity: id
features: { kind: series, columns: s0..s23 }
encode: { method: DenoisingAutoencoder, components: 2, widths: [16], epochs: 150, batch: 32 }
cluster: { method: KMeans, clusters: 2 }
gate: false
`;

const weights = (out: string) => readFileSync(join(home, out, 'state', 'encoder-0.clade'));

test('clade fit that was killed goes on where it was and ends with the same weights', async () => {
  const whole = await runClade(['fit', 'study.yaml', '--out', 'whole', '--json'], home);
  expect(whole).toMatchObject({ code: 0 });

  const resume = join(home, '.cut-resume');
  const child = startClade(['fit', 'study.yaml', '--out', 'cut'], home);
  const ended = endOf(child);
  while (!existsSync(resume) && child.exitCode === null) await wait(5);
  await wait(40 + 200 * Math.random());
  child.kill('SIGKILL');
  await ended;
  expect(existsSync(join(home, 'cut'))).toBe(false);
  expect(existsSync(resume)).toBe(true);

  const again = await runClade(['fit', 'study.yaml', '--out', 'cut', '--json'], home);
  expect(again).toMatchObject({ code: 0 });
  expect(again.json.encoders[0].training.epochs).toHaveLength(150);
  expect(weights('cut').equals(weights('whole'))).toBe(true);
  expect(existsSync(resume)).toBe(false);
}, 120_000);

test('Ctrl-C during the training of clade fit says that the same command goes on from there', async () => {
  const resume = join(home, '.stopped-resume');
  const child = startClade(['fit', 'study.yaml', '--out', 'stopped'], home);
  const ended = endOf(child);
  while (!existsSync(resume) && child.exitCode === null) await wait(5);
  child.kill('SIGINT');
  const { code, stderr } = await ended;
  expect(code).toBe(130);
  expect(stderr).toMatch(/the same command goes on from there/);
  expect(existsSync(join(home, 'stopped'))).toBe(false);
}, 120_000);
