import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { raw } from '../../src/sql/index.ts';
import { Database } from '../../src/table/index.ts';
import { assignmentsOf } from '../data/assignments-of.ts';
import { type Outcome, runClade, startClade } from './run-clade.ts';

let home: string;
/** The fit into `out`, which tests read and copy. */
let fitted: Outcome;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'clade-test-'));
  writeFileSync(join(home, 'customers.csv'), customers(120, 0));
  writeFileSync(join(home, 'more.csv'), customers(40, 1));
  writeFileSync(join(home, 'study.yaml'), study);
  fitted = await runFit('out', '--threads', '2');
}, 60_000);
afterAll(() => rm(home, { recursive: true, force: true }));

/** Three kinds of customers that any method tells apart; ids keep their leading zeros. */
function customers(rows: number, seed: number): string {
  const random = new Random(seed);
  const centres = [
    [2, 10],
    [40, 12],
    [20, 300],
  ];
  const lines = Array.from({ length: rows }, (_, i) => {
    const [visits, spend] = centres[i % 3];
    return `${String(i).padStart(5, '0')},${(visits + random.normal()).toFixed(3)},${(spend + random.normal()).toFixed(3)},${'abc'[i % 3]}`;
  });
  return `id,visits,spend,kind\n${lines.join('\n')}\n`;
}

const study = `
clade: 1
name: customers
parameters: { data: customers.csv, clusters: 2..5 }
source: \${data}
entity: id
features: { kind: table, columns: [visits, spend] }
cluster: { method: KMeans, clusters: "\${clusters}" }
compare: kind
`;

const runFit = (out: string, ...more: string[]) =>
  runClade(['fit', 'study.yaml', '--out', out, '--json', ...more], home);

test('clade fit finds the three kinds, says so as JSON, and leaves a whole bundle', () => {
  const { code, json, stderr } = fitted;
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(json.segments).toBe(3);
  expect(json.groups[0].sizes).toEqual([40, 40, 40]);
  expect(json.groups[0].knownGroups[0]).toMatchObject({ name: 'kind', adjustedRand: 1, rows: 120 });
  expect(json.warnings).toEqual([]);
  expect(readdirSync(join(home, 'out')).sort()).toEqual([
    'assignments.csv',
    'assignments.parquet',
    'features.csv',
    'features.parquet',
    'manifest.json',
    'prepared.csv',
    'prepared.parquet',
    'report.html',
    'report.json',
    'segments.csv',
    'state',
  ]);
  const assignments = readFileSync(join(home, 'out', 'assignments.csv'), 'utf8').split('\n');
  expect(assignments[0]).toBe('id,segment,distance');
  expect(assignments[1]).toMatch(/^00000,\d,\d/);
});

test('clade fit twice, on 1 and 2 threads, gives the same files but for the time in the manifest', async () => {
  await runFit('one', '--threads', '1');
  for (const file of ['assignments.csv', 'prepared.csv', 'segments.csv', 'state/model-0.clade']) {
    expect(
      readFileSync(join(home, 'one', file)).equals(readFileSync(join(home, 'out', file))),
    ).toBe(true);
  }
});

test('clade score gives the fitted rows their fitted segments', async () => {
  const { code, json } = await runClade(
    ['score', 'out', 'customers.csv', '-o', 'same.csv', '--json'],
    home,
  );
  expect(code).toBe(0);
  expect(json).toMatchObject({ entities: 120, unassigned: 0 });
  expect(assignmentsOf(readFileSync(join(home, 'same.csv'), 'utf8'))).toBe(
    readFileSync(join(home, 'out', 'assignments.csv'), 'utf8'),
  );
});

test('clade score gives one row alone the segment that it has among others', async () => {
  await runClade(['score', 'out', 'more.csv', '-o', 'more-labels.csv'], home);
  const among = readFileSync(join(home, 'more-labels.csv'), 'utf8').split('\n');
  const [header, , second] = readFileSync(join(home, 'more.csv'), 'utf8').split('\n');
  writeFileSync(join(home, 'second.csv'), `${header}\n${second}\n`);
  await runClade(['score', 'out', 'second.csv', '-o', 'second-label.csv'], home);
  expect(readFileSync(join(home, 'second-label.csv'), 'utf8').split('\n')[1]).toBe(among[2]);
});

test('clade score reads ids as the fitted rows had them, also where all new ones are plain digits', async () => {
  writeFileSync(join(home, 'digits.csv'), 'id,visits,spend\n77777,2,10\n88888,40,12\n');
  const { code } = await runClade(
    ['score', 'out', 'digits.csv', '-o', 'digits-labels.parquet'],
    home,
  );
  expect(code).toBe(0);
  await using database = await Database.open();
  const rows = await database.query(
    raw(`SELECT typeof(id), id FROM read_parquet('${join(home, 'digits-labels.parquet')}')`),
  );
  expect(rows.columns.map(({ values }) => [...values])).toEqual([
    ['VARCHAR', 'VARCHAR'],
    ['77777', '88888'],
  ]);
});

test('clade score names the column that new rows lack and writes nothing', async () => {
  writeFileSync(join(home, 'lacks.csv'), 'id,visits,spent\n1,2,3\n');
  const { code, stderr } = await runClade(['score', 'out', 'lacks.csv', '-o', 'never.csv'], home);
  expect(code).toBe(2);
  expect(stderr).toMatch(/"spend".*Did you mean "spent"/);
  expect(readdirSync(home)).not.toContain('never.csv');
});

test('clade report draws the same bytes again from the bundle', async () => {
  cpSync(join(home, 'out'), join(home, 'drawn'), { recursive: true });
  const file = join(home, 'drawn', 'report.html');
  const before = readFileSync(file, 'utf8');
  await rm(file);
  const { code } = await runClade(['report', 'drawn'], home);
  expect(code).toBe(0);
  expect(readFileSync(file, 'utf8')).toBe(before);
});

test('clade report of a folder that is no bundle exits 2 with one sentence', async () => {
  const { code, stderr } = await runClade(['report', '.'], home);
  expect(code).toBe(2);
  expect(stderr).toMatch(/must be a folder that clade fit left/);
});

test('clade fit refuses to replace a folder that is not a bundle', async () => {
  const { code, stderr } = await runFit('.');
  expect(code).toBe(2);
  expect(stderr).toMatch(/holds other files/);
});

test('clade fit --quiet prints nothing on stderr', async () => {
  const { stderr, stdout } = await runClade(
    ['fit', 'study.yaml', '--out', 'quiet', '--quiet'],
    home,
  );
  expect(stderr + stdout).toBe('');
});

test('Ctrl-C during clade fit exits 130 and leaves nothing half-made', async () => {
  writeFileSync(join(home, 'many.csv'), customers(60_000, 3));
  const before = readdirSync(home).sort();
  const child = startClade(
    ['fit', 'study.yaml', '-p', 'data=many.csv', '-p', 'clusters=2..40', '--out', 'stopped'],
    home,
  );
  let stderr = '';
  child.stderr!.on('data', (text) => {
    stderr += text;
    // The first stage has ended, so the fit is under way.
    if (stderr.includes('prepare') && !child.killed) child.kill('SIGINT');
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect({ code, stderr }).toMatchObject({ code: 130 });
  expect(stderr).toMatch(/Stopped on request/);
  expect(readdirSync(home).sort()).toEqual(before);
});

test('clade completion bash knows every command', async () => {
  const { code, stdout } = await runClade(['completion', 'bash']);
  expect(code).toBe(0);
  for (const command of ['fit', 'report', 'score', 'completion']) expect(stdout).toContain(command);
});

test.each(['fit', 'report', 'score', 'completion'])(
  'clade %s --help shows examples',
  async (command) => {
    const { code, stdout } = await runClade([command, '--help']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/Examples:\n\s+clade /);
  },
);
