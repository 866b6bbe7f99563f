import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { mapFaith } from '../../src/evaluate/index.ts';
import { Matrix } from '../../src/numeric/index.ts';

interface Golden {
  readonly tables: readonly {
    readonly x: readonly (readonly number[])[];
    readonly z: readonly (readonly number[])[];
    readonly neighbors: number;
    readonly trustworthiness: number;
    readonly continuity: number;
  }[];
}

/** Made by test/golden/map-faith.py with scikit-learn. */
const golden: Golden = JSON.parse(
  readFileSync(new URL('../golden/map-faith.json', import.meta.url), 'utf8'),
);

test.each(golden.tables)(
  'mapFaith with $neighbors neighbours equals scikit-learn',
  async ({ x, z, neighbors, ...expected }) => {
    const found = await mapFaith(Matrix.from(x), Matrix.from(z), {}, { neighbors });
    expect(found.trustworthiness).toBeCloseTo(expected.trustworthiness, 12);
    expect(found.continuity).toBeCloseTo(expected.continuity, 12);
    expect(found.judged).toBe(x.length);
  },
);

test('mapFaith of a map that is the data is 1, worked by hand when one row is misplaced', async () => {
  const x = Matrix.from([[0], [1], [3], [6], [10]]);
  expect(await mapFaith(x, x, {}, { neighbors: 2 })).toEqual({
    trustworthiness: 1,
    continuity: 1,
    judged: 5,
  });
  // The row at 10 stands next to the row at 0. With one neighbour per row, in the map rows 0 and 4 have
  // each other: rank 4 both ways costs 3 twice. Rows 1, 2 and 3 keep theirs. In x, row 0 has 1, at rank 2
  // in the map, and row 4 has 3, at rank 4: 1 + 3.
  const z = Matrix.from([[0], [1], [3], [6], [-0.5]]);
  const found = await mapFaith(x, z, {}, { neighbors: 1 });
  expect(found.trustworthiness).toBeCloseTo(1 - (2 / (5 * 1 * 6)) * 6, 12);
  expect(found.continuity).toBeCloseTo(1 - (2 / (5 * 1 * 6)) * 4, 12);
});

test('mapFaith({ rows }) of a sample is near that of all rows, and warns', async () => {
  const random = new Random(3);
  const x = new Matrix(
    Float32Array.from({ length: 3000 }, () => random.normal()),
    600,
    5,
  );
  const z = new Matrix(
    x.data.filter((_, at) => at % 5 < 2),
    600,
    2,
  );
  const all = await mapFaith(x, z);
  const warned: string[] = [];
  const some = await mapFaith(x, z, { warn: (code) => warned.push(code) }, { rows: 200 });
  expect(warned).toEqual(['trustworthiness-sampled']);
  expect(some.judged).toBe(200);
  expect(some.trustworthiness).toBeCloseTo(all.trustworthiness, 1);
  expect(await mapFaith(x, z, { threads: 1 })).toEqual(all);
});

test('mapFaith refuses half as many neighbours as rows, and maps of other rows', async () => {
  const x = Matrix.from([[1], [2], [3], [4]]);
  await expect(mapFaith(x, x, {}, { neighbors: 2 })).rejects.toThrow(
    'mapFaith: neighbors must be below half of the 4 rows, got 2.',
  );
  await expect(mapFaith(x, Matrix.from([[1]]), {}, { neighbors: 1 })).rejects.toThrow();
});
