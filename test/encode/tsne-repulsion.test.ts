import { expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { type Compute, openCompute, type Scope } from '../../src/compute/index.ts';
import { GridRepulsion, gridField } from '../../src/encode/tsne-grid.ts';
import {
  exactRepulsion,
  type Places,
  type Repulsion,
  treeRepulsion,
} from '../../src/encode/tsne-repulsion.ts';

/** Rows of a map of some islands, `width` wide. */
function openMap(scope: Scope, rows: number, c: number, width: number): Places {
  const random = new Random(rows + c);
  const centers = Array.from({ length: 10 * c }, () => random.next() - 0.5);
  const y = Float64Array.from(
    { length: rows * c },
    (_, at) => width * (centers[(Math.floor(at / c) % 10) * c + (at % c)] + 0.03 * random.normal()),
  );
  const columns = new Float64Array(c * rows).map(
    (_, at) => y[(at % rows) * c + Math.floor(at / rows)],
  );
  const ends = (pick: (...values: number[]) => number) =>
    Float64Array.from({ length: c }, (_, a) => pick(...columns.subarray(a * rows, (a + 1) * rows)));
  const placed = { y: scope.put(y), columns: scope.put(columns), stride: rows };
  return { rows, components: c, ...placed, lows: ends(Math.min), highs: ends(Math.max) };
}

const norm = (values: ArrayLike<number>) => Math.hypot(...Array.from(values));

function error(ours: Repulsion, exact: Repulsion): number {
  const expected = exact.forces.copy();
  return norm(ours.forces.view.map((value, at) => value - expected[at])) / norm(expected);
}

const rows = 2000;
type Make = (compute: Compute, scope: Scope, c: number) => Repulsion;
const tree: Make = (compute, scope, c) => treeRepulsion(compute, scope, rows, c);
const grid: Make = (compute, scope) => new GridRepulsion(compute, scope, rows);

// Widths from the start of a fit to the map of some 100,000 rows. Tolerances: relative error of all forces together,
// for a step and for the final figure. openTSNE's grid has 3 percent at the widths of 100 and more.
test.each([
  ['GridRepulsion', grid, 2, 1e-4, 1e-9, 1e-9],
  ['GridRepulsion', grid, 2, 3, 1e-4, 1e-5],
  ['GridRepulsion', grid, 2, 40, 0.02, 0.002],
  ['GridRepulsion', grid, 2, 200, 0.04, 0.004],
  ['treeRepulsion', tree, 1, 100, 0.03, 0.01],
  ['treeRepulsion', tree, 2, 40, 0.03, 0.01],
  ['treeRepulsion', tree, 3, 40, 0.03, 0.01],
])('%s.update comes near exactRepulsion.update', async (_, make, c, width, coarse, fine) => {
  const compute = await openCompute(2);
  using scope = compute.scope();
  const places = openMap(scope, rows, c, width);
  const exact = exactRepulsion(compute, scope, rows, c);
  const total = exact.update(places);
  using ours = make(compute, scope, c);
  expect(Math.abs(ours.update(places) / total - 1)).toBeLessThan(coarse);
  expect(error(ours, exact)).toBeLessThan(coarse);
  expect(Math.abs(ours.update(places, true) / total - 1)).toBeLessThan(fine);
  expect(error(ours, exact)).toBeLessThan(fine);
});

test('gridField(map) gives forces and Σ w at places on the map', async () => {
  const compute = await openCompute(2);
  using scope = compute.scope();
  const places = openMap(scope, rows, 2, 60);
  const exact = exactRepulsion(compute, scope, rows, 2);
  const total = exact.update(places);
  const forces = scope.f64(2 * rows);
  const nears = scope.f64(2 * rows);
  gridField(compute, scope, places)(forces, nears, places.y);
  expect(error({ ...exact, forces }, exact)).toBeLessThan(0.002);
  const sum = nears.view.reduce((all, near, at) => (at % 2 === 0 ? all + near : all), 0);
  expect(sum / (total + rows)).toBeCloseTo(1, 3);
});
