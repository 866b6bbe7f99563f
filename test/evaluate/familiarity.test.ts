import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { Familiarity, fitFamiliarity } from '../../src/evaluate/index.ts';
import { Matrix } from '../../src/numeric/index.ts';

function cloud(rows: number, cols: number, seed: number): Matrix {
  const random = new Random(seed);
  return new Matrix(
    Float32Array.from({ length: rows * cols }, () => random.normal()),
    rows,
    cols,
  );
}

test('fitFamiliarity().pValues, worked by hand', async () => {
  // Nearest others: 1, 1, 2, 4, 4 away.
  const fitted = await fitFamiliarity(Matrix.from([[0], [1], [3], [7], [11]]));
  expect([...fitted.distances]).toEqual([1, 1, 2, 4, 4]);
  // 3 away from the last row: two of five familiar rows are that far, and the row itself counts once.
  expect([...(await fitted.pValues(Matrix.from([[14], [20], [3], [1.5]])))]).toEqual([
    3 / 6,
    1 / 6,
    1,
    1,
  ]);
});

test('fitFamiliarity() finds every row of its own fit familiar, also where rows are equal', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 2, maxLength: 2 }), {
        minLength: 1,
        maxLength: 30,
      }),
      async (rows) => {
        const x = Matrix.from(rows);
        const values = await (await fitFamiliarity(x)).pValues(x);
        return values.every((value) => value === 1);
      },
    ),
    { numRuns: 50 },
  );
});

test('fitFamiliarity().pValues are below a level for about that share of rows like the fitted ones', async () => {
  const levels = [0.01, 0.05, 0.2];
  // All rows kept, and half of them drawn.
  for (const rows of [undefined, 1000]) {
    const fitted = await fitFamiliarity(cloud(2000, 5, 1), { rows });
    expect(fitted.reference.rows).toBe(rows ?? 2000);
    const values = await fitted.pValues(cloud(20_000, 5, 2));
    for (const level of levels) {
      const share = values.filter((value) => value <= level).length / values.length;
      // The 1,000 or 2,000 compared rows are a draw themselves: three standard deviations of it.
      expect(Math.abs(share - level)).toBeLessThan(3 * Math.sqrt((level * (1 - level)) / 1000));
    }
  }
});

test('fitFamiliarity().pValues are the smallest possible for rows unlike all others', async () => {
  const fitted = await fitFamiliarity(cloud(500, 3, 1));
  const far = await fitted.pValues(Matrix.from([[40, 0, 0]]));
  expect([...far]).toEqual([1 / 501]);
});

test('Familiarity of a single row knows nothing to compare with', async () => {
  const fitted = await fitFamiliarity(Matrix.from([[1, 2]]));
  expect([...(await fitted.pValues(Matrix.from([[9, 9]])))]).toEqual([1]);
  expect([...(await fitted.pValues(new Matrix(new Float32Array(), 0, 2)))]).toEqual([]);
});

test('Familiarity.fromState(toState()) gives the same values, on 1 and 4 threads', async () => {
  const fitted = await fitFamiliarity(cloud(300, 4, 5), { rows: 100, seed: 3 });
  const again = Familiarity.fromState(fitted.toState());
  const x = cloud(50, 4, 6);
  expect(await again.pValues(x, { threads: 4 })).toEqual(await fitted.pValues(x, { threads: 1 }));
  expect(await fitFamiliarity(cloud(300, 4, 5), { rows: 100, seed: 3 })).toEqual(fitted);
  expect((await fitFamiliarity(cloud(300, 4, 5), { rows: 100, seed: 4 })).distances).not.toEqual(
    fitted.distances,
  );
});

test('fitFamiliarity() refuses missing numbers and no rows', async () => {
  await expect(fitFamiliarity(Matrix.from([[Number.NaN]]))).rejects.toThrow('fitFamiliarity');
  await expect(fitFamiliarity(new Matrix(new Float32Array(), 0, 2))).rejects.toThrow(
    'at least 1 row',
  );
});
