import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ModelError, Random } from '../../src/base/index.ts';
import { PCA, PCAModel, type PCAOptions } from '../../src/encode/index.ts';
import { Matrix } from '../../src/numeric/index.ts';

interface Golden {
  readonly tables: readonly {
    readonly x: readonly (readonly number[])[];
    readonly whiten: boolean;
    readonly mean: readonly number[];
    readonly components: readonly number[];
    readonly explainedVariance: readonly number[];
    readonly explainedVarianceRatio: readonly number[];
    readonly singularValues: readonly number[];
    readonly transformed: readonly number[];
  }[];
}

/** Made by test/golden/pca.py with scikit-learn. */
const golden: Golden = JSON.parse(
  readFileSync(new URL('../golden/pca.json', import.meta.url), 'utf8'),
);

function expectClose(found: ArrayLike<number>, expected: ArrayLike<number>, digits: number) {
  expect(found.length).toBe(expected.length);
  const scale = Math.max(1e-12, ...Array.from(expected, Math.abs));
  for (let i = 0; i < found.length; i++) {
    expect(found[i] / scale).toBeCloseTo(expected[i] / scale, digits);
  }
}

/** Rows with `strong` loud directions in `cols` columns. */
function loudRows(rows: number, cols: number, strong: number): Matrix {
  const random = new Random(7);
  const loud = Array.from({ length: strong }, (_, s) =>
    Float64Array.from({ length: cols }, () => (random.normal() * 10) / (s + 1)),
  );
  const data = new Float32Array(rows * cols);
  for (let i = 0; i < rows; i++) {
    const shares = loud.map(() => random.normal());
    for (let j = 0; j < cols; j++) {
      const value = loud.reduce((sum, axis, s) => sum + shares[s] * axis[j], 0);
      data[i * cols + j] = 5 + value + 0.1 * random.normal();
    }
  }
  return new Matrix(data, rows, cols);
}

const shapes = golden.tables.map((table) => [table.x.length, table.x[0].length, table] as const);
test.each(shapes)(
  'PCA.fit and transform of %i × %i equal scikit-learn',
  async (rows, cols, table) => {
    // A table wider than long is centred in 32 bits.
    const digits = cols > rows ? 7 : 9;
    const x = Matrix.from(table.x);
    const components = table.explainedVariance.length;
    const model = await new PCA({ components, whiten: table.whiten }).fit(x);
    expectClose(model.mean, table.mean, 10);
    expectClose(model.components, table.components, 6);
    expectClose(model.explainedVariance, table.explainedVariance, digits);
    expectClose(model.explainedVarianceRatio, table.explainedVarianceRatio, digits);
    expectClose(model.singularValues, table.singularValues, 6);
    expectClose((await model.transform(x)).data, table.transformed, 5);
  },
);

test('PCA.fit({ solver: "randomized" }) finds what the exact solver finds', async () => {
  const x = loudRows(600, 80, 6);
  const exact = await new PCA({ components: 6, solver: 'exact' }).fit(x);
  const drawn = await new PCA({ components: 6, solver: 'randomized', seed: 4 }).fit(x);
  expectClose(drawn.explainedVariance, exact.explainedVariance, 9);
  expectClose(drawn.components, exact.components, 6);
});

test('PCA.fit gives unit components at right angles, also beyond the rank and with few rows', async () => {
  const flat = Matrix.from([
    [1, 2, 3, 4],
    [2, 4, 6, 8],
    [3, 6, 9, 12],
  ]);
  for (const solver of ['exact', 'randomized'] as const) {
    const { components, explainedVariance } = await new PCA({ components: 3, solver }).fit(flat);
    expectClose(explainedVariance, [30, 0, 0], 9);
    for (let a = 0; a < 3; a++) {
      for (let b = 0; b < 3; b++) {
        let dot = 0;
        for (let j = 0; j < 4; j++) dot += components[a * 4 + j] * components[b * 4 + j];
        expect(dot).toBeCloseTo(a === b ? 1 : 0, 8);
      }
    }
  }
});

test('PCA.fit gives the same bits on 1, 2 and 4 threads and leaves x as it was', async () => {
  const x = loudRows(500, 9, 3);
  const before = x.data.slice();
  for (const solver of ['exact', 'randomized'] as const) {
    const states = [];
    for (const threads of [1, 2, 4]) {
      const model = await new PCA({ components: 3, solver }).fit(x, { threads });
      states.push(new Uint8Array(model.toState()));
    }
    expect(states[1]).toEqual(states[0]);
    expect(states[2]).toEqual(states[0]);
  }
  expect(x.data).toEqual(before);
});

test('PCAModel.inverse undoes transform when every component is kept, whitened or not', async () => {
  const x = loudRows(30, 4, 2);
  for (const whiten of [false, true]) {
    const model = await new PCA({ components: 4, whiten }).fit(x);
    const back = await model.inverse(await model.transform(x));
    expectClose(back.data, x.data, 5);
  }
});

test('PCAModel.fromState(toState()) is the same model, and a foreign buffer is refused', async () => {
  const x = loudRows(30, 4, 2);
  const model = await new PCA({ components: 2, whiten: true }).fit(x);
  const again = PCAModel.fromState(model.toState());
  expect(again).toEqual(model);
  expect(await again.transform(x)).toEqual(await model.transform(x));
  expect(() => PCAModel.fromState(new ArrayBuffer(4))).toThrow(ModelError);
});

test('PCA.fit of one row, and of equal rows, has no variance and no NaN', async () => {
  for (const rows of [1, 5]) {
    const x = Matrix.from(Array.from({ length: rows }, () => [3, 4]));
    const model = await new PCA({ components: 1, whiten: true }).fit(x);
    expect([...model.explainedVarianceRatio]).toEqual([0]);
    expect([...(await model.transform(x)).data]).toEqual(new Array(rows).fill(0));
  }
});

test('PCA refuses too many components, unknown options, NaN, and a fired signal', async () => {
  const x = loudRows(5, 3, 1);
  await expect(new PCA({ components: 4 }).fit(x)).rejects.toThrow(
    'PCA.fit: components must be at most the number of rows and columns (3), got 4. Ask for fewer.',
  );
  expect(() => new PCA({ component: 2 } as Partial<PCAOptions>)).toThrow(
    'Did you mean "components"?',
  );
  await expect(new PCA().fit(Matrix.from([[1, Number.NaN]]))).rejects.toThrow('must be finite');
  const signal = AbortSignal.abort();
  await expect(new PCA().fit(x, { signal })).rejects.toThrow('Stopped on request.');
  const model = await new PCA().fit(x);
  await expect(model.transform(Matrix.from([[1]]))).rejects.toThrow('must have 3 columns, got 1.');
});
