import { expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { type Compute, openCompute, type Scope } from '../../src/compute/index.ts';
import { columnSpreads } from '../../src/compute/reference/column-spreads.ts';
import { kMeansLloyd, kMeansSquares, kMeansTry } from '../../src/compute/reference/k-means.ts';

const sizes = [0, 1, 3, 4, 5, 7, 8, 17, 300];
const kernels = ['kMeansLloyd', 'kMeansHamerly', 'kMeansElkan'] as const;
const kinds = {
  cloud: (random: Random) => random.normal(),
  lattice: (random: Random) => random.integer(3),
  tiny: (random: Random) => random.normal() * 1e-22,
  huge: (random: Random) => random.normal() * 1e25,
  'far from zero': (random: Random) => 1e4 + random.normal(),
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

/** Rows of `cols` numbers, filled up with zeros to `stride`. */
function rowsOf(count: number, cols: number, stride: number, value: () => number): Float32Array {
  return Float32Array.from({ length: count * stride }, (_, at) =>
    at % stride < cols ? value() : 0,
  );
}

test.each(kernels.flatMap((kernel) => Object.keys(kinds).map((kind) => [kernel, kind] as const)))(
  '%s on %s data labels and sums like its reference, bit for bit, three moves in a row',
  async (kernel, kind) => {
    for (const rows of sizes) {
      const random = new Random(rows);
      const draw = () => kinds[kind as keyof typeof kinds](random);
      const [cols, k] = [
        [2, 3],
        [5, 4],
        [17, 9],
      ][rows % 3];
      const stride = Math.ceil(cols / 4) * 4;
      const wide = Math.ceil(k / 4) * 4;
      const x = rowsOf(rows, cols, stride, draw);
      const moves = [0, 1, 2].map(() => {
        const centers = new Float32Array(wide * stride);
        centers.set(rowsOf(k, cols, stride, draw));
        return centers;
      });
      // The last move is small: bounds hold for most rows.
      moves[2] = moves[1].map((value) => value * (1 + 1e-3));
      const scale = new Float64Array(stride).fill(kind === 'huge' ? 2 ** -60 : 2 ** 20);
      const expected = moves.map(() => ({ labels: new Int32Array(rows), sums: [] as bigint[] }));
      const present = new Int32Array(rows).fill(-1);
      const changed = moves.map((centers, m) => {
        expected[m].sums = new Array<bigint>(k * (stride + 1)).fill(0n);
        const count = kMeansLloyd(present, expected[m].sums, scale, x, stride, centers, k);
        expected[m].labels.set(present);
        return count;
      });
      await forEveryHost((compute, scope) => {
        const labels = scope.i32(rows);
        labels.view.fill(-1);
        const lanes = scope.f64(compute.threads * (k * (stride + 2) + 2));
        const totals = scope.f64(k * (stride + 2));
        const out = scope.f64(k * stride);
        const counts = scope.f64(k);
        const placedScale = scope.put(scale);
        const centers = scope.f32(wide * stride);
        const drift = scope.f32(2 * wide);
        const args = [labels.at, lanes.at, placedScale.at, scope.put(x).at, stride, centers.at, k];
        if (kernel !== 'kMeansElkan') args.push(scope.f32(compute.threads * (288 + 8 * stride)).at);
        if (kernel === 'kMeansHamerly') args.push(scope.f32(rows).at, scope.f32(rows).at, drift.at);
        if (kernel === 'kMeansElkan')
          args.push(scope.f32(rows).at, scope.f32(rows * wide).at, drift.at);
        moves.forEach((next, m) => {
          const before = centers.view.slice();
          centers.view.set(next);
          for (let c = 0; c < k; c++) {
            let moved = 0;
            for (let j = 0; j < stride; j++)
              moved += (next[c * stride + j] - before[c * stride + j]) ** 2;
            drift.view[c] = Math.min(3e38, Math.sqrt(moved) * (1 + 2 ** -20));
          }
          drift.view.fill(Math.max(...drift.view.subarray(0, k)), wide);
          compute.run(kernel, rows, 16, args);
          const tail = [out.at, counts.at, totals.at, lanes.at, placedScale.at, stride, k];
          expect(compute.call('kMeansTotals', ...tail, compute.threads)).toBe(changed[m]);
          expect(labels.copy()).toEqual(expected[m].labels);
          const whole = new BigInt64Array(totals.view.buffer, totals.at, k * (stride + 2));
          const sums = Array.from({ length: k }, (_, c) => [
            ...whole.subarray(c * (stride + 2), c * (stride + 2) + stride + 1),
          ]);
          expect(sums.flat()).toEqual(expected[m].sums);
        });
      });
    }
  },
);

test.each(sizes)('kMeansSquares and kMeansTry of %i rows equal their references', async (rows) => {
  const random = new Random(rows);
  const stride = 8;
  const x = rowsOf(rows, 6, stride, () => random.normal());
  const centers = rowsOf(3, 6, stride, () => random.normal());
  const labels = Int32Array.from({ length: rows }, () => random.integer(3));
  const near = Float32Array.from({ length: rows }, () => 5 * random.next());
  const squares = new Float64Array(rows);
  kMeansSquares(squares, labels, x, stride, centers);
  const left = new Float32Array(rows);
  const total = rows === 0 ? 0 : kMeansTry(left, near, rows - 1, x, stride);
  await forEveryHost((compute, scope) => {
    const placed = scope.put(x);
    const out = scope.f64(rows);
    const args = [out.at, scope.put(labels).at, placed.at, stride, scope.put(centers).at];
    compute.run('kMeansSquares', rows, 4, args);
    expect(out.copy()).toEqual(squares);
    const chunks = Math.ceil(rows / 4);
    const kept = scope.f32(2 * rows);
    const totals = scope.f64(2 * chunks);
    const tried = scope.put(Int32Array.of(0, rows - 1));
    const given = [kept.at, totals.at, scope.put(near).at, tried.at, 2, placed.at, rows, stride];
    compute.run('kMeansTry', rows, 4, given);
    // The kernel adds in f32 on four lanes, the reference in f64.
    left.forEach((value, i) => {
      expect(Math.abs(kept.view[rows + i] - value)).toBeLessThanOrEqual(1e-6 * value);
    });
    let sum = 0;
    for (let c = 0; c < chunks; c++) sum += totals.view[2 * c + 1];
    expect(Math.abs(sum - total)).toBeLessThanOrEqual(1e-6 * total);
  });
});

test.each(sizes)('columnSpreads of %i rows equals its reference, bit for bit', async (rows) => {
  const random = new Random(rows);
  const x = Float32Array.from({ length: rows * 6 }, () => random.normal());
  const means = Float64Array.from({ length: 6 }, () => random.normal());
  const chunks = Math.ceil(rows / 8);
  const expected = new Float64Array(chunks * 12);
  for (let c = 0; c < chunks; c++) {
    columnSpreads(expected, x, 6, means, c * 8, Math.min(rows, c * 8 + 8), c);
  }
  await forEveryHost((compute, scope) => {
    const out = scope.f64(chunks * 12);
    compute.run('columnSpreads', rows, 8, [out.at, scope.put(x).at, 6, scope.put(means).at]);
    expect(out.copy()).toEqual(expected);
  });
});
