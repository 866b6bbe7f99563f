import { expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { openCompute } from '../../src/compute/index.ts';
import { gramSums, gramTimes, projectRows } from '../../src/compute/reference/gram.ts';

const CHUNK = 8;

// The kernels add four rows at a time, so the last bits differ from the reference.
function expectClose(found: Float64Array, expected: Float64Array) {
  const scale = Math.max(1, ...expected.map(Math.abs));
  found.forEach((value, i) => {
    expect(Math.abs(value - expected[i]) / scale).toBeLessThan(1e-13);
  });
}

test.each([0, 1, 3, 4, 5, 7, 8, 17])(
  'gramSums, gramTimes and projectRows of %i rows equal their references on 1, 2 and 4 threads',
  async (rows) => {
    for (const [cols, width] of [
      [1, 2],
      [2, 2],
      [5, 4],
      [7, 6],
    ]) {
      const random = new Random(rows + cols);
      const x = Float32Array.from({ length: rows * cols }, () => random.normal());
      const mean = Float64Array.from({ length: cols }, () => random.normal());
      const q = Float64Array.from({ length: cols * width }, () => random.normal());
      const even = 2 * Math.ceil(cols / 2);
      const chunks = Math.ceil(rows / CHUNK);
      const found: Float64Array[][] = [];
      for (const threads of [1, 2, 4]) {
        for (const share of [true, false]) {
          const compute = await openCompute(threads, share);
          using scope = compute.scope();
          const square = scope.f64(chunks * cols * even);
          const thin = scope.f64(chunks * cols * width);
          const scratch = scope.f64(compute.threads * 4 * (cols + width + 1)).at;
          const inputs = [scope.put(x).at, scope.put(mean).at];
          compute.run('gramSums', rows, CHUNK, [square.at, ...inputs, cols, even, scratch]);
          const factor = scope.put(q).at;
          compute.run('gramTimes', rows, CHUNK, [thin.at, ...inputs, factor, cols, width, scratch]);
          const rowsOut = scope.f32(rows * width);
          const thinArgs = [factor, cols, width, scratch];
          compute.run('projectRows', rows, CHUNK, [rowsOut.at, width, ...inputs, ...thinArgs]);
          found.push([square.copy(), thin.copy(), Float64Array.from(rowsOut.copy())]);
        }
      }
      for (const other of found) expect(other).toEqual(found[0]);
      const rowsOut = new Float32Array(rows * width);
      projectRows(rowsOut, x, mean, q, cols, width);
      expect(found[0][2]).toEqual(Float64Array.from(rowsOut));
      for (let c = 0; c < chunks; c++) {
        const end = Math.min(rows, (c + 1) * CHUNK);
        const square = new Float64Array(cols * cols);
        gramSums(square, x, mean, cols, c * CHUNK, end);
        const upper = square.map((_, at) => {
          const [j, k] = [Math.floor(at / cols), at % cols];
          return k < j ? 0 : found[0][0][(c * cols + j) * even + k];
        });
        expectClose(upper, square);
        const thin = new Float64Array(cols * width);
        gramTimes(thin, x, mean, q, cols, width, c * CHUNK, end);
        expectClose(found[0][1].subarray(c * cols * width, (c + 1) * cols * width), thin);
      }
    }
  },
);
