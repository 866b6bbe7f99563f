import { expect, test } from 'vitest';
import { Run } from '../../src/base/index.ts';
import type { Entities } from '../../src/study/entities.ts';
import { prepareEntities } from '../../src/study/prepare-entities.ts';
import { parseStudy } from '../../src/study/read-study.ts';

const study = (prepare: string) =>
  parseStudy(`
clade: 1
name: test
source: a.csv
entity: id
features: { kind: table, columns: [a] }
prepare: ${prepare}
cluster: { method: KMeans, clusters: 2 }
`);

function entities(...values: number[]): Entities {
  return {
    schema: { keys: [], features: [{ name: 'a', unit: '', meaning: '' }] },
    count: values.length,
    keys: [],
    features: [{ name: 'a', type: 'number', values: Float64Array.from(values) }],
    within: undefined,
    known: [],
    resolved: {},
    rowsRead: values.length,
    rowsUsed: values.length,
    period: null,
  };
}

test('prepareEntities without a scaling step warns of differences that 32 bits cannot hold', async () => {
  const run = new Run();
  const far = entities(1e8, 1e8 + 1, 1e8 + 2, 1e8 + 3);
  await prepareEntities(study('[]'), far, run);
  expect(run.warnings.map(({ code }) => code)).toEqual(['rounded-column']);
  expect(run.warnings[0].message).toMatch(/changes them by 170 % of their standard deviation/);
});

test('prepareEntities standardises in 64 bits, so that a large offset costs nothing', async () => {
  const run = new Run();
  const far = await prepareEntities(
    study('[{step: standard}]'),
    entities(1e8, 1e8 + 1, 1e8 + 2, 1e8 + 3),
    run,
  );
  const near = await prepareEntities(study('[{step: standard}]'), entities(0, 1, 2, 3), run);
  expect(far.matrix(far.rows).data).toEqual(near.matrix(near.rows).data);
  expect(run.warnings).toEqual([]);
});
