import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sharedData } from '../data/shared.ts';
import { initAndFit } from './init-and-fit.ts';

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'clade-test-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

const wholesale = sharedData('wholesale-customers/wholesale_customers.csv');
test.skipIf(wholesale === undefined)(
  'clade init and fit of wholesale customers segment the six spends',
  async () => {
    const { study, fit } = await initAndFit(home, wholesale!, 'wholesale');
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
    const { study, fit } = await initAndFit(home, penguins!, 'penguins');
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
