import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sharedData } from '../data/shared.ts';
import { runClade } from './run-clade.ts';

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'clade-test-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

/** init and fit with no hand edit in between. */
async function initAndFit(data: string, name: string) {
  const study = `${name}.yaml`;
  const init = await runClade(['init', data, '-o', study, '--json'], home);
  expect({ code: init.code, stderr: init.stderr }).toMatchObject({ code: 0 });
  const fit = await runClade(['fit', study, '--out', name, '--json'], home);
  expect({ code: fit.code, stderr: fit.stderr }).toMatchObject({ code: 0 });
  return { study: readFileSync(join(home, study), 'utf8'), fit: fit.json };
}

test('clade sample, inspect, init and fit go from nothing to segments that match the truth', async () => {
  await runClade(['sample', 'api-usage', '-o', 'calls.csv', '-p', 'users=200'], home);
  const inspect = await runClade(['inspect', 'calls.csv', '--json'], home);
  expect(inspect.json).toMatchObject({
    layout: 'events',
    entity: ['user_id', 'type'],
    time: 'dt',
    value: 'api_count',
  });
  const { study, fit } = await initAndFit('calls.csv', 'calls');
  expect(study).toMatch(/within: type/);
  expect(fit.groups).toHaveLength(5);
  expect(fit.segments).toBeGreaterThan(10);
});

test('clade init refuses to write over a study that is there', async () => {
  writeFileSync(join(home, 'mine.yaml'), 'my work');
  writeFileSync(join(home, 'small.csv'), 'a,b\n1,2\n3,4\n');
  const { code, stderr } = await runClade(['init', 'small.csv', '-o', 'mine.yaml'], home);
  expect(code).toBe(2);
  expect(stderr).toMatch(/may hold your work/);
  expect(readFileSync(join(home, 'mine.yaml'), 'utf8')).toBe('my work');
});

test('clade init of a table without numbers exits 2 with one sentence and writes nothing', async () => {
  writeFileSync(join(home, 'words.csv'), 'name,town\nann,bonn\nbob,kiel\ncid,jena\n');
  const { code, stderr } = await runClade(['init', 'words.csv', '-o', 'words.yaml'], home);
  expect(code).toBe(2);
  expect(stderr).toMatch(/at least one column to segment by/);
  expect(readdirSync(home)).not.toContain('words.yaml');
});

const wholesale = sharedData('wholesale-customers/wholesale_customers.csv');
test.skipIf(wholesale === undefined)(
  'clade init and fit of wholesale customers segment the six spends',
  async () => {
    const { study, fit } = await initAndFit(wholesale!, 'wholesale');
    expect(study).toMatch(/entity: \[ id \]/);
    expect(study).toMatch(
      /columns: \[ Fresh, Milk, Grocery, Frozen, Detergents_Paper, Delicassen \]/,
    );
    expect(fit.entities).toBe(440);
    // Two segments that agree with the sales channel, which was not used.
    expect(fit.groups[0].knownGroups[0].name).toBe('Channel');
    expect(fit.groups[0].knownGroups[0].adjustedRand).toBeGreaterThan(0.4);
  },
);

const penguins = sharedData('penguins/penguins.csv');
test.skipIf(penguins === undefined)(
  'clade init and fit of penguins segment the four measurements and leave two empty rows out',
  async () => {
    const { study, fit } = await initAndFit(penguins!, 'penguins');
    expect(study).toMatch(/bill_length_mm, bill_depth_mm, flipper_length_mm, body_mass_g/);
    expect(fit.entities).toBe(344);
    expect(fit.groups[0].rows).toBe(342);
    expect(fit.warnings.map((warning: { code: string }) => warning.code)).toContain(
      'empty-entities',
    );
    expect(fit.groups[0].knownGroups[0]).toMatchObject({ name: 'species', groups: 3 });
    expect(fit.groups[0].knownGroups[0].adjustedRand).toBeGreaterThan(0.6);
  },
);

test('clade init names a category of many levels that it does not segment by', async () => {
  const rows = Array.from(
    { length: 120 },
    (_, i) => `${i},${(i * 7) % 31},${(i * 5) % 23},${(i * 3) % 11},town ${i % 40}`,
  );
  writeFileSync(join(home, 'towns.csv'), `id,a,b,c,town\n${rows.join('\n')}\n`);
  await runClade(['init', 'towns.csv', '-o', 'towns.yaml'], home);
  expect(readFileSync(join(home, 'towns.yaml'), 'utf8')).toContain(
    '# Left out: town (40 levels; list it here, with a step "category" or "text", to segment by it)',
  );
});
