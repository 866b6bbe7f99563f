import { expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { openCompute } from '../../src/compute/index.ts';
import { gaussianMemberships, gaussianSums } from '../../src/compute/reference/gaussian.ts';

const sizes = [0, 1, 3, 4, 5, 7, 8, 17, 200];

function close(ours: ArrayLike<number>, theirs: readonly number[]): void {
  const size = Math.max(1, ...theirs.map(Math.abs));
  expect(ours.length).toBe(theirs.length);
  // The reference uses the engine's own exp and log.
  theirs.forEach((value, i) => {
    expect(Math.abs(ours[i] - value)).toBeLessThan(1e-13 * size);
  });
}

test.each([true, false].flatMap((full) => sizes.map((rows) => [rows, full] as const)))(
  'the gaussian kernels on %i rows, full %s, equal their references, and their bits on any threads',
  async (rows, full) => {
    const random = new Random(rows);
    const [d, stride, k] = [3, 4, 5];
    const x = new Float32Array(rows * stride).map((_, at) =>
      at % stride < d ? 3 * random.normal() : 0,
    );
    const parts = Array.from({ length: k }, () => {
      const part = new Float64Array(1 + d + (full ? d * d : d)).map(() => random.normal());
      part[0] -= 500 * random.integer(2);
      return part;
    });
    const flat = Float64Array.from(parts.flatMap((part) => [...part]));
    const each = Array.from({ length: rows }, (_, i) => x.subarray(i * stride, i * stride + d));
    const expected = each.map((row) => gaussianMemberships(row, parts, d, full));
    const shares = expected.map((row) => row.shares);
    const sums = gaussianSums(each, shares, parts, d, full);
    const seen: unknown[] = [];
    for (const [threads, share] of [
      [1, true],
      [2, true],
      [4, true],
      [4, false],
    ] as const) {
      const compute = await openCompute(threads, share);
      using scope = compute.scope();
      const chunk = 16;
      const chunks = Math.ceil(rows / chunk);
      const out = scope.f64(rows * k);
      const logs = scope.f64(rows);
      const labels = scope.i32(rows);
      const slots = scope.f64(chunks * (1 + flat.length));
      const scratch = scope.f64(compute.threads * (k + d));
      const given = [scope.put(x).at, stride, d, scope.put(flat).at, k, full ? 1 : 0, scratch.at];
      compute.run('gaussianMemberships', rows, chunk, [out.at, logs.at, labels.at, ...given]);
      compute.run('gaussianSums', rows, chunk, [slots.at, 0, ...given]);
      close(out.view, shares.flat());
      close(
        logs.view,
        expected.map((row) => row.log),
      );
      const total = new Float64Array(1 + flat.length);
      slots.view.forEach((value, at) => {
        total[at % total.length] += value;
      });
      close(
        total.subarray(1),
        sums.flatMap((part) => [...part]),
      );
      labels.view.forEach((label, i) => {
        expect(shares[i][label]).toBe(Math.max(...shares[i]));
      });
      seen.push([out.copy(), logs.copy(), slots.copy()]);
    }
    for (const bits of seen) expect(bits).toEqual(seen[0]);
  },
);
