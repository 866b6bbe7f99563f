import { expect, test } from 'vitest';
import { Run } from '../../src/base/index.ts';
import { parseStudy } from '../../src/study/index.ts';
import { withoutSecrets } from '../../src/study/without-secrets.ts';

const study = (to: string) =>
  parseStudy(
    `
clade: 1
name: shop
parameters: { secret: s3cret-word, host: db }
source: data.csv
features: { kind: table, columns: [a] }
cluster: { method: KMeans, clusters: 2 }
publish: ${JSON.stringify(to)}
`,
  );

test('withoutSecrets(study) warns and keeps neither the password of an address nor the parameter that filled it in', () => {
  const run = new Run();
  const kept = withoutSecrets(study('postgres://ana:${secret}@${host}/shop'), run);
  expect(JSON.stringify(kept)).not.toContain('s3cret-word');
  expect(kept.publish[0].to).toBe('postgres://ana@db/shop');
  expect(kept.parameters).toEqual({ secret: '…', host: 'db' });
  expect(run.warnings.map(({ code }) => code)).toEqual(['secret-in-study']);
});

test('withoutSecrets(study) leaves a study without secrets as it is', () => {
  const run = new Run();
  const given = study('postgres://ana@db/shop');
  expect(withoutSecrets(given, run)).toEqual(given);
  expect(run.warnings).toEqual([]);
});
