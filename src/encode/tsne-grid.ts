import type { Block, Compute, Scope } from '../compute/index.ts';
import { fourierTable } from '../numeric/index.ts';
import { LIGHT_CHUNK, type Places, type Repulsion } from './tsne-repulsion.ts';

/** Nodes are no further apart than this, in units of the map, where w falls to a half at distance 1. */
const WIDEST = 0.5;
/** Nodes along a side: as few for a small map, as many at most; past that nodes move apart. */
const FEWEST = 64;
const MOST = 1024;
/** Nodes that must stay empty: two around each point's spline, the rest until the ends no longer ring. */
const EMPTY = 16;
/** Below this share of its room a map gets a finer grid or a smaller one; two steps of spacing down. */
const WELL_FILLED = 0.65;
/** Points are spread in slices of at least so many rows, 8 at most, whatever the threads. */
const SLICE = 2048;
const SLICES = 8;
/** Numbers per chunk of a transform: some 0.1 ms. */
const TURNED = 8192;

/** Distances between nodes that are tried, as shares of a power of 2: four to each halving. */
const SHARES = [1, 0.84, 0.71, 0.6];

/** How many nodes there are along a side and how far apart. */
interface Mesh {
  readonly size: number;
  /** One of a few, so that the transforms of the forces serve many steps. */
  readonly spacing: number;
}

/** The fewest nodes for a map that is `range` wide, and as near together as they then can be. */
function meshFor(range: number, widest: number): Mesh {
  let size = FEWEST;
  while (range / widest > size - EMPTY && size < MOST) size *= 2;
  let power = widest;
  while (range / power > size - EMPTY) power *= 2;
  while (range / (power / 2) <= size - EMPTY && power > 2 ** -60) power /= 2;
  const fits = SHARES.filter((share) => range / (power * share) <= size - EMPTY);
  return { size, spacing: power * fits[fits.length - 1] };
}

interface Grid extends Mesh {
  readonly scope: Scope;
  readonly charges: Block<Float64Array>;
  readonly table: Block<Float64Array>;
  readonly force: Block<Float64Array>;
  readonly near: Block<Float64Array>;
  readonly energies: Block<Float64Array>;
  readonly twiddles: Block<Float64Array>;
  readonly scratch: Block<Float64Array>;
}

type Bounded = Pick<Places, 'rows' | 'y' | 'lows' | 'highs'>;

/**
 * Repulsion by way of a grid, for 2 columns. Cost per update: O(n) and O(g·log g) for g nodes.
 *
 * Source: Linderman, Rachh, Hoskins, Steinerberger & Kluger 2019, "Fast interpolation-based t-SNE"; splines as in
 * Essmann et al. 1995, "A smooth particle mesh Ewald method". Differs: the force itself is interpolated, so that one
 * charge per point and one transform each way do instead of four, and Z is read off the transforms; splines on one grid
 * instead of polynomials on boxes, as exact with nodes one and a half times as far apart.
 */
export class GridRepulsion implements Repulsion {
  readonly forces: Block<Float64Array>;
  readonly #compute: Compute;
  readonly #rows: number;
  #grid: Grid | undefined;

  constructor(compute: Compute, scope: Scope, rows: number) {
    this.#compute = compute;
    this.#rows = rows;
    this.forces = scope.f64(2 * rows);
  }

  update(places: Places, fine = false): number {
    const grid = this.#gridFor(rangeOf(places), fine ? WIDEST / 2 : WIDEST);
    const lattice = latticeOf(places, grid);
    const energy = convolve(this.#compute, grid, places, lattice);
    const { y, rows } = places;
    const given = [this.forces.at, grid.table.at, y.at, ...lattice];
    this.#compute.run('gridRead', rows, LIGHT_CHUNK, given);
    return energy - this.#rows;
  }

  /** The grid at hand while the map fits and fills it well, so that a map that breathes changes none. */
  #gridFor(range: number, widest: number): Grid {
    const held = this.#grid;
    if (held && held.spacing <= widest) {
      const room = held.spacing * (held.size - EMPTY);
      if (range <= room && range >= WELL_FILLED * room) return held;
    }
    this[Symbol.dispose]();
    this.#grid = openGrid(this.#compute, meshFor(range, widest));
    return this.#grid;
  }

  [Symbol.dispose](): void {
    this.#grid?.scope[Symbol.dispose]();
    this.#grid = undefined;
  }
}

/**
 * What a finished map does to places on it: writes the forces (n × 2) and n pairs of which the first is Σ w.
 * Cost: a grid once, then O(n). The same for a place whatever the others are.
 */
export function gridField(
  compute: Compute,
  scope: Scope,
  map: Bounded,
): (forces: Block<Float64Array>, nears: Block<Float64Array>, y: Block<Float64Array>) => void {
  const grid = openGrid(compute, meshFor(rangeOf(map), WIDEST / 2));
  const lattice = latticeOf(map, grid);
  const numbers = 2 * grid.size * grid.size;
  const tables = [0, 1].map((turn) => {
    if (turn === 1) useNear(grid);
    convolve(compute, grid, map, lattice);
    return scope.put(grid.table.view.slice(0, numbers));
  });
  grid.scope[Symbol.dispose]();
  return (forces, nears, y) => {
    for (const [i, out] of [forces, nears].entries()) {
      compute.run('gridRead', y.length / 2, LIGHT_CHUNK, [out.at, tables[i].at, y.at, ...lattice]);
    }
  };
}

/** Nearness in the force's stead. */
function useNear({ near, force }: Grid): void {
  const [from, to] = [near.view, force.view.fill(0)];
  for (let at = 0; at < from.length; at++) to[2 * at] = from[at];
}

const rangeOf = ({ lows, highs }: Bounded) => Math.max(highs[0] - lows[0], highs[1] - lows[1]);

/** The first node's place, nodes per unit and nodes along a side: the map in the middle. */
function latticeOf({ lows, highs }: Bounded, { size, spacing }: Mesh): number[] {
  const side = (size - 1) * spacing;
  return [...[0, 1].map((a) => (lows[a] + highs[a] - side) / 2), 1 / spacing, size];
}

/** Fills the first `size` rows of the table with what all points do at each node; gives Σ w over all pairs. */
function convolve(compute: Compute, grid: Grid, points: Bounded, lattice: readonly number[]) {
  const { size, charges, table, force, near, energies, twiddles, scratch } = grid;
  const slice = Math.max(SLICE, Math.ceil(points.rows / SLICES));
  compute.run('gridSpread', points.rows, slice, [charges.at, points.y.at, ...lattice]);
  const slices = Math.ceil(points.rows / slice);
  const chunk = Math.ceil(TURNED / (2 * size));
  compute.run('gridGather', size, 4 * chunk, [table.at, charges.at, slices, size]);
  const columns = [table.at, size, 2 * size];
  const turning = [twiddles.at, scratch.at];
  compute.run('fftColumns', size / 4, Math.ceil(chunk / 4), [
    ...columns,
    size,
    2 * size,
    0,
    ...turning,
  ]);
  const spectra = [energies.at, force.at, near.at, size];
  compute.run('gridConvolve', 2 * size, Math.ceil(chunk / 2), [table.at, ...spectra, ...turning]);
  compute.run('fftColumns', size / 4, Math.ceil(chunk / 4), [
    ...columns,
    2 * size,
    size,
    1,
    ...turning,
  ]);
  return energies.view.reduce((total, energy) => total + energy, 0);
}

function openGrid(compute: Compute, { size, spacing }: Mesh): Grid {
  const scope = compute.scope();
  const length = 2 * size;
  const grid: Grid = {
    size,
    spacing,
    scope,
    charges: scope.f64(SLICES * size * size),
    table: scope.f64(2 * length * size),
    force: scope.f64(2 * length * length),
    near: scope.f64(length * length),
    energies: scope.f64(length),
    twiddles: scope.put(fourierTable(length)),
    scratch: scope.f64(compute.threads * 8 * length),
  };
  transformKernels(compute, grid);
  return grid;
}

/** Fills `force` and `near` with the transforms of what one node does to another. */
function transformKernels(compute: Compute, grid: Grid): void {
  const { size, spacing, force, near, twiddles, scratch } = grid;
  const length = 2 * size;
  const turn = (block: Block<Float64Array>) => {
    const given = [block.at, length, length, length, length, 0, twiddles.at, scratch.at];
    const chunk = Math.ceil(TURNED / length);
    compute.run('fftColumns', length / 4, Math.ceil(chunk / 4), given);
    compute.run('fftRows', length, chunk, [block.at, length, twiddles.at]);
  };
  const spread = splineSpectrum(compute, grid);
  using scope = compute.scope();
  const work = scope.f64(2 * length * length);
  const fill = (value: (dx: number, dy: number) => readonly [number, number]) => {
    const to = work.view;
    for (let b = 0, at = 0; b < length; b++) {
      for (let a = 0; a < length; a++, at += 2) {
        const dx = (a < size ? a : a - length) * spacing;
        const dy = (b < size ? b : b - length) * spacing;
        const [real, imaginary] = value(dx, dy);
        to[at] = real;
        to[at + 1] = imaginary;
      }
    }
    turn(work);
  };
  // Splines blur twice, where points are spread and where they read; and transforms multiply by length².
  const scale = (b: number, a: number) => 1 / (spread[a] * spread[b] * length) ** 2;
  fill((dx, dy) => [1 / (1 + dx * dx + dy * dy), 0]);
  let [from, to] = [work.view, near.view];
  for (let b = 0, at = 0; b < length; b++) {
    for (let a = 0; a < length; a++, at++) to[at] = from[2 * at] * scale(b, a);
  }
  const edge = size * spacing;
  fill((dx, dy) => {
    const w = 1 / (1 + dx * dx + dy * dy);
    // The far edge is its own opposite.
    return [dx === -edge ? 0 : dx * w * w, dy === -edge ? 0 : dy * w * w];
  });
  [from, to] = [work.view, force.view];
  for (let b = 0, at = 0; b < length; b++) {
    for (let a = 0; a < length; a++, at += 2) {
      const share = scale(b, a);
      to[at] = from[at] * share;
      to[at + 1] = from[at + 1] * share;
    }
  }
}

/** The transform of the spline's values at nodes, 1/6 4/6 1/6: how much it blurs each frequency. */
function splineSpectrum(compute: Compute, { size, twiddles }: Grid): Float64Array {
  using scope = compute.scope();
  const length = 2 * size;
  const values = scope.f64(2 * length);
  values.view[0] = 4 / 6;
  values.view[2] = 1 / 6;
  values.view[2 * length - 2] = 1 / 6;
  compute.run('fftRows', 1, 1, [values.at, length, twiddles.at]);
  return values.view.filter((_, at) => at % 2 === 0);
}
