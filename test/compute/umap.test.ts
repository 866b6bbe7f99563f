import { expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { openCompute } from '../../src/compute/index.ts';
import { umapEpoch } from '../../src/compute/reference/umap-epoch.ts';
import { umapMemberships } from '../../src/compute/reference/umap-memberships.ts';

const sizes = [0, 1, 3, 4, 5, 7, 8, 17];
const settings = [1, 2, 4].flatMap((threads) =>
  [true, false].map((share) => [threads, share] as const),
);

/** Every point with up to five others; the first with many. */
function edges(n: number, count: number, random: Random) {
  const offsets = new Int32Array(n + 1);
  const targets: number[] = [];
  for (let i = 0; i < n; i++) {
    const others = i === 0 ? 40 : random.integer(6);
    for (let e = 0; e < others; e++) targets.push(random.integer(count));
    offsets[i + 1] = targets.length;
  }
  const rates = Float32Array.from(targets, () => random.next());
  return { offsets, targets: Int32Array.from(targets), rates };
}

test.each(sizes)(
  'umapEpoch of %i points follows its reference in 1, 2, 3 and 5 columns, moving and against others that stand still',
  async (n) => {
    for (const width of [1, 2, 3, 5]) {
      for (const still of [0, 6]) {
        const random = new Random(10 * n + width);
        const count = still || n;
        const graph = edges(n, count, random);
        const draw = (length: number) => Float32Array.from({ length }, () => 3 * random.normal());
        const from = draw(n * width);
        const others = still ? draw(still * width) : from;
        const keys = Int32Array.from({ length: n }, () => random.bits() | 0);
        const setting = { width, a: 1.577, b: 0.895, push: 1.79, step: 0.3, negatives: 2 };
        const expected = new Float32Array(n * width);
        const found: Float32Array[] = [];
        for (const [threads, share] of settings) {
          const compute = await openCompute(threads, share);
          using scope = compute.scope();
          const curve = scope.put(Float32Array.from([1.577, 0.895, 1.79, 0.3])).at;
          const room = 40 * 8;
          const out = scope.f32(n * width);
          const places = scope.put(from).at;
          compute.run('umapEpoch', n, 4, [
            ...[out.at, places, still ? scope.put(others).at : places],
            ...[
              scope.put(graph.offsets).at,
              scope.put(graph.targets).at,
              scope.put(graph.rates).at,
            ],
            ...[scope.put(keys).at, curve, width, count, 7, 12345, 2],
            ...[scope.u8(compute.threads * (36 * room + 32 * width)).at, room],
          ]);
          found.push(out.copy());
        }
        for (const other of found) expect(other).toEqual(found[0]);
        umapEpoch(expected, from, others, graph, keys, { ...setting, epoch: 7, seed: 12345 });
        // Powers are right to about 1e-6 and steps build on each other.
        found[0].forEach((value, at) => {
          expect(Math.abs(value - expected[at])).toBeLessThan(2e-4);
        });
      }
    }
  },
);

test.each(sizes)('umapMemberships of %i rows follows its reference', async (n) => {
  const random = new Random(n);
  for (const [count, local, lone, zeros] of [
    [1, 1, 1, 0],
    [4, 1, 1, 2],
    [14, 1, 1, 0],
    [9, 2.5, 1, 8],
    [6, 0, 0, 0],
    [5, 1, 1, 5],
  ]) {
    const rows = Array.from({ length: n }, () =>
      Array.from({ length: count }, (_, j) => (j < zeros ? 0 : 5 * random.next())).sort(
        (a, b) => a - b,
      ),
    );
    const setting = { count, target: Math.log2(count + lone), local, lone, mean: 2.2 };
    for (const [threads, share] of settings) {
      const compute = await openCompute(threads, share);
      using scope = compute.scope();
      const weights = scope.f64(n * count);
      const scales = scope.f64(n);
      const nears = scope.f64(n);
      const distances = scope.put(Float64Array.from(rows.flat())).at;
      const args = [weights.at, scales.at, nears.at, distances, count, setting.target, local];
      compute.run('umapMemberships', n, 4, [...args, lone, 2.2]);
      rows.forEach((row, i) => {
        const expected = umapMemberships(row, setting);
        expect(nears.view[i]).toBe(expected.near);
        expect(scales.view[i]).toBeCloseTo(expected.scale, 10);
        expected.weights.forEach((weight, j) => {
          expect(weights.view[i * count + j]).toBeCloseTo(weight, 10);
        });
      });
    }
  }
});
