import { describe, expect, it } from 'vitest';
import { Run } from '../../src/base/index.ts';
import { applyPreparation, fitPrepare, type PrepareStep } from '../../src/prepare/index.ts';
import type { Column } from '../../src/table/index.ts';

const brand = (...values: (string | null)[]): Column => ({ name: 'brand', type: 'text', values });
const number = (name: string, ...values: number[]): Column => ({
  name,
  type: 'number',
  values: Float64Array.from(values),
});

async function prepare(steps: PrepareStep[], columns: Column[], later = columns) {
  const run = new Run();
  const preparation = await fitPrepare(steps, columns, run);
  const scoring = new Run();
  const rows = applyPreparation(JSON.parse(JSON.stringify(preparation)), later, scoring);
  const prepared = Object.fromEntries(rows.map(({ name, values }) => [name, [...values]]));
  return { prepared, warnings: run.warnings, scoring: scoring.warnings, preparation };
}

const plain = { step: 'category', minCount: 1, minShare: 0, scale: 'none' };

describe('the step category', () => {
  it('fitPrepare({step: category}) makes one column per level in the place of the text', async () => {
    const columns = [number('a', 1, 2, 3), brand('x', 'y', 'x'), number('b', 3, 2, 1)];
    const { prepared, preparation, warnings } = await prepare([plain], columns);
    expect(prepared).toEqual({
      a: [1, 2, 3],
      'brand=x': [1, 0, 1],
      'brand=y': [0, 1, 0],
      b: [3, 2, 1],
    });
    expect(preparation.blocks).toEqual([
      { name: 'a', kind: 'number', from: 0, to: 1 },
      { name: 'brand', kind: 'category', from: 1, to: 3, scale: 1 },
      { name: 'b', kind: 'number', from: 3, to: 4 },
    ]);
    expect(warnings).toEqual([]);
  });

  it('fitPrepare({step: category}) puts rare levels together and says how many', async () => {
    const values = ['a', 'a', 'a', 'b', 'b', 'c', 'd', null];
    const { prepared, warnings } = await prepare([{ ...plain, minCount: 2 }], [brand(...values)]);
    expect(prepared).toEqual({
      'brand=a': [1, 1, 1, 0, 0, 0, 0, 0],
      'brand=b': [0, 0, 0, 1, 1, 0, 0, 0],
      'brand=(other)': [0, 0, 0, 0, 0, 1, 1, 1],
    });
    expect(warnings.map(({ message }) => message)).toEqual([
      'prepare, step 1 (category): column "brand" has 3 levels with fewer than 2 rows, 3 rows in all; they share one column.',
    ]);
  });

  it('fitPrepare({step: category}) takes missing as a level of its own', async () => {
    const { prepared } = await prepare([plain], [brand('a', null, 'a')]);
    expect(prepared).toEqual({ 'brand=a': [1, 0, 1], 'brand=(missing)': [0, 1, 0] });
  });

  it('applyPreparation counts levels that were not there when fitting as rare, with a warning', async () => {
    const fit = brand('a', 'a', 'b', 'b', 'c');
    const { prepared, scoring } = await prepare(
      [{ ...plain, minCount: 2 }],
      [fit],
      [brand('b', 'c', 'new', null)],
    );
    expect(prepared).toEqual({
      'brand=a': [0, 0, 0, 0],
      'brand=b': [1, 0, 0, 0],
      'brand=(other)': [0, 1, 1, 1],
    });
    expect(scoring.map(({ message }) => message)).toEqual([
      'prepare, step 1 (category): column "brand" had 2 of 4 cells with a level that was not there when fitting; they count as (other).',
    ]);
  });

  it('applyPreparation gives an unknown level 0 everywhere when nothing was rare', async () => {
    const { prepared, scoring } = await prepare([plain], [brand('a', 'b')], [brand('new', 'a')]);
    expect(prepared).toEqual({ 'brand=a': [0, 1], 'brand=b': [0, 0] });
    expect(scoring.map(({ code }) => code)).toEqual(['unknown-levels']);
  });

  it('fitPrepare({step: category, reserve: true}) has two empty columns in front', async () => {
    const steps = [{ ...plain, reserve: true }];
    const { prepared } = await prepare(steps, [brand('b', 'a')], [brand('a', 'new', null)]);
    expect(prepared).toEqual({
      'brand=(missing)': [0, 0, 1],
      'brand=(unknown)': [0, 1, 0],
      'brand=a': [1, 0, 0],
      'brand=b': [0, 0, 0],
    });
  });

  it.each([
    [['a', 'b', 'a', 'b'], Math.SQRT2],
    [['a', 'b', 'c', 'd'], 1 / Math.sqrt(0.75)],
    [['a', 'a', 'a', 'a', 'a', 'a', 'a', 'a', 'a', 'b'], Math.SQRT2],
  ])('fitPrepare({step: category}) scales the columns of %j by %d', async (values, scale) => {
    const steps = [{ ...plain, scale: 'block' }];
    const { prepared, preparation } = await prepare(steps, [brand(...values)]);
    expect(preparation.blocks[0].scale).toBeCloseTo(scale, 12);
    expect(prepared['brand=a'][0]).toBeCloseTo(scale, 12);
  });

  it('fitPrepare({step: category}) warns of a column that names rows', async () => {
    const { warnings } = await prepare([plain], [brand('r1', 'r2', 'r3', 'r4')]);
    expect(warnings.map(({ code }) => code)).toEqual(['id-as-category']);
  });

  it('fitPrepare({step: category}) takes numbers and flags when it is told to', async () => {
    const codes = number('code', 7, 8, 7);
    const yes: Column = { name: 'yes', type: 'boolean', values: Float64Array.of(1, 0, Number.NaN) };
    const steps = [{ ...plain, columns: ['code', 'yes'] }];
    const { prepared } = await prepare(steps, [codes, yes]);
    expect(Object.keys(prepared)).toEqual([
      'code=7',
      'code=8',
      'yes=false',
      'yes=true',
      'yes=(missing)',
    ]);
  });
});

describe('the steps for missing numbers', () => {
  it('missing-values, missing-flag and impute make a price of 0 a missing price', async () => {
    const steps = [
      { step: 'missing-values', columns: ['price'] },
      { step: 'missing-flag' },
      { step: 'impute' },
    ];
    const columns = [number('price', 0, 10, 30, 0), number('rating', 1, 2, 3, 4)];
    const { prepared, preparation, warnings } = await prepare(steps, columns);
    expect(prepared).toEqual({
      price: [20, 10, 30, 20],
      'price missing': [1, 0, 0, 1],
      rating: [1, 2, 3, 4],
    });
    expect(preparation.blocks.map(({ name, kind, scale }) => [name, kind, scale])).toEqual([
      ['price', 'number', undefined],
      ['price', 'flag', 1],
      ['rating', 'number', undefined],
    ]);
    expect(warnings.map(({ message }) => message)).toEqual([
      'prepare, step 1 (missing-values): column "price" is 0 in 2 of 4 rows, taken as missing.',
      'prepare, step 3 (impute): column "price" had 2 of 4 numbers missing, which were filled.',
    ]);
  });

  it('standard leaves flags and levels as they are', async () => {
    const steps = [{ step: 'missing-flag' }, { step: 'impute' }, plain];
    const columns = [number('x', 1, Number.NaN, 3), brand('a', 'b', 'b')];
    const { prepared } = await prepare([...steps, { step: 'standard' }], columns);
    expect(prepared['x missing']).toEqual([0, 1, 0]);
    expect(prepared['brand=b']).toEqual([0, 1, 1]);
  });
});
