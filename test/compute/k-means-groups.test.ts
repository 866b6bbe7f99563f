import { expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { type Compute, openCompute, type Scope } from '../../src/compute/index.ts';
import { kMeansLloyd } from '../../src/compute/reference/k-means.ts';
import {
  kMeansPack,
  kMeansPanels,
  kMeansReach,
} from '../../src/compute/reference/k-means-groups.ts';

const sizes = [0, 1, 3, 4, 5, 7, 8, 17, 300];
const shapes = [
  { cols: 2, stride: 4, k: 3 },
  { cols: 5, stride: 8, k: 8 },
  { cols: 17, stride: 20, k: 9 },
  { cols: 3, stride: 4, k: 43 },
];
const kinds = {
  cloud: (random: Random) => random.normal(),
  lattice: (random: Random) => random.integer(3),
  tiny: (random: Random) => random.normal() * 1e-22,
  huge: (random: Random) => random.normal() * 1e25,
  'far from zero': (random: Random) => 1e4 + random.normal(),
  'mostly near, some far': (random: Random) => random.normal() ** 9,
};

const forEveryHost = async (check: (compute: Compute, scope: Scope) => void) => {
  for (const threads of [1, 2, 4]) {
    for (const share of [true, false]) {
      const compute = await openCompute(threads, share);
      using scope = compute.scope();
      check(compute, scope);
    }
  }
};

type Draw = () => number;

/** Rows of `cols` numbers, filled up with zeros to `stride`. */
function rowsOf(count: number, cols: number, stride: number, value: Draw): Float32Array {
  return Float32Array.from({ length: count * stride }, (_, at) =>
    at % stride < cols ? value() : 0,
  );
}

/** Means, step and the rest, of the kind that the estimator takes from the rows. */
function measures(x: Float32Array, stride: number) {
  const means = new Float64Array(stride);
  const count = Math.max(1, x.length / stride);
  for (let at = 0; at < x.length; at++) means[at % stride] += x[at] / count;
  const reach = Math.max(1e-24, Math.sqrt(kMeansReach(x, means)));
  const largest = x.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return { means, reach, step: reach / 22000, unsure: 2 ** -48 * stride * largest };
}

test.each(Object.keys(kinds))(
  'kMeansReach and kMeansPack of %s rows equal their references, bit for bit',
  async (kind) => {
    for (const rows of sizes) {
      for (const { cols, stride } of shapes) {
        const random = new Random(rows);
        const x = rowsOf(rows, cols, stride, () => kinds[kind as keyof typeof kinds](random));
        const { means, reach, step, unsure } = measures(x, stride);
        // Half the reach: some rows are shortened.
        const expected = kMeansPack(x, means, step, reach / 2, unsure);
        const wide = Math.ceil(stride / 8) * 8;
        const bytes = 8 + 2 * wide;
        await forEveryHost((compute, scope) => {
          const out = scope.u8(rows * bytes);
          const [at, center] = [scope.put(x).at, scope.put(means).at];
          compute.run('kMeansPack', rows, 4, [out.at, at, stride, center, step, reach / 2, unsure]);
          const longest = scope.f64(Math.ceil(rows / 4));
          compute.run('kMeansReach', rows, 4, [longest.at, at, stride, center]);
          expect(Math.max(0, ...longest.view)).toBe(kMeansReach(x, means));
          const seen = new DataView(out.copy().buffer);
          const found = expected.map((_, i) => ({
            square: seen.getInt32(i * bytes, true),
            values: Array.from({ length: wide }, (_, j) =>
              seen.getInt16(i * bytes + 8 + 2 * j, true),
            ),
          }));
          const packed = expected.map(({ square, values }) => ({
            square,
            values: Array.from(values, (value) => (value === 0 ? 0 : value)),
          }));
          expect(found).toEqual(packed);
          const wrong = expected.filter(({ missed }, i) => {
            const kept = seen.getFloat32(i * bytes + 4, true);
            return !(kept >= missed && kept <= missed * (1 + 1e-6) + 1e-44);
          });
          expect(wrong).toEqual([]);
        });
      }
    }
  },
);

test('kMeansPanels of 1 to 17 centres equals its reference, bit for bit', async () => {
  for (const k of [1, 3, 7, 8, 9, 16, 17]) {
    const stride = 12;
    const random = new Random(k);
    const x = rowsOf(k, 10, stride, () => random.normal());
    const { means, reach, step, unsure } = measures(x, stride);
    const centers = kMeansPack(x, means, step, reach, unsure);
    const groups = Math.ceil(k / 8);
    const order = [...random.sample(k, k)];
    const slots = Array.from({ length: 8 * groups }, (_, slot) => order[slot] ?? -1);
    const words = kMeansPanels(centers, slots);
    await forEveryHost((compute, scope) => {
      const packed = scope.u8(k * 40);
      const args = [scope.put(x).at, stride, scope.put(means).at, step, reach, unsure];
      compute.run('kMeansPack', k, 4, [packed.at, ...args]);
      const out = scope.i32(words.length);
      const placed = scope.put(Int32Array.from(slots)).at;
      const longest = compute.call('kMeansPanels', out.at, packed.at, placed, groups, 16);
      expect([...out.view]).toEqual(words.map((word) => word | 0));
      const most = Math.max(...centers.map(({ missed }) => missed));
      expect(longest).toBeGreaterThanOrEqual(most);
      expect(longest).toBeLessThan(most * (1 + 1e-6));
    });
  }
});

test.each(Object.keys(kinds))(
  'kMeansYinyang on %s data labels and sums like kMeansLloyd, bit for bit, four moves in a row',
  async (kind) => {
    for (const rows of sizes.slice(1)) {
      for (const { cols, stride, k } of shapes) {
        const random = new Random(rows);
        const draw = () => kinds[kind as keyof typeof kinds](random);
        const x = rowsOf(rows, cols, stride, draw);
        const first = rowsOf(k, cols, stride, draw);
        const second = rowsOf(k, cols, stride, draw);
        // The last moves are small: bounds hold for most rows, and a move of nothing for all.
        const moves = [
          first,
          second,
          second.map((v) => v * (1 + 1e-3)),
          second.map((v) => v * (1 + 1e-3)),
        ];
        const scale = new Float64Array(stride).fill(kind === 'huge' ? 2 ** -60 : 2 ** 20);
        const present = new Int32Array(rows).fill(-1);
        const expected = moves.map((centers) => {
          const sums = new Array<bigint>(k * (stride + 1)).fill(0n);
          const changed = kMeansLloyd(present, sums, scale, x, stride, centers, k);
          return { sums, changed, labels: present.slice() };
        });
        const { means, reach, step, unsure } = measures(x, stride);
        const wide = Math.ceil(stride / 8) * 8;
        const groups = Math.ceil(k / 8);
        const bounds = Math.ceil(groups / 4) * 4;
        // Groups of centres that are not in their order: equal distances must still give the first.
        const order = [...random.sample(k, k)];
        await forEveryHost((compute, scope) => {
          const labels = scope.i32(rows);
          labels.view.fill(-1);
          const lanes = scope.f64(compute.threads * (k * (stride + 2) + 2));
          const totals = scope.f64(k * (stride + 2));
          const [out, counts] = [scope.f64(k * stride), scope.f64(k)];
          const placedScale = scope.put(scale).at;
          const centers = scope.f32(k * stride);
          const [rowsAt, meansAt] = [scope.put(x).at, scope.put(means).at];
          const rest = [stride, meansAt, step, reach, unsure];
          const packed = scope.u8(rows * (8 + 2 * wide)).at;
          compute.run('kMeansPack', rows, 16, [packed, rowsAt, ...rest]);
          const packedCenters = scope.u8(k * (8 + 2 * wide)).at;
          const panels = scope.u8(groups * (64 + 16 * wide)).at;
          const slots = scope.i32(8 * groups);
          slots.view.fill(-1);
          const places = scope.i32(k);
          order.forEach((c, slot) => {
            slots.view[slot] = c;
            places.view[c] = slot;
          });
          const drift = scope.f32(k);
          const drifts = scope.f32(k * bounds);
          const [upper, lower] = [scope.f32(rows).at, scope.f32(rows * bounds).at];
          const scratch = scope.i32(compute.threads * 9 * bounds).at;
          moves.forEach((next, m) => {
            const before = centers.view.slice();
            centers.view.set(next);
            for (let c = 0; c < k; c++) {
              let moved = 0;
              for (let j = c * stride; j < (c + 1) * stride; j++)
                moved += (next[j] - before[j]) ** 2;
              drift.view[c] = Math.sqrt(moved) * (1 + 2 ** -20);
            }
            for (let at = 0; at < k * bounds; at++) {
              const group = order.slice(8 * (at % bounds), 8 * (at % bounds) + 8);
              const own = Math.floor(at / bounds);
              const others = group.filter((c) => c !== own).map((c) => drift.view[c]);
              drifts.view[at] = Math.max(0, ...others);
            }
            compute.run('kMeansPack', k, k, [packedCenters, centers.at, ...rest]);
            const longest = compute.call(
              'kMeansPanels',
              panels,
              packedCenters,
              slots.at,
              groups,
              wide,
            );
            compute.run('kMeansYinyang', rows, 16, [
              ...[labels.at, lanes.at, placedScale, rowsAt, stride, centers.at, k],
              ...[packed, packedCenters, panels, slots.at, places.at, groups],
              ...[upper, lower, drift.at, drifts.at, scratch, step, longest],
            ]);
            const tail = [out.at, counts.at, totals.at, lanes.at, placedScale, stride, k];
            expect(compute.call('kMeansTotals', ...tail, compute.threads)).toBe(
              expected[m].changed,
            );
            expect(labels.copy()).toEqual(expected[m].labels);
            const whole = new BigInt64Array(totals.view.buffer, totals.at, k * (stride + 2));
            const found = Array.from({ length: k }, (_, c) => [
              ...whole.subarray(c * (stride + 2), c * (stride + 2) + stride + 1),
            ]);
            expect(found.flat()).toEqual(expected[m].sums);
          });
        });
      }
    }
  },
);
