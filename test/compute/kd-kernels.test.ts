// Holds the kernels of the kd-tree family to their readable twins, bit for bit, on 1, 2 and 4 threads
// and in shared and ordinary memory. Half of the data lies on a grid, for equal rows and distances.
import { describe, expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { type Compute, openCompute } from '../../src/compute/index.ts';
import { kdCount } from '../../src/compute/reference/kd-count.ts';
import { kdJoin } from '../../src/compute/reference/kd-join.ts';
import { kdLabel } from '../../src/compute/reference/kd-label.ts';
import { kdNearest } from '../../src/compute/reference/kd-nearest.ts';
import { kdSplit } from '../../src/compute/reference/kd-tree.ts';
import { KdTree } from '../../src/neighbors/kd-tree.ts';
import { Matrix } from '../../src/numeric/index.ts';

const settings = [1, 2, 4].flatMap((threads) =>
  [true, false].map((share) => [threads, share] as const),
);

function data(n: number, cols: number, seed = n): Matrix {
  const random = new Random(seed);
  const grid = seed % 2 === 0 ? 4 : 0;
  const values = Float32Array.from({ length: n * cols }, () => {
    const value = 2 * random.normal();
    return grid > 0 ? Math.round(value * grid) / grid : value;
  });
  return new Matrix(values, n, cols);
}

async function onEach(check: (compute: Compute) => void): Promise<void> {
  for (const [threads, share] of settings) check(await openCompute(threads, share));
}

// Around the sizes of a vector, a leaf and a few leaves; columns below, at and above a vector.
const cases = [
  ...[
    [1, 3],
    [3, 1],
    [4, 2],
    [5, 5],
    [7, 4],
    [8, 9],
    [16, 3],
    [17, 2],
  ],
  ...[
    [33, 5],
    [100, 2],
    [257, 6],
  ],
];

describe.each(cases)('%i rows of %i columns', (n, cols) => {
  const x = data(n, cols);
  const y = data(9, cols, n + 1);

  test('kdSplit and kdPack order rows and bound nodes as their twin does', async () => {
    const expected = kdSplit(x.data, n, cols);
    await onEach((compute) => {
      using scope = compute.scope();
      const tree = new KdTree(compute, scope, x);
      expect(tree.order.copy()).toEqual(expected.order);
      const { buffer } = tree.order.view;
      const boxes = new Int32Array(buffer, tree.at, 10)[6];
      for (let node = 1; node < 2 * tree.leaves; node++) {
        const at = boxes + node * 2 * tree.pad * 4;
        const low = new Float32Array(buffer, at, cols);
        const high = new Float32Array(buffer, at + tree.pad * 4, cols);
        expect({ low: [...low], high: [...high] }).toEqual(expected.boxes[node]);
      }
    });
  });

  test('kdCount of the own rows and of others', async () => {
    for (const [radius2, most] of [
      [0.25, 3],
      [2, 10],
      [9, n + 1],
    ]) {
      const own = new Int32Array(n);
      kdCount(own, x.data, x.data, cols, radius2, most);
      const others = new Int32Array(y.rows);
      kdCount(others, x.data, y.data, cols, radius2, most);
      await onEach((compute) => {
        using scope = compute.scope();
        const tree = new KdTree(compute, scope, x);
        const scratch = scope.u8(compute.threads * tree.scratchBytes);
        const run = (queries: number, at: number) => {
          const out = scope.i32(queries);
          const args = [out.at, tree.at, at, radius2, most, scratch.at, tree.scratchBytes, 0];
          compute.run('kdCount', queries, 8, args);
          return out.copy();
        };
        expect(Int32Array.from(tree.order.view, (row) => own[row])).toEqual(run(n, 0));
        expect(run(y.rows, scope.put(y.data).at)).toEqual(others);
      });
    }
  });

  test('kdNearest of the own rows and of others, by tree and flat', async () => {
    for (const k of [1, Math.min(n, 4), n]) {
      const [ownSquares, ownRows] = [new Float64Array(n * k), new Int32Array(n * k)];
      kdNearest(ownSquares, ownRows, x.data, x.data, cols, k);
      const [squares, rows] = [new Float64Array(9 * k), new Int32Array(9 * k)];
      kdNearest(squares, rows, x.data, y.data, cols, k);
      await onEach((compute) => {
        using scope = compute.scope();
        const tree = new KdTree(compute, scope, x);
        const scratch = scope.u8(compute.threads * tree.scratchBytes);
        const order = tree.order.copy();
        const run = (queries: number, at: number, flat: number) => {
          const found = scope.f64(queries * k);
          const places = scope.i32(queries * k);
          const args = [found.at, places.at, tree.at, at, k, flat, scratch.at, tree.scratchBytes];
          compute.run('kdNearest', queries, 64, [...args, 0]);
          return { squares: found.copy(), rows: places.copy().map((place) => order[place]) };
        };
        for (const flat of [0, 1]) {
          expect(run(y.rows, scope.put(y.data).at, flat)).toEqual({ squares, rows });
          const own = run(n, 0, flat);
          order.forEach((row, position) => {
            expect(own.rows.slice(position * k, position * k + k)).toEqual(
              ownRows.slice(row * k, row * k + k),
            );
          });
        }
      });
    }
  });

  test('kdJoin of every second row and of all', async () => {
    for (const step of [1, 2]) {
      const core = Uint8Array.from({ length: n }, (_, row) => (row % step === 0 ? 1 : 0));
      const expected = new Int32Array(n);
      kdJoin(expected, x.data, cols, core, 0.5);
      await onEach((compute) => {
        using scope = compute.scope();
        const tree = new KdTree(compute, scope, x);
        const order = tree.order.copy();
        const scratch = scope.u8(compute.threads * tree.scratchBytes);
        const parents = scope.put(Int32Array.from({ length: n }, (_, i) => i));
        const mask = scope.put(Uint8Array.from(order, (row) => core[row]));
        const joined = scope.u8(2 * tree.leaves);
        const firsts = scope.i32(2 * tree.leaves);
        const args = [parents.at, tree.at, mask.at, joined.at, firsts.at, 0.5];
        for (const { first, count } of tree.levels().reverse()) {
          compute.run('kdJoin', count, 1, [...args, scratch.at, tree.scratchBytes, first]);
        }
        const found = parents.copy();
        const root = (position: number): number =>
          found[position] === position ? position : root(found[position]);
        const lowest = new Map<number, number>();
        order.forEach((row, position) => {
          const set = root(position);
          lowest.set(set, Math.min(row, lowest.get(set) ?? n));
        });
        order.forEach((row, position) => {
          if (core[row] === 1) expect(lowest.get(root(position))).toBe(expected[row]);
        });
      });
    }
  });

  test('kdLabel by the nearest and by the lowest label', async () => {
    const tags = Int32Array.from({ length: n }, (_, row) => (row * 7) % 3);
    for (const lowest of [false, true]) {
      const expected = { labels: new Int32Array(9), squares: new Float64Array(9) };
      kdLabel(expected.labels, expected.squares, x.data, y.data, cols, tags, 4, lowest);
      await onEach((compute) => {
        using scope = compute.scope();
        const tree = new KdTree(compute, scope, x);
        const scratch = scope.u8(compute.threads * tree.scratchBytes);
        const byPosition = tree.order.copy().map((row) => tags[row]);
        const least = new Int32Array(2 * tree.leaves);
        for (let node = 1; node < 2 * tree.leaves; node++) {
          least[node] = Math.min(...byPosition.subarray(tree.begins[node], tree.ends[node]));
        }
        const labels = scope.i32(9);
        const squares = scope.f64(9);
        const args = [labels.at, squares.at, tree.at, scope.put(y.data).at];
        args.push(scope.put(byPosition).at, scope.put(least).at, 4, lowest ? 1 : 0);
        compute.run('kdLabel', 9, 4, [...args, scratch.at, tree.scratchBytes, 0]);
        expect(labels.copy()).toEqual(expected.labels);
        // Equal rows with different labels are not among what the caller asks; distances always agree.
        expect(squares.copy()).toEqual(expected.squares);
      });
    }
  });
});
