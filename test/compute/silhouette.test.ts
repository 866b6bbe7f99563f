import { expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { openCompute } from '../../src/compute/index.ts';
import { silhouetteRows } from '../../src/compute/reference/silhouette.ts';
import { packPanels } from '../../src/distances/index.ts';
import { tilesIn } from '../../src/evaluate/silhouette-rows.ts';
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

/** Every round on kernels of its own memory and threads, in bands of `width` panels. */
async function run(
  { offsets, x }: { offsets: Int32Array; x: Matrix },
  width: number,
  threads: number,
  share: boolean,
): Promise<Float64Array> {
  const { data, starts } = packPanels(x, offsets);
  const panels = starts[starts.length - 1];
  const compute = await openCompute(threads, share);
  using scope = compute.scope();
  const out = scope.f64(x.rows);
  const bands = Math.ceil(panels / width);
  const owners = new Int32Array(panels);
  for (let c = 0; c + 1 < starts.length; c++) owners.fill(c, starts[c], starts[c + 1]);
  const state = Float64Array.from({ length: panels * 32 }, (_, at) =>
    at % 4 === 3 ? Number.POSITIVE_INFINITY : 0,
  );
  const head = [out.at, scope.put(state).at];
  const tail = [width, scope.put(data).at, x.cols, scope.put(starts).at, scope.put(offsets).at];
  tail.push(scope.put(owners).at, starts.length - 1, scope.f64(threads * 8 * width).at);
  for (let round = 0; round < bands; round++) {
    compute.run('silhouetteRound', tilesIn(round, bands), 1, [...head, round, ...tail]);
  }
  return out.copy();
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
  [200, 2, 3],
  [211, 40, 6],
])(
  'silhouetteRound of %i rows in %i clusters and %i columns equals its reference on 1, 2 and 4 threads',
  async (rows, clusters, cols) => {
    const given = rowsInOrder(rows, clusters, cols);
    const expected = new Float64Array(rows);
    silhouetteRows(expected, given.x.data, cols, given.codes, clusters);
    // One band of all rows, bands that end inside clusters, and an even and an odd number of them.
    for (const width of [1, 2, 3, 5, 100]) {
      const first = await run(given, width, 1, true);
      first.forEach((value, i) => {
        // Squares are 32-bit, the reference's are 64-bit.
        expect(Math.abs(value - expected[i])).toBeLessThan(1e-6);
      });
      for (const [threads, share] of [
        [2, true],
        [4, true],
        [1, false],
      ] as const) {
        expect(await run(given, width, threads, share)).toEqual(first);
      }
    }
  },
);

test.each([1, 2, 3, 4, 5, 8, 17])(
  'tilesIn(…, %i) puts every pair of bands in one round',
  (bands) => {
    let tiles = 0;
    for (let round = 0; round < bands; round++) tiles += tilesIn(round, bands);
    expect(tiles).toBe((bands * (bands + 1)) / 2);
  },
);

test('silhouetteRound of 0 tiles does nothing', async () => {
  const compute = await openCompute(2);
  const args = new Array(11).fill(0);
  expect(() => compute.run('silhouetteRound', 0, 1, args)).not.toThrow();
});
