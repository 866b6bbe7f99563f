import type { Block, Compute, Scope } from '../compute/index.ts';
import { farForces } from '../neighbors/index.ts';
import { Matrix } from '../numeric/index.ts';

/** Rows per chunk where a row meets its neighbours, and where it is only moved or read: each some 0.1 ms. */
export const CHUNK = 256;
export const LIGHT_CHUNK = 4096;

/** Where rows are on the map while it is made. */
export interface Places {
  readonly rows: number;
  readonly components: number;
  /** n × c f64, centred on 0. */
  readonly y: Block<Float64Array>;
  /** The same column by column, `stride` apart, for kernels that compare a row with all others. */
  readonly columns: Block<Float64Array>;
  readonly stride: number;
  /** Least and greatest place in each column. */
  readonly lows: Float64Array;
  readonly highs: Float64Array;
}

/** How the rows of a map push each other, and rows that are put on it, apart. */
export interface Repulsion extends Disposable {
  /** n × c f64: Σⱼ w²·(yᵢ − yⱼ) with w = 1 / (1 + |yᵢ − yⱼ|²), written by `update`. */
  readonly forces: Block<Float64Array>;
  /** Gives Σ w over all pairs of different rows. `fine`: more exactly than a step needs. */
  update(places: Places, fine?: boolean): number;
}

/** Every pair is looked at. Cost: O(n²·c) per update. */
export function exactRepulsion(
  compute: Compute,
  scope: Scope,
  rows: number,
  components: number,
): Repulsion {
  const forces = scope.f64(rows * components);
  const nears = scope.f64(rows);
  return {
    forces,
    update({ y, columns, stride }) {
      const args = [forces.at, nears.at, y.at, columns.at, stride, components];
      compute.run('tsneRepel', rows, 32, args);
      return nears.view.reduce((total, near) => total + near, -rows);
    },
    [Symbol.dispose]: () => {},
  };
}

/** Far rows push together. Cost: O(n·log n) per update, in up to 3 columns. */
export function treeRepulsion(
  compute: Compute,
  scope: Scope,
  rows: number,
  components: number,
): Repulsion {
  const out = { forces: scope.f64(rows * components), nears: scope.f64(rows) };
  return {
    forces: out.forces,
    update({ y }, fine = false) {
      using tree = compute.scope();
      const map = new Matrix(Float32Array.from(y.view), rows, components);
      farForces(compute, tree, map, fine ? 0.2 : 0.5)(out);
      return out.nears.view.reduce((total, near) => total + near, -rows);
    },
    [Symbol.dispose]: () => {},
  };
}
