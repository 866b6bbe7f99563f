import { expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import {
  tsneAttract,
  tsneCenter,
  tsneDivergence,
  tsnePlace,
  tsneRepel,
  tsneStep,
} from '../../src/compute/reference/tsne.ts';
import { everyWay, expectNear } from './every-way.ts';

const sizes = [0, 1, 3, 4, 5, 7, 8, 17];
const cases = sizes.flatMap((rows) => [1, 2, 3, 4].map((c) => [rows, c] as const));

function scene(rows: number, c: number) {
  const random = new Random(100 * rows + c);
  const draw = (count: number, spread = 1) =>
    Float64Array.from({ length: count }, () => spread * random.normal());
  const split = (flat: ArrayLike<number>) =>
    Array.from({ length: rows }, (_, i) => Array.from({ length: c }, (_, a) => flat[i * c + a]));
  const y = draw(rows * c, 3);
  const offsets = new Int32Array(rows + 1);
  const edges = Array.from({ length: rows }, (_, i) => {
    const list = Array.from({ length: random.integer(6) }, () => ({
      target: random.integer(rows),
      weight: Math.fround(random.next()),
    }));
    offsets[i + 1] = offsets[i] + list.length;
    return list;
  });
  const flat = edges.flat();
  return {
    random,
    draw,
    split,
    y,
    edges,
    offsets,
    targets: Int32Array.from(flat, ({ target }) => target),
    weights: Float32Array.from(flat, ({ weight }) => weight),
  };
}

test.each(cases)(
  'tsneAttract and tsneDivergence of %i rows × %i equal their references',
  async (rows, c) => {
    const { y, split, edges, offsets, targets, weights } = scene(rows, c);
    const found = await everyWay((compute, scope) => {
      const forces = scope.f64(rows * c);
      const plane = scope.f64(rows * c);
      const parts = scope.f64(Math.ceil(rows / 3));
      const at = scope.put(y).at;
      const csr = [offsets, targets].map((list) => scope.put(list).at);
      csr.push(scope.put(weights).at);
      compute.run('tsneAttract', rows, 3, [forces.at, at, at, ...csr, c]);
      compute.run('tsneDivergence', rows, 3, [parts.at, at, ...csr, c]);
      if (c === 2) compute.run('tsneAttractPlane', rows, 3, [plane.at, at, at, ...csr]);
      return { forces: forces.copy(), plane: plane.copy(), parts: parts.copy() };
    });
    const expected = tsneAttract(split(y), split(y), edges).flat();
    expectNear(found.forces, expected);
    if (c === 2) expectNear(found.plane, expected);
    const divergence = found.parts.reduce((sum, part) => sum + part, 0);
    expect(divergence).toBeCloseTo(tsneDivergence(split(y), edges), 12);
  },
);

test.each(cases)(
  'tsneCenter and tsneRepel of %i rows × %i equal their references',
  async (rows, c) => {
    const { y, split } = scene(rows, c);
    const center = Float64Array.from({ length: c }, (_, a) => a - 0.5);
    const stride = rows + (rows % 2);
    const found = await everyWay((compute, scope) => {
      const columns = scope.f64(c * stride);
      columns.view.fill(1e150);
      const forces = scope.f64(rows * c);
      const nears = scope.f64(rows);
      const places = scope.put(y);
      compute.run('tsneCenter', rows, 3, [places.at, columns.at, scope.put(center).at, stride, c]);
      compute.run('tsneRepel', rows, 3, [forces.at, nears.at, places.at, columns.at, stride, c]);
      return { places: places.copy(), forces: forces.copy(), nears: nears.copy() };
    });
    const centered = tsneCenter(split(y), [...center]);
    expectNear(found.places, centered.flat(), 0);
    const { forces, nears } = tsneRepel(centered, centered);
    expectNear(found.forces, forces.flat());
    expectNear(found.nears, nears);
  },
);

test.each(cases)(
  'tsneStep and tsnePlace of %i rows × %i equal their references',
  async (rows, c) => {
    const { y, draw, split } = scene(rows, c);
    const [pulls, pushes, steps] = [draw(rows * c), draw(rows * c), draw(rows * c)];
    // A step of 0, as at the start, and a gradient of 0.
    steps.fill(0, 0, 1);
    pulls.fill(0, 2, 3);
    pushes.fill(0, 2, 3);
    const gains = draw(rows * c).map(Math.abs);
    const nears = draw(rows).map((value) => 1 + Math.abs(value));
    const bounds = Float64Array.from([...new Array(c).fill(-2), ...new Array(c).fill(3)]);
    const given = { pull: 12, push: 0.3, rate: 0.7, momentum: 0.8, longest: 2 };
    const found = await everyWay((compute, scope) => {
      const run = (name: string, last: readonly Float64Array[], rest: readonly number[]) => {
        const blocks = [y, pulls, pushes, ...last].map((array) => scope.put(array));
        const out = scope.f64(Math.ceil(rows / 3) * 3 * c);
        const first = name === 'tsneStep' ? [out.at] : [];
        compute.run(name, rows, 3, [...first, ...blocks.map(({ at }) => at), c, ...rest]);
        return { blocks: blocks.map((block) => block.copy()), out: out.copy() };
      };
      const { pull, push, rate, momentum, longest } = given;
      const stepped = run('tsneStep', [steps, gains], [pull, push, rate, momentum, longest]);
      const placed = run(
        'tsnePlace',
        [nears, steps, gains, bounds],
        [1, pull, rate, momentum, 0.5],
      );
      return { stepped, placed };
    });
    const rowsOf = split(y).map((place, i) => ({
      place,
      step: split(steps)[i],
      gains: split(gains)[i],
    }));
    const [p, q] = [split(pulls), split(pushes)];
    const stepped = rowsOf.map((row, i) => tsneStep(row, p[i], q[i], given));
    const placed = rowsOf.map((row, i) =>
      tsnePlace(row, p[i], q[i], nears[i], new Array(c).fill([-2, 3]), { ...given, longest: 0.5 }),
    );
    const { blocks, out } = found.stepped;
    expectNear(
      blocks[0],
      stepped.flatMap(({ place }) => place),
    );
    expectNear(
      blocks[3],
      stepped.flatMap(({ step }) => step),
    );
    expectNear(
      blocks[4],
      stepped.flatMap((row) => row.gains),
    );
    expectNear(
      found.placed.blocks[0],
      placed.flatMap(({ place }) => place),
    );
    expectNear(
      found.placed.blocks[4],
      placed.flatMap(({ step }) => step),
    );
    expectNear(
      found.placed.blocks[5],
      placed.flatMap((row) => row.gains),
    );
    for (let first = 0; first < rows; first += 3) {
      for (let a = 0; a < c; a++) {
        const column = stepped.slice(first, first + 3).map(({ place }) => place[a]);
        const slot = first * c + a;
        expect(out[slot]).toBeCloseTo(
          column.reduce((sum, value) => sum + value, 0),
          11,
        );
        expect(out[slot + c]).toBeCloseTo(Math.min(...column), 11);
        expect(out[slot + 2 * c]).toBeCloseTo(Math.max(...column), 11);
      }
    }
  },
);
