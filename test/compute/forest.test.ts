// Holds the kernels that grow and walk trees to their readable twin, bit by bit.
import { expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import type { Compute, Scope } from '../../src/compute/index.ts';
import {
  growTree,
  leafOf,
  permuteColumns,
  type ReferenceTree,
  type TreeNode,
  type TreeSettings,
} from '../../src/compute/reference/forest.ts';
import { everyWay } from './every-way.ts';

const TREES = 3;
const COLS = 3;
const seeds = [7, 2 ** 31 + 5, 99];

/** Rows of two columns with ties and one of few values, and targets of several digits, some alike. */
function rowsOf(n: number) {
  const random = new Random(n);
  const x = Float32Array.from({ length: n * COLS }, (_, i) =>
    i % COLS === 2 ? random.integer(3) - 1 : random.integer(40) / 7 - 2,
  );
  const targets = Float64Array.from({ length: n }, () => random.integer(9) * 1e6 - 4e6);
  const cuts = new Float32Array(COLS * 256).fill(Number.POSITIVE_INFINITY);
  for (let j = 0; j < COLS; j++) cuts.set([-1.5, -0.5, 0.25, 1.1, 2.5], j * 256);
  return { x, cols: COLS, targets, cuts };
}

type Data = ReturnType<typeof rowsOf>;

function grow(
  compute: Compute,
  scope: Scope,
  method: 'random' | 'extra',
  data: Data,
  settings: TreeSettings,
) {
  const n = data.targets.length;
  const random = method === 'random';
  const most = 2 * n - 1;
  const nodes = scope.i32(4 * most * TREES);
  const counts = scope.i32(2 * TREES);
  const importance = scope.f64(COLS * TREES);
  const drawn = scope.u8(n * TREES);
  const x = scope.put(data.x).at;
  const codes = scope.u8(n * COLS);
  const cuts = scope.put(data.cuts).at;
  compute.run('forestCodes', n, 4, [codes.at, x, COLS, cuts]);
  const bytes = compute.call(
    random ? 'forestBytes' : 'extraBytes',
    n,
    COLS,
    Math.min(n, settings.small),
  );
  const { maxFeatures, minLeaf, maxDepth, drawn: draws, again, small, mean, unit } = settings;
  const given = [COLS, n, maxFeatures, minLeaf, 2, maxDepth, draws, again ? 1 : 0, small, mean];
  compute.run(random ? 'forestGrow' : 'extraGrow', TREES, 1, [
    ...[nodes.at, counts.at, importance.at, drawn.at, x, ...(random ? [codes.at, cuts] : [])],
    ...[scope.put(data.targets).at, n, COLS, most, scope.put(Int32Array.from(seeds)).at],
    ...[scope.put(Float64Array.of(...given, unit)).at, scope.u8(compute.threads * bytes).at, bytes],
  ]);
  return Array.from({ length: TREES }, (_, t) => {
    const words = nodes.view.slice(4 * most * t, 4 * (most * t + counts.view[2 * t]));
    const floats = new Float32Array(words.buffer);
    return {
      nodes: Array.from({ length: words.length / 4 }, (_, i): TreeNode => {
        return [words[4 * i], floats[4 * i + 1], words[4 * i + 2], words[4 * i + 3]];
      }),
      importance: [...importance.view.slice(t * COLS, (t + 1) * COLS)],
      drawn: [...drawn.view.slice(t * n, (t + 1) * n)],
    };
  });
}

/** Trees in kernel memory. */
function putTrees(scope: Scope, trees: readonly ReferenceTree[]) {
  const words = trees.flatMap(({ nodes }) => nodes.flat());
  const floats = Float32Array.from(words);
  const block = scope.i32(words.length);
  block.view.set(words);
  const places = new Float32Array(block.view.buffer, block.at, words.length);
  for (let at = 1; at < words.length; at += 4) places[at] = floats[at];
  let from = 0;
  const offsets = Int32Array.from(trees, ({ nodes }) => {
    from += nodes.length;
    return from - nodes.length;
  });
  return { nodes: block.at, offsets: scope.put(offsets).at };
}

const plain = { maxFeatures: COLS, minLeaf: 1, maxDepth: 2 ** 30, mean: 3, unit: 2 ** -10 };

test.each([1, 3, 4, 5, 7, 8, 17, 200])(
  'forestGrow and extraGrow of %i rows grow the trees of their reference on any thread',
  async (n) => {
    const data = rowsOf(n);
    const ways: TreeSettings[] = [
      { ...plain, drawn: n, again: true, small: 4096 },
      { ...plain, drawn: n, again: false, small: 4096, maxFeatures: 1 },
      { ...plain, drawn: Math.ceil(n / 2), again: false, small: 10, minLeaf: 2 },
      { ...plain, drawn: n, again: true, small: 2, maxFeatures: 2, maxDepth: 5 },
    ];
    for (const settings of ways) {
      for (const method of ['random', 'extra'] as const) {
        const grown = await everyWay((compute, scope) =>
          grow(compute, scope, method, data, settings),
        );
        expect(grown).toEqual(seeds.map((seed) => growTree(method, data, seed, settings)));
      }
    }
  },
);

test.each([1, 3, 4, 5, 7, 8, 17, 60])(
  'forestPermute over %i rows raises the error as its reference does',
  async (n) => {
    const data = rowsOf(n);
    const settings = { ...plain, drawn: n, again: true, small: 4096, minLeaf: 2 };
    const trees = seeds.map((seed) => growTree('random', data, seed, settings));
    const y = Float64Array.from({ length: n }, (_, i) => (i % 7) - 3);
    for (const most of [2, 1000]) {
      const found = await everyWay((compute, scope) => {
        const { nodes, offsets } = putTrees(scope, trees);
        const rises = scope.f64(TREES * COLS);
        const errors = scope.f64(2 * TREES);
        const gains = scope.put(Float64Array.from(trees.flatMap(({ importance }) => importance)));
        const drawn = scope.put(Uint8Array.from(trees.flatMap((tree) => tree.drawn)));
        const bytes = compute.call('permuteBytes', n, COLS);
        compute.run('forestPermute', TREES, 1, [
          ...[rises.at, errors.at, nodes, offsets, gains.at, scope.put(data.x).at, COLS],
          ...[scope.put(y).at, drawn.at, n, most, scope.put(Int32Array.from(seeds)).at],
          ...[scope.u8(compute.threads * bytes).at, bytes],
        ]);
        return Array.from({ length: TREES }, (_, t) => ({
          rises: [...rises.view.slice(t * COLS, (t + 1) * COLS)],
          error: errors.view[2 * t],
          rows: errors.view[2 * t + 1],
        }));
      });
      expect(found).toEqual(trees.map((tree, t) => permuteColumns(tree, data, y, most, seeds[t])));
    }
  },
);

test.each([0, 1, 3, 4, 5, 7, 8, 17, 60])(
  'forestLeaves and forestSums of %i rows give the leaves that their reference walks to',
  async (n) => {
    const data = rowsOf(50);
    const settings = { ...plain, drawn: 50, again: true, small: 4096 };
    const trees = seeds.map((seed) => growTree('random', data, seed, settings));
    const { x } = rowsOf(n + 1);
    const drawn = Uint8Array.from({ length: n * TREES }, (_, i) => (i % 3 === 0 ? 1 : 0));
    const found = await everyWay((compute, scope) => {
      const { nodes: block, offsets } = putTrees(scope, trees);
      const at = scope.put(x).at;
      const scratch = scope.f64(4 * compute.threads).at;
      const leaves = scope.f32(n * (TREES + 1));
      compute.run('forestLeaves', n, 16, [
        ...[leaves.at, block, offsets, TREES, TREES + 1, 1, at, COLS, scratch],
      ]);
      const sums = [scope.f64(n), scope.f64(n)];
      const times = [scope.i32(n), scope.i32(n)];
      [0, scope.put(drawn).at].forEach((bag, i) => {
        compute.run('forestSums', n, 16, [
          ...[sums[i].at, times[i].at, block, offsets, TREES, at, COLS, bag, n, scratch],
        ]);
      });
      return {
        leaves: leaves.copy(),
        sums: sums.map((s) => s.copy()),
        times: times.map((s) => s.copy()),
      };
    });
    for (let i = 0; i < n; i++) {
      const row = x.subarray(i * COLS, (i + 1) * COLS);
      const ends = trees.map(({ nodes }) => nodes[leafOf(nodes, row)]);
      const names = ends.map(([name]) => -1 - name);
      expect([...found.leaves.subarray(4 * i, 4 * i + 4)]).toEqual([0, ...names]);
      const others = ends.filter((_, t) => drawn[t * n + i] === 0);
      [ends, others].forEach((counted, way) => {
        expect(found.sums[way][i]).toBe(counted.reduce((sum, [, value]) => sum + value, 0));
        expect(found.times[way][i]).toBe(counted.length);
      });
    }
  },
);
