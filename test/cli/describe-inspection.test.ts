import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { describeInspection } from '../../src/cli/describe-inspection.ts';
import { inspectData } from '../../src/study/index.ts';

const home = mkdtempSync(join(tmpdir(), 'clade-test-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

test('describeInspection() says once what is true of many neighbouring columns, and each time of a few', async () => {
  const many = Array.from({ length: 20 }, (_, i) => `t${i + 1}`);
  const rows = [1, 2, 3].map((id) => [id, ...many.map(() => 7), id * 2, 'x', 'y'].join());
  const path = join(home, 'flat.csv');
  writeFileSync(path, `id,${many},spent,a,b\n${rows.join('\n')}\n`);
  const traps = describeInspection(await inspectData(path))
    .split('Traps:\n')[1]
    .split('\n');
  expect(traps).toEqual([
    '  - "t1" has the same value in every row. The same is true of the 19 columns after it, up to "t20".',
    '  - "a" has the same value in every row.',
    '  - "b" has the same value in every row.',
  ]);
});
