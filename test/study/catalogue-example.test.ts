import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fitStudy, readStudy } from '../../src/study/index.ts';

const ours = new URL('../../examples/catalogue/study.yaml', import.meta.url).pathname;

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'clade-test-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

test('study.yaml finds the six known kinds of products of sample:catalogue', async () => {
  const manifest = await fitStudy(await readStudy(ours), join(home, 'sample'), { threads: 2 });
  expect(manifest.groups[0].knownGroups[0].adjustedRand).toBeGreaterThan(0.9);
  expect(manifest.groups[0].seedAgreement).toBeGreaterThan(0.9);
});
