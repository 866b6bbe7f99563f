import { expect, test } from 'vitest';
import { parseStudy } from '../../src/study/read-study.ts';

const study = `
clade: 1
name: test
parameters: { data: a.csv, k: 2..4 }
source: \${data}
entity: user
features: { kind: usage, time: day, value: calls }
cluster: { method: KMeans, clusters: "\${k}" }
`;

test('parseStudy fills in parameters and defaults', () => {
  const read = parseStudy(study, { k: 3 });
  expect(read.source).toBe('a.csv');
  expect(read.cluster).toEqual({ method: 'KMeans', clusters: 3 });
  expect(read.entity).toEqual(['user']);
  expect(read.choose.by).toBe('silhouette');
  expect(read.seed).toBe(0);
});

test.each([
  ['sorce: a.csv', 'source: ${data}', /there is no key "sorce". Did you mean "source"\?/],
  [
    'features: { kind: usage, tme: day, value: calls }',
    'features: { kind: usage, time: day, value: calls }',
    /there is no key "features.tme". Did you mean "time"\?/,
  ],
  [
    'features: { kind: useage, time: day, value: calls }',
    'features: { kind: usage, time: day, value: calls }',
    /features.kind must be "usage" or "retail" or "table" or "series", got "useage". Did you mean "usage"\?/,
  ],
  [
    'source: { pth: a.csv }',
    'source: ${data}',
    /there is no key "source.pth". Did you mean "path"\?/,
  ],
  ['source: 3', 'source: ${data}', /source must be/],
  [
    'choose: { by: siluette }',
    'entity: user',
    /choose.by must be "silhouette" or .*Did you mean "silhouette"\?/,
  ],
  ['clade: 7', 'clade: 1', /clade must be 1, got 7/],
  ['name: [', 'name: test', /must be YAML/],
])('parseStudy refuses %j with a sentence', (bad, good, sentence) => {
  expect(() => parseStudy(study.replace(good, bad))).toThrow(sentence);
});

test('parseStudy names what is missing', () => {
  expect(() => parseStudy('clade: 1\nname: x')).toThrow(/source must be .*it is missing/);
});
