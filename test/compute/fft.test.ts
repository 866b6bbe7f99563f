import { expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { transform } from '../../src/compute/reference/fft.ts';
import { fourierTable } from '../../src/numeric/index.ts';
import { everyWay, expectNear } from './every-way.ts';

const sizes = [4, 8, 16, 32, 64, 128, 256];

const complex = (random: Random, count: number) =>
  Float64Array.from({ length: 2 * count }, () => random.normal());
const pairs = (flat: ArrayLike<number>) =>
  Array.from({ length: flat.length / 2 }, (_, j) => [flat[2 * j], flat[2 * j + 1]] as const);

test.each([4, 8, 64, 2048])('fourierTable(%i) holds cosines and sines', (size) => {
  const table = fourierTable(size);
  expect(table.length).toBe(3 * size);
  for (let j = 0; j < (3 * size) / 4; j++) {
    const phi = (2 * Math.PI * j) / size;
    const [cos, again, sin, less] = table.subarray(4 * j, 4 * j + 4);
    expect(Math.abs(cos - Math.cos(phi))).toBeLessThan(4e-15);
    expect(Math.abs(sin - Math.sin(phi))).toBeLessThan(4e-15);
    expect([again, less]).toEqual([cos, -sin]);
  }
});

test.each(sizes)('fftRows of rows of %i equals its reference', async (size) => {
  const x = complex(new Random(size), 3 * size);
  const found = await everyWay((compute, scope) => {
    const data = scope.put(x);
    compute.run('fftRows', 3, 2, [data.at, size, scope.put(fourierTable(size)).at]);
    return data.copy();
  });
  for (let i = 0; i < 3; i++) {
    const row = pairs(x.subarray(2 * i * size, 2 * (i + 1) * size));
    const ours = found.subarray(2 * i * size, 2 * (i + 1) * size);
    expectNear(ours, transform(row, -1).flat(), 1e-13);
  }
});

test.each(sizes)(
  'fftColumns of %i rows goes there and back, and skips what is 0 or not wanted',
  async (size) => {
    const width = 8;
    const filled = size / 2;
    const x = complex(new Random(size), size * width);
    const found = await everyWay((compute, scope) => {
      const data = scope.put(x);
      const rest = [scope.put(fourierTable(size)).at, scope.f64(compute.threads * 8 * size).at];
      compute.run('fftColumns', width / 4, 1, [data.at, width, size, filled, size, 0, ...rest]);
      const there = data.copy();
      compute.run('fftColumns', width / 4, 1, [data.at, width, size, size, filled, 1, ...rest]);
      return { there, back: data.copy() };
    });
    const columns = (flat: Float64Array, a: number) =>
      pairs(flat).filter((_, at) => at % width === a);
    for (let a = 0; a < width; a++) {
      const column = columns(x, a).map((value, g) => (g < filled ? value : ([0, 0] as const)));
      const there = transform(column, -1);
      expectNear(columns(found.there, a).flat(), there.flat(), 1e-13);
      const back = transform(there, 1).map(([re, im]) => [re, im]);
      const kept = columns(found.back, a);
      expectNear(kept.slice(0, filled).flat(), back.slice(0, filled).flat(), 1e-13);
      // Rows that are not kept still hold what stood there before.
      expect(kept.slice(filled)).toEqual(columns(found.there, a).slice(filled));
    }
  },
);
