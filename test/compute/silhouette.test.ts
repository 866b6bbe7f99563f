import { expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { openCompute } from '../../src/compute/index.ts';
import { silhouetteRows } from '../../src/compute/reference/silhouette.ts';
import { packPanels } from '../../src/distances/index.ts';
import { Matrix } from '../../src/numeric/index.ts';

/** Rows of `clusters` groups of uneven sizes, ordered by group. */
function rowsInOrder(rows: number, clusters: number, cols: number) {
  const random = new Random(rows);
  const codes = Int32Array.from({ length: rows }, (_, i) =>
    i < clusters ? i : Math.floor(random.next() ** 2 * clusters),
  ).sort();
  const data = Float32Array.from({ length: rows * cols }, (_, at) => {
    return random.normal() + codes[Math.floor(at / cols)];
  });
  const offsets = new Int32Array(clusters + 1);
  for (const code of codes) offsets[code + 1]++;
  for (let c = 0; c < clusters; c++) offsets[c + 1] += offsets[c];
  return { codes, offsets, x: new Matrix(data, rows, cols) };
}

test.each([
  [2, 2, 1],
  [3, 2, 2],
  [4, 3, 3],
  [5, 2, 4],
  [7, 7, 5],
  [8, 2, 16],
  [17, 3, 7],
  [33, 5, 8],
  [150, 4, 33],
])(
  'silhouetteRows of %i rows in %i clusters and %i columns equals its reference on 1, 2 and 4 threads',
  async (rows, clusters, cols) => {
    const { codes, offsets, x } = rowsInOrder(rows, clusters, cols);
    const expected = new Float64Array(rows);
    silhouetteRows(expected, x.data, cols, codes, clusters);
    const panels = packPanels(x, offsets);
    const found: Float64Array[] = [];
    for (const threads of [1, 2, 4]) {
      for (const share of [true, false]) {
        const compute = await openCompute(threads, share);
        using scope = compute.scope();
        const out = scope.f64(rows);
        const inputs = [scope.put(x.data).at, cols, scope.put(panels.data).at];
        inputs.push(scope.put(panels.starts).at, scope.put(offsets).at, clusters);
        inputs.push(scope.f64(compute.threads * 4 * clusters).at);
        compute.run('silhouetteRows', rows, 8, [out.at, 0, ...inputs]);
        found.push(out.copy());
      }
    }
    for (const values of found) {
      expect(values).toEqual(found[0]);
      // The kernel's squares are 32-bit, the reference's are 64-bit.
      values.forEach((value, i) => {
        expect(value).toBeCloseTo(expected[i], 5);
      });
    }
  },
);

test('silhouetteRows of 0 rows does nothing', async () => {
  const compute = await openCompute(2);
  expect(() => compute.run('silhouetteRows', 0, 8, [0, 0, 0, 1, 0, 0, 0, 0, 0])).not.toThrow();
});
