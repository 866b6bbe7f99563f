import { expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { sharedNearest } from '../../src/compute/reference/shared-nearest.ts';
import { everyWay } from './every-way.ts';

/** Whole numbers and some others, few or many of them. */
function names(rows: number, cols: number, many: number, seed: number): Float32Array {
  const random = new Random(seed);
  return Float32Array.from({ length: rows * cols }, () => {
    const name = random.integer(many);
    return name === 0 ? [0, -0][random.integer(2)] : name === 1 ? -1.5 : name;
  });
}

test.each([
  [2, 1, 1, 3],
  [4, 3, 3, 4],
  [5, 4, 2, 9],
  [8, 7, 7, 2],
  [17, 5, 9, 40],
  [60, 6, 7, 60],
  [90, 11, 5, 6],
])(
  'sharedNearest of %i rows × %i columns, k %i, equals its reference',
  async (n, cols, k, many) => {
    const x = names(n, cols, many, 1);
    for (const y of [undefined, names(9, cols, many + 2, 2)]) {
      const queries = (y ?? x).length / cols;
      const found = await everyWay((compute, scope) => {
        const at = scope.put(x).at;
        const [members, offsets, groups] = [
          scope.i32(n * cols).at,
          scope.i32((n + 1) * cols).at,
          scope.i32(n * cols).at,
        ];
        const pairs = scope.f64(cols);
        const listing = compute.call('groupBytes', n);
        compute.run('valueGroups', cols, 1, [
          ...[members, offsets, groups, pairs.at, at, n, cols],
          ...[scope.u8(compute.threads * listing).at, listing],
        ]);
        const others = scope.i32(queries * cols).at;
        if (y) {
          const args = [others, members, offsets, at, n, scope.put(y).at, cols];
          compute.run('valueGroupsOf', queries, 4, args);
        }
        const distances = scope.f64(queries * k);
        const rows = scope.i32(queries * k);
        const bytes = compute.call('sharedBytes', n);
        compute.run('sharedNearest', queries, 4, [
          ...[distances.at, rows.at, y ? others : groups, members, offsets, n, cols, k, y ? 0 : 1],
          ...[scope.u8(compute.threads * bytes).at, bytes, 0],
        ]);
        return { distances: distances.copy(), rows: rows.copy(), pairs: pairs.copy() };
      });
      const distances = new Float64Array(queries * k);
      const rows = new Int32Array(queries * k);
      sharedNearest(distances, rows, x, y ?? x, cols, k, y === undefined);
      expect(found.rows).toEqual(rows);
      expect(found.distances).toEqual(distances);
      for (let j = 0; j < cols; j++) {
        let shared = 0;
        for (let a = 0; a < n; a++) {
          for (let b = 0; b < n; b++) if (x[a * cols + j] === x[b * cols + j]) shared++;
        }
        expect(found.pairs[j]).toBe(shared);
      }
    }
  },
);
