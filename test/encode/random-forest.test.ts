import { expect, test } from 'vitest';
import { Run } from '../../src/base/index.ts';
import { ExtraTrees, RandomForest } from '../../src/encode/index.ts';
import { findNeighbors } from '../../src/neighbors/index.ts';
import { Matrix } from '../../src/numeric/index.ts';
import { friedman } from '../trees/friedman.ts';

/** The rows with their target as a last column. */
function withTarget({ x, y }: ReturnType<typeof friedman>): Matrix {
  return Matrix.from(Array.from(y, (value, i) => [...x.row(i), value]));
}

test('RandomForest.fit({ target }) tells the column from the others and does not look at it afterwards', async () => {
  const x = withTarget(friedman(400));
  const model = await new RandomForest({ target: 'column 7', trees: 20 }).fit(x);
  const { target, importance, trainR2, outOfBagR2 } = model.forest;
  expect(target).toBe('column 7');
  expect(importance.map(({ column }) => column)).toEqual(
    [1, 2, 3, 4, 5, 6].map((j) => `column ${j}`),
  );
  expect(trainR2).toBeGreaterThan(0.95);
  expect(outOfBagR2).toBeGreaterThan(0.7);
  const changed = x.data.map((value, i) => (i % 7 === 6 ? 0 : value));
  const code = await model.transform(x);
  expect(await model.transform(new Matrix(changed, x.rows, 7))).toEqual(code);
  expect((await model.predict(x)).length).toBe(400);
});

test('1 − hamming of two codes is the share of trees in which the rows share a leaf', async () => {
  const x = withTarget(friedman(60));
  const code = await (await new RandomForest({ target: 'column 7', trees: 25 }).fit(x)).transform(
    x,
  );
  const { rows, distances } = await findNeighbors(
    code,
    { neighbors: 59, metric: 'hamming' },
    new Run(),
  );
  rows.forEach((other, at) => {
    const [a, b] = [code.row(Math.floor(at / 59)), code.row(other)];
    const shared = a.filter((leaf, t) => leaf === b[t]).length / 25;
    expect(1 - distances[at]).toBeCloseTo(shared, 12);
  });
});

test('RandomForest.fit without a target tells columns that go together from columns that do not', async () => {
  const { x } = friedman(500, 5);
  const loose = await new RandomForest({ trees: 40 }).fit(x);
  expect(loose.forest.target).toBe(null);
  expect(loose.forest.outOfBagR2).toBeLessThan(0.05);
  const tied = Matrix.from(Array.from({ length: 500 }, (_, i) => [x.row(i)[0], x.row(i)[0] ** 2]));
  expect((await new RandomForest({ trees: 40 }).fit(tied)).forest.outOfBagR2).toBeGreaterThan(0.5);
});

test('RandomForest.fit({ target }) names the columns that there are when there is no such one, and refuses categories', async () => {
  const x = withTarget(friedman(20));
  await expect(new RandomForest({ target: 'column 8' }).fit(x)).rejects.toThrow(
    /target must be a prepared column, got "column 8"/,
  );
  const blocks = [
    { name: 'plan', kind: 'category', from: 0, to: 6 },
    { name: 'revenue', kind: 'number', from: 6, to: 7 },
  ] as const;
  await expect(new RandomForest({ target: 'plan' }, blocks).fit(x)).rejects.toThrow(
    /must be a number or a flag, got the category "plan"/,
  );
  const model = await new RandomForest({ target: 'revenue', trees: 2 }, blocks).fit(x);
  expect(model.forest.importance[0].column).toBe('plan');
});

test('ExtraTrees.fit without a target puts near rows into the same leaves, and says no R² of nothing', async () => {
  const x = Matrix.from(Array.from({ length: 200 }, (_, i) => [i / 10, (i * 7919) % 200]));
  const model = await new ExtraTrees({ trees: 60, seed: 1 }).fit(x);
  expect(model.forest).toMatchObject({
    task: 'none',
    target: null,
    trainR2: null,
    outOfBagR2: null,
  });
  const near = Matrix.from([
    [5, 50],
    [5.1, 51],
    [15, 150],
  ]);
  const code = await model.transform(near);
  const shared = (a: number, b: number) =>
    code.row(a).filter((leaf, t) => leaf === code.row(b)[t]).length / 60;
  expect(shared(0, 1)).toBeGreaterThan(0.6);
  expect(shared(0, 2)).toBeLessThan(0.3);
});

test('ExtraTrees.fit warns when nearly every row has a leaf of its own', async () => {
  const x = withTarget(friedman(100));
  const lonely = await new ExtraTrees({ target: 'column 7', trees: 5, minSamplesLeaf: 1 }).fit(x);
  expect(lonely.warnings.map(({ code }) => code)).toEqual(['leaves-not-shared']);
  const shared = await new ExtraTrees({ target: 'column 7', trees: 5 }).fit(x);
  expect(shared.warnings).toEqual([]);
});
