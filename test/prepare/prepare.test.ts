import { describe, expect, it } from 'vitest';
import { DataError, ModelError, OptionError, Run } from '../../src/base/index.ts';
import {
  applyPreparation,
  fitPrepare,
  type PrepareStep,
  rowsWithoutValues,
} from '../../src/prepare/index.ts';
import type { NumberColumn } from '../../src/table/index.ts';

const column = (name: string, ...values: number[]): NumberColumn => ({
  name,
  type: 'number',
  values: Float64Array.from(values),
});

async function prepare(steps: PrepareStep[], columns: NumberColumn[], later = columns) {
  const run = new Run();
  const preparation = await fitPrepare(steps, columns, run);
  const rows = applyPreparation(JSON.parse(JSON.stringify(preparation)), later);
  const prepared = Object.fromEntries(rows.map(({ name, values }) => [name, [...values]]));
  return { prepared, warnings: run.warnings, preparation };
}

const x = column('x', 2, 4, 10);

describe('fitPrepare and applyPreparation', () => {
  it('min-max puts later rows on the scale of the fitted ones, beyond it too', async () => {
    const { prepared, warnings } = await prepare([{ step: 'min-max' }], [x], [column('x', 6, 18)]);
    expect(prepared).toEqual({ x: [0.5, 2] });
    expect(warnings).toEqual([]);
  });

  it('min-max with clip holds later rows within 0 and 1', async () => {
    const steps = [{ step: 'min-max', clip: true }];
    const { prepared } = await prepare(steps, [x], [column('x', -5, 18)]);
    expect(prepared).toEqual({ x: [0, 1] });
  });

  it('quantile with normal output spreads numbers below 1e-7 like any others', async () => {
    const values = [1, 2, 3, 5, 9];
    const steps = [{ step: 'quantile', output: 'normal' }];
    const small = await prepare(steps, [column('x', ...values.map((value) => value * 2 ** -40))]);
    const usual = await prepare(steps, [column('x', ...values)]);
    expect(small.prepared).toEqual(usual.prepared);
    expect(small.prepared.x[2]).toBeCloseTo(0, 15);
  });

  it('a number that 32 bits cannot hold is refused after the last step', async () => {
    await expect(prepare([], [column('x', 1, 2, 1e39)])).rejects.toThrow(
      'every number of "x" must be finite and below 3.4e38 in size, got 1 of 3 that are not.',
    );
  });

  it('drop takes the named columns out of what is clustered, and must name them', async () => {
    const { prepared, warnings } = await prepare(
      [{ step: 'drop', columns: ['y'] }, { step: 'min-max' }],
      [x, column('y', 1, 2, 3)],
    );
    expect(Object.keys(prepared)).toEqual(['x']);
    expect(warnings).toEqual([]);
    await expect(prepare([{ step: 'drop' }], [x])).rejects.toThrow(
      /columns must name at least one/,
    );
  });

  it('standard uses the population standard deviation', async () => {
    const { prepared } = await prepare([{ step: 'standard' }], [column('x', 1, 3)]);
    expect(prepared).toEqual({ x: [-1, 1] });
  });

  it('robust uses the median and the quartiles', async () => {
    const { prepared } = await prepare([{ step: 'robust' }], [column('x', 0, 1, 2, 3, 100)]);
    expect(prepared).toEqual({ x: [-1, -0.5, 0, 0.5, 49] });
  });

  it('robust warns and takes the standard deviation where the quartiles are equal', async () => {
    const { prepared, warnings } = await prepare(
      [{ step: 'robust' }],
      [column('x', 0, 0, 0, 0, 10)],
    );
    expect(prepared).toEqual({ x: [0, 0, 0, 0, 2.5] });
    expect(warnings.map(({ code }) => code)).toEqual(['no-spread']);
  });

  it('log1p is log(1 + x), and mirrors negative numbers when asked', async () => {
    const { prepared } = await prepare([{ step: 'log1p' }], [column('x', 0, Math.E - 1)]);
    expect(prepared).toEqual({ x: [0, 1] });
    const steps = [{ step: 'log1p', negative: 'mirror' }];
    const mirrored = await prepare(steps, [column('x', 1 - Math.E, 0)]);
    expect(mirrored.prepared).toEqual({ x: [-1, 0] });
  });

  it('log1p refuses negative numbers by default and names the column', async () => {
    await expect(prepare([{ step: 'log1p' }], [column('x', -1, -2, 3)])).rejects.toThrow(
      'prepare, step 1 (log1p): column "x": every number must be 0 or more, got 2 below.',
    );
  });

  it('quantile spreads ranks evenly, ties at the middle of their steps', async () => {
    const { prepared } = await prepare([{ step: 'quantile' }], [column('x', 5, 7, 7, 90, 1)]);
    expect(prepared).toEqual({ x: [0.25, 0.625, 0.625, 1, 0] });
  });

  it('quantile holds later rows at the ends', async () => {
    const steps = [{ step: 'quantile', output: 'normal' }];
    const { prepared } = await prepare(steps, [x], [column('x', -9, 4, 99)]);
    expect(prepared.x[1]).toBeCloseTo(0, 15);
    expect(prepared.x[2]).toBeCloseTo(5.199337582, 8);
    expect(prepared.x[0]).toBe(-prepared.x[2]);
  });

  it.each([
    ['median', 2],
    ['mean', 5],
    ['zero', 0],
    ['constant', 7],
  ])('impute with %s fills with %d and warns how many', async (how, fill) => {
    const steps = [{ step: 'impute', with: how, ...(how === 'constant' ? { value: 7 } : {}) }];
    const { prepared, warnings } = await prepare(steps, [column('x', 1, Number.NaN, 2, 12)]);
    expect(prepared).toEqual({ x: [1, fill, 2, 12] });
    expect(warnings).toEqual([
      {
        code: 'imputed',
        message:
          'prepare, step 1 (impute): column "x" had 1 of 4 numbers missing, which were filled.',
      },
    ]);
  });

  it('impute fills later rows with what was fitted, and warns again', async () => {
    const { preparation } = await prepare([{ step: 'impute' }], [x]);
    const run = new Run();
    const [filled] = applyPreparation(preparation, [column('x', Number.NaN, 100, 200)], run);
    expect([...filled.values]).toEqual([4, 100, 200]);
    expect(run.warnings.map(({ code }) => code)).toEqual(['imputed']);
  });

  it.each(['min-max', 'standard', 'robust', 'quantile'])(
    '%s turns a constant column into 0 with a warning, for other later values too',
    async (step) => {
      const constant = column('x', 0.1, 0.1, 0.1);
      const { prepared, warnings } = await prepare([{ step }], [constant], [column('x', 0.1, 9)]);
      expect(prepared).toEqual({ x: [0, 0] });
      expect(warnings.map(({ code }) => code)).toEqual(['constant-column']);
    },
  );

  it('drop-constant takes constant and empty columns out with a warning each', async () => {
    const empty = column('e', Number.NaN, Number.NaN, Number.NaN);
    const columns = [column('c', 3, 3, 3), x, empty];
    const { prepared, warnings, preparation } = await prepare([{ step: 'drop-constant' }], columns);
    expect(prepared).toEqual({ x: [2, 4, 10] });
    expect(preparation.outputs).toEqual(['x']);
    expect(warnings.map(({ code }) => code)).toEqual(['dropped-column', 'dropped-column']);
  });

  it('fitPrepare refuses when every column is constant', async () => {
    const columns = [column('c', 3, 3), column('d', 0, 0)];
    await expect(prepare([{ step: 'drop-constant' }], columns)).rejects.toThrow(
      'prepare: at least one column must be left, got none of 2.',
    );
  });

  it('fitPrepare learns each step from the result of the one before, only for its columns', async () => {
    const steps = [{ step: 'log1p', columns: ['x'] }, { step: 'min-max' }];
    const columns = [column('x', 0, Math.E - 1, Math.E ** 2 - 1), column('y', 0, 5, 10)];
    const { prepared } = await prepare(steps, columns);
    expect(prepared.y).toEqual([0, 0.5, 1]);
    expect(prepared.x[1]).toBeCloseTo(0.5, 15);
  });

  it('no step changes the numbers handed over', async () => {
    const names = ['impute', 'log1p', 'quantile', 'standard', 'robust', 'min-max', 'drop-constant'];
    const given = column('x', 1, Number.NaN, 3, 7);
    await prepare(
      names.map((step) => ({ step })),
      [given],
    );
    expect([...given.values]).toEqual([1, Number.NaN, 3, 7]);
  });

  it('applyPreparation refuses numbers that are still missing and says how many', async () => {
    await expect(prepare([{ step: 'min-max' }], [column('x', 1, Number.NaN, 2)])).rejects.toThrow(
      'prepare: after the last step every number of "x" must be there, got 1 of 3 missing. Add the step "impute", or leave the column out.',
    );
  });

  it('applyPreparation finds columns by name and refuses rows without one of them', async () => {
    const { preparation } = await prepare([{ step: 'min-max' }], [x, column('y', 0, 1, 2)]);
    const prepared = applyPreparation(preparation, [
      column('y', 2),
      column('z', 0),
      column('x', 2),
    ]);
    expect(prepared.map(({ name, values }) => [name, values[0]])).toEqual([
      ['x', 0],
      ['y', 1],
    ]);
    expect(() => applyPreparation(preparation, [x])).toThrow('got none named "y"');
  });

  it('applyPreparation refuses a preparation of another version', () => {
    const other = { version: 1, inputs: [], steps: [], outputs: [] };
    // @ts-expect-error a document from outside may hold any version
    expect(() => applyPreparation(other, [])).toThrow(ModelError);
  });

  it.each([
    [[{ step: 'minmax' }], 'Did you mean "min-max"?'],
    [[{ step: 'impute', wiht: 'mean' }], 'there is no option "wiht". Did you mean "with"?'],
    [[{ step: 'impute', with: 'mode' }], 'with must be one of "median", "mean"'],
    [[{ step: 'log1p', columns: ['X1'] }], 'there is no column "X1". Did you mean "x"?'],
    [[{ step: 'log1p', columns: 'x' }], 'columns must be a list of column names, got "x".'],
  ])('fitPrepare(%j) is refused: %s', async (steps, message) => {
    // @ts-expect-error a document from outside may hold a text where a list is asked for
    const asked = fitPrepare(steps, [x], new Run());
    await expect(asked).rejects.toThrow(OptionError);
    await expect(asked).rejects.toThrow(message);
  });

  it('fitPrepare refuses a scaler on a column without numbers, and infinite numbers', async () => {
    const empty = column('e', Number.NaN);
    await expect(prepare([{ step: 'standard' }], [empty])).rejects.toThrow(
      'column "e" must hold at least one number, got none in 1 rows.',
    );
    const infinite = column('i', 1, Number.POSITIVE_INFINITY);
    await expect(prepare([], [infinite])).rejects.toThrow(DataError);
  });

  it('rowsWithoutValues gives the rows in which every column is missing', () => {
    const columns = [
      column('a', Number.NaN, Number.NaN, 1),
      column('b', 0, Number.NaN, Number.NaN),
    ];
    expect([...rowsWithoutValues(columns)]).toEqual([1]);
  });
});
