import { expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { kdRepel } from '../../src/compute/reference/kd-repel.ts';
import { farForces } from '../../src/neighbors/index.ts';
import { Matrix } from '../../src/numeric/index.ts';
import { everyWay, expectNear } from './every-way.ts';

const sizes = [1, 3, 4, 5, 7, 8, 17, 100];
const cases = sizes.flatMap((rows) => [1, 2, 3].map((c) => [rows, c] as const));

const draw = (random: Random, count: number) =>
  Float32Array.from({ length: count }, () => 4 * random.normal());
const split = (flat: ArrayLike<number>, c: number) =>
  Array.from({ length: flat.length / c }, (_, i) =>
    Array.from({ length: c }, (_, a) => flat[i * c + a]),
  );

async function both(map: Matrix, y: Float32Array, theta: number) {
  const c = map.cols;
  return everyWay((compute, scope) => {
    const push = farForces(compute, scope, map, theta);
    const outputs = (rows: number) => ({ forces: scope.f64(rows * c), nears: scope.f64(rows) });
    const own = outputs(map.rows);
    push(own);
    const other = outputs(y.length / c);
    push(other, { rows: y.length / c, places: scope.put(Float64Array.from(y)) });
    return [own, other].map(({ forces, nears }) => ({
      forces: forces.copy(),
      nears: nears.copy(),
    }));
  });
}

test.each(cases)(
  'kdRepel over %i rows × %i with every node opened equals its reference',
  async (rows, c) => {
    const random = new Random(rows * 10 + c);
    const map = new Matrix(draw(random, rows * c), rows, c);
    const y = draw(random, 9 * c);
    const [own, other] = await both(map, y, 0);
    for (const [found, places] of [
      [own, map.data],
      [other, y],
    ] as const) {
      const expected = kdRepel(split(places, c), split(map.data, c));
      expectNear(found.forces, expected.forces.flat(), 1e-12);
      expectNear(found.nears, expected.nears, 1e-12);
    }
  },
);

test.each([1, 2, 3])(
  'kdRepel with far rows together is within 3 percent in %i columns',
  async (c) => {
    const random = new Random(c);
    const map = new Matrix(draw(random, 800 * c), 800, c);
    const y = draw(random, 50 * c);
    const found = await both(map, y, 0.5);
    const exact = [map.data, y].map((places) => kdRepel(split(places, c), split(map.data, c)));
    found.forEach(({ forces, nears }, i) => {
      const expected = exact[i].forces.flat();
      const apart = Math.hypot(...expected.map((value, at) => forces[at] - value));
      expect(apart / Math.hypot(...expected)).toBeLessThan(0.03);
      const sum = nears.reduce((total, near) => total + near, 0);
      expect(sum / exact[i].nears.reduce((total, near) => total + near, 0)).toBeCloseTo(1, 1);
    });
  },
);
