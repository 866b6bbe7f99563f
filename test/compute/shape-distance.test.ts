import { expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { shapeDistance } from '../../src/compute/reference/shape-distance.ts';
import { longRows } from '../../src/distances/index.ts';
import { fourierTable, Panel } from '../../src/numeric/index.ts';
import { everyWay } from './every-way.ts';

function waves(series: number, steps: number): Panel {
  const random = new Random(series + steps);
  const data = Float32Array.from({ length: series * steps }, () => random.normal());
  // One of nothing but zeros.
  if (series > 2) data.fill(0, 2 * steps, 3 * steps);
  const lengths = Int32Array.from({ length: series }, (_, i) => Math.max(1, steps - (i % 3)));
  return new Panel(data, series, 1, steps, lengths);
}

test.each([0, 1, 3, 4, 5, 7, 8, 17])(
  'shapeBlock against %i series equals its reference, with its shifts',
  async (count) => {
    for (const [steps, reach] of [
      [1, 1],
      [2, 2],
      [6, 6],
      [13, 13],
      [13, 4],
    ]) {
      const x = longRows(waves(5, steps), 0, false);
      const y = longRows(waves(count, steps), 0, false);
      const size = 32;
      const found = await everyWay((compute, scope) => {
        const twiddles = scope.put(fourierTable(size)).at;
        const spectra = scope.f64(count * size * 2);
        const { view } = spectra;
        y.values.forEach((value, at) => {
          view[2 * (Math.floor(at / steps) * size + (at % steps))] =
            at % steps < y.lengths[Math.floor(at / steps)] ? value : 0;
        });
        const pairs = scope.f64(Math.ceil(count / 2) * size * 2).at;
        const out = scope.f32(5 * count);
        const shifts = scope.i32(5 * count);
        compute.run('fftRows', count, 2, [spectra.at, size, twiddles]);
        compute.run('shapePairs', Math.ceil(count / 2), 2, [pairs, spectra.at, count, size]);
        compute.run('shapeBlock', 5, 2, [
          out.at,
          shifts.at,
          count,
          scope.put(x.values).at,
          steps,
          scope.put(x.lengths).at,
          scope.put(x.norms).at,
          pairs,
          scope.put(y.lengths).at,
          scope.put(y.norms).at,
          count,
          size,
          twiddles,
          -1,
          reach,
          scope.f64(compute.threads * 4 * size).at,
        ]);
        return { distances: out.copy(), shifts: shifts.copy() };
      });
      found.distances.forEach((distance, at) => {
        const [i, j] = [Math.floor(at / count), at % count];
        const own = x.values.subarray(i * steps, i * steps + x.lengths[i]);
        const other = y.values.subarray(j * steps, j * steps + y.lengths[j]);
        const expected = shapeDistance(own, other, reach);
        expect(Math.abs(distance - expected.distance)).toBeLessThan(2e-7);
        expect(found.shifts[at]).toBe(expected.shift);
      });
    }
  },
);
