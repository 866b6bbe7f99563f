import { expect, test } from 'vitest';
import { planEncoding } from '../../src/study/plan-encoding.ts';
import { studySchema } from '../../src/study/schema.ts';

const plan = (encode: object[]) =>
  planEncoding(
    studySchema.parse({
      clade: 1,
      name: 'leaves',
      source: 'data.csv',
      features: { kind: 'table', columns: ['a', 'b'] },
      encode,
      cluster: { method: 'KMeans' },
    }),
  );
const forest = { method: 'RandomForest', target: 'a' };

test('planEncoding takes leaves of a forest by metric hamming without a word', () => {
  const plans = plan([forest, { method: 'UMAP', metric: 'hamming' }]);
  expect(plans.map(({ warning }) => warning)).toEqual([null, null]);
});

test('planEncoding warns of leaves of a forest that UMAP takes for numbers', () => {
  const [, { warning }] = plan([forest, { method: 'UMAP' }]);
  expect(warning).toMatch(/RandomForest gives names, not numbers.*Give UMAP metric: hamming/);
});

test('planEncoding refuses leaves of a forest before a method that knows only numbers', () => {
  expect(() => plan([forest])).toThrow(/KMeans must get numbers, but RandomForest gives names/);
  expect(() => plan([forest, { method: 'PCA' }])).toThrow(
    /PCA must get numbers.*Put \{method: UMAP, metric: hamming\} between them/,
  );
});
