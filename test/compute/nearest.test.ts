// Holds the kernels that look for near rows to their readable twins, on 1, 2 and 4 threads and in shared
// and ordinary memory. Half of the data lies on a grid, for equal rows and distances.
import { expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { type Compute, openCompute } from '../../src/compute/index.ts';
import { measureOf, nearestBy, squareOf } from '../../src/compute/reference/row-distance.ts';
import { sketchRows } from '../../src/compute/reference/sketch.ts';
import { packPanels } from '../../src/distances/index.ts';
import { orthonormalize } from '../../src/linalg/index.ts';
import { Matrix } from '../../src/numeric/index.ts';

const sizes = [0, 1, 3, 4, 5, 7, 8, 17];

function data(rows: number, cols: number, seed = rows + cols): Matrix {
  const random = new Random(seed);
  const values = Float32Array.from({ length: rows * cols }, () => {
    const value = 2 * random.normal();
    return seed % 2 === 0 ? Math.round(value) : value;
  });
  return new Matrix(values, rows, cols);
}

async function onEach(check: (compute: Compute) => void): Promise<void> {
  for (const threads of [1, 2, 4]) {
    for (const share of [true, false]) check(await openCompute(threads, share));
  }
}

test.each(sizes)('sketchRows of %i rows follows its reference', async (rows) => {
  for (const [cols, width] of [
    [5, 4],
    [9, 8],
    [30, 12],
  ]) {
    const x = data(rows, cols, 1);
    const mean = Float64Array.from({ length: cols }, (_, j) => j / cols);
    const basis = Float64Array.from({ length: width * cols }, (_, at) => Math.cos(at * at));
    orthonormalize(basis, width, cols);
    const axes = Float64Array.from(
      basis,
      (_, at) => basis[(at % width) * cols + Math.floor(at / width)],
    );
    const expected = new Float32Array(rows * (width + 1));
    sketchRows(expected, x.data, mean, axes, cols, width);
    const found: Float32Array[] = [];
    await onEach((compute) => {
      using scope = compute.scope();
      const out = scope.f32(expected.length);
      const inputs = [scope.put(x.data).at, scope.put(mean).at, scope.put(axes).at];
      const scratch = scope.f64(compute.threads * cols).at;
      compute.run('sketchRows', rows, 4, [out.at, ...inputs, cols, width, scratch]);
      found.push(out.copy());
    });
    for (const other of found) expect(other).toEqual(found[0]);
    found[0].forEach((value, at) => {
      expect(value).toBeCloseTo(expected[at], 4);
    });
  }
});

test.each(sizes)('wideNearest among %i rows equals its reference, bit for bit', async (rows) => {
  for (const [cols, k] of [
    [1, 1],
    [4, 3],
    [7, 20],
  ]) {
    for (const asked of [undefined, data(9, cols, 5)]) {
      const x = data(rows, cols);
      const y = asked ?? x;
      const norms = (of: Matrix) => {
        const padded = new Float32Array(8 * Math.ceil(of.rows / 8)).fill(Number.POSITIVE_INFINITY);
        for (let i = 0; i < of.rows; i++) {
          padded[i] = 0.99 * of.row(i).reduce((sum, value) => sum + value * value, 0);
        }
        return padded;
      };
      await onEach((compute) => {
        using scope = compute.scope();
        const squares = scope.f64(y.rows * k);
        const found = scope.i32(y.rows * k);
        const panels = scope.put(packPanels(x).data).at;
        const [own, other] = [scope.put(x.data).at, scope.put(y.data).at];
        const scratch = scope.u8(compute.threads * (512 * Math.ceil(rows / 8) + 4 * k)).at;
        compute.run('wideNearest', y.rows, 4, [
          ...[squares.at, found.at, panels, scope.put(norms(x)).at, other, scope.put(norms(y)).at],
          ...[own, other, cols, cols, rows, k, asked ? 0 : 1, scratch, 0],
        ]);
        for (let i = 0; i < y.rows; i++) {
          const skip = asked ? -1 : i;
          const expected = nearestBy(x.data, cols, k, skip, (row) => squareOf(row, y.row(i)));
          expect([...found.view.subarray(i * k, (i + 1) * k)]).toEqual(expected.rows);
          expect([...squares.view.subarray(i * k, (i + 1) * k)]).toEqual(expected.distances);
        }
      });
    }
  }
});

test.each(sizes)(
  'measuredNearest among %i rows equals its reference, bit for bit',
  async (rows) => {
    for (const metric of [1, 2, 3, 4]) {
      for (const [cols, k] of [
        [1, 1],
        [6, 3],
        [9, 20],
      ]) {
        for (const asked of [undefined, data(9, cols, 6)]) {
          const x = data(rows, cols, 2);
          const y = asked ?? x;
          await onEach((compute) => {
            using scope = compute.scope();
            const distances = scope.f64(y.rows * k);
            const found = scope.i32(y.rows * k);
            const panels = scope.put(packPanels(x).data).at;
            const places = [panels, scope.put(x.data).at, scope.put(y.data).at];
            const numbers = [cols, rows, k, metric, asked ? 0 : 1, 1 + 1e-5, 0];
            compute.run('measuredNearest', y.rows, 4, [
              distances.at,
              found.at,
              ...places,
              ...numbers,
            ]);
            for (let i = 0; i < y.rows; i++) {
              const skip = asked ? -1 : i;
              const measure = (row: Float32Array) => measureOf(metric, row, y.row(i));
              const expected = nearestBy(x.data, cols, k, skip, measure);
              expect([...found.view.subarray(i * k, (i + 1) * k)]).toEqual(expected.rows);
              expect([...distances.view.subarray(i * k, (i + 1) * k)]).toEqual(expected.distances);
            }
          });
        }
      }
    }
  },
);

test.each(sizes)(
  'nearestListed of %i rows measures those that are listed, and no others',
  async (rows) => {
    const [cols, size, k] = [6, 5, 3];
    const x = data(rows, cols);
    const random = new Random(rows);
    const lists = Int32Array.from({ length: rows * size }, (_, at) =>
      at % size === 4 ? -1 : random.integer(rows),
    );
    // No row twice.
    for (let i = 0; i < rows; i++) {
      const list = lists.subarray(i * size, (i + 1) * size);
      list.forEach((row, j) => {
        if (list.indexOf(row) < j) list[j] = -1;
      });
    }
    await onEach((compute) => {
      using scope = compute.scope();
      const squares = scope.f64(rows * k);
      const found = scope.i32(rows * k);
      const args = [
        squares.at,
        found.at,
        scope.put(lists).at,
        size,
        scope.put(x.data).at,
        cols,
        k,
        0,
      ];
      compute.run('nearestListed', rows, 4, args);
      for (let i = 0; i < rows; i++) {
        const listed = lists.subarray(i * size, (i + 1) * size);
        const own = [...listed].filter((row) => row >= 0).sort((a, b) => a - b);
        const expected = nearestBy(x.takeRows(own).data, cols, k, -1, (row) =>
          squareOf(row, x.row(i)),
        );
        const named = expected.rows.map((row) => (row < 0 ? -1 : own[row]));
        expect([...found.view.subarray(i * k, (i + 1) * k)]).toEqual(named);
        expect([...squares.view.subarray(i * k, (i + 1) * k)]).toEqual(expected.distances);
      }
    });
  },
);
