// Holds the kernels of the approximate search to their readable twins. Numbers are whole, so that sums in
// 32 bits are exact whatever their order.
import { expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { type Compute, openCompute } from '../../src/compute/index.ts';
import { descend, forestLists } from '../../src/compute/reference/descent.ts';

const settings = [1, 2, 4].flatMap((threads) =>
  [true, false].map((share) => [threads, share] as const),
);
const [TREES, LEAF] = [3, 4];

function places(n: number, width: number): Float32Array {
  const random = new Random(n + width);
  return Float32Array.from({ length: n * width }, () => random.integer(9));
}

/** The forest that the kernel grows: per tree the rows in order, and where each row's leaf lies. */
function grow(compute: Compute, data: Float32Array, n: number, width: number, seed: number) {
  using scope = compute.scope();
  const [orders, firsts, lasts] = [0, 1, 2].map(() => scope.i32(TREES * n));
  const scratch = scope.f32(compute.threads * (n + width)).at;
  const args = [orders.at, firsts.at, lasts.at, scope.put(data).at, n, width, LEAF, seed, scratch];
  compute.run('growTrees', TREES, 1, args);
  return { orders: orders.copy(), firsts: firsts.copy(), lasts: lasts.copy() };
}

/** Fixed-width lists as the kernels keep them, −1 where they end. */
function flat(lists: readonly (readonly number[])[], size: number): Int32Array {
  return Int32Array.from(
    lists.flatMap((list) => Array.from({ length: size }, (_, j) => list[j] ?? -1)),
  );
}

function flags(lists: readonly (readonly boolean[])[], size: number): Uint8Array {
  return Uint8Array.from(
    lists.flatMap((list) => Array.from({ length: size }, (_, j) => (list[j] ? 1 : 0))),
  );
}

test.each([1, 3, 4, 5, 7, 8, 17, 60])(
  'growTrees of %i rows puts every row in one leaf per tree, none too large, the same on any thread',
  async (n) => {
    const data = places(n, 8);
    const forests = [];
    for (const [threads, share] of settings) {
      forests.push(grow(await openCompute(threads, share), data, n, 8, 3));
    }
    for (const forest of forests) expect(forest).toEqual(forests[0]);
    const { orders, firsts, lasts } = forests[0];
    for (let tree = 0; tree < TREES; tree++) {
      const order = [...orders.subarray(tree * n, (tree + 1) * n)];
      expect(order.toSorted((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, row) => row));
      order.forEach((row, position) => {
        const [from, to] = [firsts[tree * n + row], lasts[tree * n + row]];
        expect(from <= position && position < to && to - from <= LEAF).toBe(true);
      });
    }
  },
);

test.each([1, 3, 4, 5, 7, 8, 17, 60])(
  'forestLists and descend of %i rows equal their references over three rounds',
  async (n) => {
    for (const [width, size, near, most] of [
      [4, 3, 2, 2],
      [12, 6, 6, 4],
    ]) {
      const data = places(n, width);
      for (const [threads, share] of settings) {
        const compute = await openCompute(threads, share);
        const { orders, firsts, lasts } = grow(compute, data, n, width, 3);
        const leaves = Array.from({ length: TREES }, (_, tree) =>
          Array.from({ length: n }, (_, position) => position)
            .filter((position) => firsts[tree * n + orders[tree * n + position]] === position)
            .map((from) => {
              const to = lasts[tree * n + orders[tree * n + from]];
              return [...orders.subarray(tree * n + from, tree * n + to)];
            }),
        ).flat();
        using scope = compute.scope();
        const [squares, rows, fresh] = [
          scope.f64(n * size),
          scope.i32(n * size),
          scope.u8(n * size),
        ];
        const at = scope.put(data).at;
        const bytes = 4 * (n + 2000);
        const scratch = [scope.u8(compute.threads * bytes).at, bytes, 0];
        const forest = [scope.put(orders).at, scope.put(firsts).at, scope.put(lasts).at, TREES];
        const out = [squares.at, rows.at, fresh.at];
        compute.run('forestLists', n, 4, [...out, ...forest, at, n, width, size, ...scratch]);
        let lists = forestLists(leaves, data, width, size);
        expect(rows.copy()).toEqual(flat(lists.rows, size));
        for (let round = 1; round <= 3; round++) {
          const listing = Array.from({ length: n }, (_, row) =>
            lists.rows.flatMap((list, i) => (list.slice(0, near).includes(row) ? [i] : [])),
          ).map((list) => list.slice(0, most));
          const isFresh = listing.map((list, row) =>
            list.map((i) => lists.fresh[i][lists.rows[i].indexOf(row)]),
          );
          const [nextSquares, nextRows, nextFresh] = [
            scope.f64(n * size),
            scope.i32(n * size),
            scope.u8(n * size),
          ];
          compute.run('descend', n, 4, [
            ...[nextSquares.at, nextRows.at, nextFresh.at, squares.at, rows.at, fresh.at],
            ...[scope.put(flat(listing, most)).at, scope.put(flags(isFresh, most)).at],
            ...[at, n, width, size, near, most, round, ...scratch],
          ]);
          lists = descend(lists, { rows: listing, fresh: isFresh }, data, width, size, near);
          expect(nextRows.copy()).toEqual(flat(lists.rows, size));
          expect(nextFresh.copy()).toEqual(flags(lists.fresh, size));
          rows.view.set(nextRows.view);
          fresh.view.set(nextFresh.view);
          squares.view.set(nextSquares.view);
        }
      }
    }
  },
);
