import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { table } from '../../src/cli/table.ts';
import { mainFile, runClade } from './run-clade.ts';

let home: string;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'clade-test-'));
  writeFileSync(join(home, 'data.csv'), data);
  writeFileSync(join(home, 'study.yaml'), study);
  await runClade(['fit', 'study.yaml', '--out', 'out'], home);
});
afterAll(() => rm(home, { recursive: true, force: true }));

const data = `id,a,b\n${Array.from({ length: 30 }, (_, i) => `${i},${(i % 3) * 10 + i / 30},${i / 7}`).join('\n')}\n`;
const study = `
clade: 1
name: manners
parameters: { data: data.csv }
source: \${data}
entity: id
features: { kind: table, columns: [a, b] }
cluster: { method: KMeans, clusters: 3 }
`;

test.each([
  ['score', 'out', 'data.csv', '-o', './data.csv'],
  ['score', 'out', 'dat*.csv', '-o', 'data.csv'],
  ['init', 'data.csv', '-o', './data.csv', '--force', '--yes'],
])(
  'clade %s does not write over its input under another spelling: %s %s %s %s',
  async (...args) => {
    const { code, stderr } = await runClade(args, home);
    expect(code).toBe(2);
    expect(stderr).toMatch(/must not take the place of the input/);
    expect(readFileSync(join(home, 'data.csv'), 'utf8')).toBe(data);
  },
);

test('clade fit does not replace the bundle that its data lies in', async () => {
  cpSync(join(home, 'out'), join(home, 'again'), { recursive: true });
  const args = ['fit', 'study.yaml', '-p', 'data=again/features.csv', '--out', 'again'];
  const { code, stderr } = await runClade(args, home);
  expect({ code, stderr }).toMatchObject({ code: 2 });
  expect(readdirSync(join(home, 'again'))).toContain('features.csv');
});

test('clade fit does not replace a bundle into which labels were scored', async () => {
  cpSync(join(home, 'out'), join(home, 'kept'), { recursive: true });
  await runClade(['score', 'kept', 'data.csv', '-o', 'kept/labels.csv'], home);
  const { code, stderr } = await runClade(['fit', 'study.yaml', '--out', 'kept'], home);
  expect(code).toBe(2);
  expect(stderr).toMatch(/"labels.csv" is there too/);
  expect(readdirSync(join(home, 'kept'))).toContain('labels.csv');
});

test('clade fit does not take another program’s folder with a manifest.json for a bundle', async () => {
  mkdirSync(join(home, 'extension'));
  for (const file of ['manifest.json', 'background.js'])
    writeFileSync(join(home, 'extension', file), '{}');
  const { code } = await runClade(['fit', 'study.yaml', '--out', 'extension'], home);
  expect(code).toBe(2);
  expect(readdirSync(join(home, 'extension')).sort()).toEqual(['background.js', 'manifest.json']);
});

test.each([
  [['fit', 'study.yaml', '--json', '--out', 'x', '--threads', '0'], /whole number of at least 1/],
  [['fit', '--json'], /study/],
  [['fits', '--json'], /Did you mean fit/],
  [['fit', 'study.yaml', '--json', '--oot', 'x'], /Did you mean --out/],
  [['fit', 'study.yaml', '--json'], /--out must say where to write/],
])('clade %j prints one JSON line on stdout when its arguments are wrong', async (args, says) => {
  const { code, stdout, json } = await runClade(args, home);
  expect(code).toBe(2);
  expect(stdout.trim().split('\n')).toHaveLength(1);
  expect(json.error).toMatchObject({ code: 'option', message: expect.stringMatching(says) });
});

test.each([
  ['a file of data', 'customer 7;12,50;Berlin\ncustomer 8;9;Ulm\n', /must be a study/],
  ['nothing', '', /got nothing/],
  ['a list', '- 1\n', /got a list/],
  ['an alias that holds itself', 'clade: 1\nsource: &a [*a]\n', /alias/],
  ['another version', 'clade: 2\nname: x\n', /clade must be 1, got 2/],
])(
  'clade fit of a study file that is %s exits 2 and shows none of its rows',
  async (_, text, says) => {
    writeFileSync(join(home, 'wrong.yaml'), text);
    const { code, stderr } = await runClade(['fit', 'wrong.yaml', '--out', 'x'], home);
    expect(code).toBe(2);
    expect(stderr).toMatch(says);
    expect(stderr).not.toMatch(/Berlin|customer 7|\n\s+at /);
  },
);

test('clade report -o of a folder exits 2 and says that it is one', async () => {
  mkdirSync(join(home, 'folder'));
  const { code, stderr } = await runClade(['report', 'out', '-o', 'folder'], home);
  expect(code).toBe(2);
  expect(stderr).toMatch(/it is a folder/);
});

test('clade fit into a place where no folder can be made exits 2, not 70', async () => {
  const { code, stderr } = await runClade(['fit', 'study.yaml', '--out', 'data.csv/out'], home);
  expect({ code, stderr }).toMatchObject({ code: 2 });
  expect((await runClade(['fit', 'study.yaml', '--out', ''], home)).stderr).toMatch(
    /must be the name of a folder/,
  );
});

test('clade fit goes on when the reader of its progress goes away', async () => {
  const child = spawn(process.execPath, [mainFile, 'fit', 'study.yaml', '--out', 'unread'], {
    cwd: home,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stderr.destroy();
  child.stdout.destroy();
  const code = await new Promise((resolve) => child.on('exit', resolve));
  expect(code).toBe(0);
  expect(readdirSync(join(home, 'unread'))).toContain('manifest.json');
});

test('clade completion bash completes commands, options, choices and files in a real bash', async (context) => {
  if (spawnSync('bash', ['-c', 'complete -p || true']).status !== 0) context.skip('no bash here');
  const { stdout: script } = await runClade(['completion', 'bash']);
  const complete = (...words: string[]) => {
    const list = words.map((word) => `'${word}'`).join(' ');
    const run = `COMP_WORDS=(clade ${list}); COMP_CWORD=${words.length}; _clade; echo "\${COMPREPLY[*]}"`;
    return spawnSync('bash', ['-c', `${script}\n${run}`], {
      cwd: home,
      encoding: 'utf8',
    }).stdout.trim();
  };
  expect(complete('fi')).toBe('fit');
  expect(complete('fit', '--th')).toBe('--threads');
  expect(complete('fit', 'stu')).toBe('study.yaml');
  expect(complete('help', 'sc')).toBe('score');
  expect(complete('completion', '')).toBe('bash zsh fish');
  expect(complete('--ver')).toBe('--version');
});

test.each(['inspect', 'init', 'score'])(
  'clade %s --help says which files it reads',
  async (command) => {
    const { stdout } = await runClade([command, '--help']);
    for (const format of ['CSV', 'Parquet', 'UCR', '.tsv', '.txt', '.ts', '.npy', '.gz', 's3://']) {
      expect(stdout).toContain(format);
    }
  },
);

test('table cuts a column name of 300 letters and lines up names in wide letters', () => {
  const lines = table(
    ['column', 'n'],
    [
      ['a'.repeat(300), '1'],
      ['キー', '2'],
      ['\u001b[31mred', '3'],
    ],
  );
  expect(lines).toBe(
    [
      `column${' '.repeat(42)}  n`,
      `${'a'.repeat(47)}…  1`,
      `キー${' '.repeat(44)}  2`,
      ` [31mred${' '.repeat(40)}  3`,
    ].join('\n'),
  );
});

test('clade inspect shows no ids of entities and numbers of 300 digits in a few', async () => {
  writeFileSync(join(home, 'huge.csv'), 'id,a\n17850,1e300\n17851,2.5e300\n17852,7e299\n');
  const { stdout } = await runClade(['inspect', 'huge.csv'], home);
  expect(stdout).toMatch(/7\.00e\+299 … 1\.00e\+300 … 2\.50e\+300/);
  expect(stdout).not.toMatch(/17\.9K|1785/);
});

test('clade fit exits 2 when every group is too small to be clustered', async () => {
  const groups = `id,kind,a,b\n${Array.from({ length: 30 }, (_, i) => `${i},k${i % 10},${i},${i / 7}`).join('\n')}\n`;
  writeFileSync(join(home, 'small.csv'), groups);
  writeFileSync(
    join(home, 'small.yaml'),
    study.replace('clusters: 3', 'clusters: 9, within: kind'),
  );
  const args = ['fit', 'small.yaml', '-p', 'data=small.csv', '--out', 'small', '--json'];
  const { code, json } = await runClade(args, home);
  expect(code).toBe(2);
  expect(json.error.message).toMatch(/at least 9 rows, got 3/);
  expect(readdirSync(home)).not.toContain('small');
});

test('clade fit warns when no setting finds a segment', async () => {
  const dense = study.replace('method: KMeans, clusters: 3', 'method: DBSCAN, eps: 0.0001');
  writeFileSync(join(home, 'dense.yaml'), dense);
  const { code, json } = await runClade(['fit', 'dense.yaml', '--out', 'dense', '--json'], home);
  expect(code).toBe(0);
  expect(json.segments).toBe(0);
  expect(json.warnings.map((warning: { code: string }) => warning.code)).toContain('no-segment');
});

test('clade inspect says that days of times with an offset are those of UTC', async () => {
  const times = Array.from(
    { length: 12 },
    (_, i) => `u${i % 3},2024-03-${10 + i}T00:15:00+02:00,${i}`,
  );
  writeFileSync(join(home, 'offset.csv'), `user,at,n\n${times.join('\n')}\n`);
  const { json } = await runClade(['inspect', 'offset.csv', '--json'], home);
  expect(json.traps.map((trap: { code: string }) => trap.code)).toContain('offset-from-utc');
});
