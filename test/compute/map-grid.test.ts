import { expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { transform } from '../../src/compute/reference/fft.ts';
import {
  gridConvolve,
  gridRead,
  gridShares,
  gridSpread,
} from '../../src/compute/reference/map-grid.ts';
import { fourierTable } from '../../src/numeric/index.ts';
import { everyWay, expectNear } from './every-way.ts';

const [size, left, top, scale] = [16, -3, 2, 1.25];

function points(rows: number) {
  const random = new Random(rows);
  const lattice = Array.from({ length: rows }, (_, i) => {
    // Also on nodes themselves.
    const draw = () => (i % 4 === 3 ? 1 + random.integer(13) : 1 + 12.99 * random.next());
    return [draw(), draw()] as const;
  });
  const y = Float64Array.from(lattice.flatMap(([u, v]) => [left + u / scale, top + v / scale]));
  return { lattice, y };
}

test('gridShares of a point add up to 1 and keep its place', () => {
  const shares = gridShares(5.3, 7.9, size);
  const sum = (weight: (at: number) => number) =>
    shares.reduce((total, share, at) => total + share * weight(at), 0);
  expect(sum(() => 1)).toBeCloseTo(1, 14);
  expect(sum((at) => at % size)).toBeCloseTo(5.3, 13);
  expect(sum((at) => Math.floor(at / size))).toBeCloseTo(7.9, 13);
});

test.each([0, 1, 3, 4, 5, 7, 8, 17])(
  'gridSpread, gridGather and gridRead of %i points equal their references',
  async (rows) => {
    const { lattice, y } = points(rows);
    const slices = Math.ceil(rows / 5);
    const found = await everyWay((compute, scope) => {
      const charges = scope.f64(slices * size * size);
      const table = scope.f64(4 * size * size);
      const read = scope.f64(2 * rows);
      const given = [scope.put(y).at, left, top, scale, size];
      compute.run('gridSpread', rows, 5, [charges.at, ...given]);
      compute.run('gridGather', size, 3, [table.at, charges.at, slices, size]);
      const sums = table.copy();
      // Something in the imaginary parts too.
      table.view.forEach((value, at) => {
        table.view[at] = value + ((at * 7) % 11);
      });
      compute.run('gridRead', rows, 5, [read.at, table.at, ...given]);
      return { sums, values: table.copy(), read: read.copy() };
    });
    const nodes = size * size;
    const part = (flat: Float64Array, offset: number) =>
      Array.from({ length: nodes }, (_, at) => flat[2 * at + offset]);
    expectNear(part(found.sums, 0), gridSpread(lattice, size), 1e-13);
    expect(part(found.sums, 1)).toEqual(new Array(nodes).fill(0));
    for (const offset of [0, 1]) {
      const values = part(found.values, offset);
      const expected = lattice.map(([u, v]) => gridRead(values, u, v, size));
      expectNear(
        found.read.filter((_, at) => at % 2 === offset),
        expected,
        1e-13,
      );
    }
  },
);

test('gridConvolve between fftColumns is a convolution by definition, and its energies the sum of pairs', async () => {
  const length = 2 * size;
  const random = new Random(3);
  const charges = Array.from({ length: size * size }, () => random.normal());
  const effect = (dx: number, dy: number) => dx / (1 + dx * dx + dy * dy) ** 2;
  const near = (dx: number, dy: number) => 1 / (1 + dx * dx + dy * dy);
  const wrap = (a: number) => (a < size ? a : a - length);
  const spectrum = (value: (dx: number, dy: number) => number) => {
    const rows = Array.from({ length }, (_, b) =>
      Array.from({ length }, (_, a) => [value(wrap(a), wrap(b)), 0] as const),
    );
    const turned = rows.map((row) => transform(row, -1));
    const columns = Array.from({ length }, (_, a) =>
      transform(
        turned.map((row) => row[a]),
        -1,
      ),
    );
    return Array.from({ length: length * length }, (_, at) => {
      return columns[at % length][Math.floor(at / length)];
    });
  };
  const found = await everyWay((compute, scope) => {
    const table = scope.f64(2 * length * size);
    charges.forEach((charge, at) => {
      table.view[2 * at] = charge;
    });
    const energies = scope.f64(length);
    const force = scope.put(Float64Array.from(spectrum(effect).flat()));
    const weights = scope.put(Float64Array.from(spectrum(near), ([real]) => real));
    const rest = [scope.put(fourierTable(length)).at, scope.f64(compute.threads * 8 * length).at];
    const columns = [table.at, size, length];
    compute.run('fftColumns', size / 4, 1, [...columns, size, length, 0, ...rest]);
    const spectra = [energies.at, force.at, weights.at, size];
    compute.run('gridConvolve', length, 3, [table.at, ...spectra, ...rest]);
    compute.run('fftColumns', size / 4, 1, [...columns, length, size, 1, ...rest]);
    return { table: table.copy().subarray(0, 2 * size * size), energies: energies.copy() };
  });
  const values = found.table.filter((_, at) => at % 2 === 0).map((value) => value / length ** 2);
  expectNear(values, gridConvolve(charges, effect, size), 1e-12);
  const pairs = gridConvolve(charges, near, size).reduce(
    (sum, value, at) => sum + value * charges[at],
    0,
  );
  const energy = found.energies.reduce((sum, value) => sum + value, 0) / length ** 2;
  expect(energy / pairs).toBeCloseTo(1, 12);
});
