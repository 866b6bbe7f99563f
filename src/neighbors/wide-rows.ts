import type { Run } from '../base/index.ts';
import { openCompute } from '../compute/index.ts';
import { packPanels } from '../distances/index.ts';
import { Matrix, unitScale } from '../numeric/index.ts';
import type { Nearest } from './nearest-rows.ts';
import { type Sketches, sketchRows } from './sketch-rows.ts';

/** Queries between two safe points, and per chunk: a multiple of the 16 that a kernel holds. */
const SLICE = 512;
const CHUNK = 32;
/** Beyond this, and below its inverse, squares of 32-bit numbers lose digits or overflow. */
const LARGE = 1e15;

/**
 * The k nearest rows among rows of many columns, exactly: every pair's sketches are compared, and those
 * pairs measured in full whose sketches do not rule them out.
 *
 * Without `y` each row of x has the other rows of x. Ties go to the lower row; squares are summed in 64 bits.
 * Cost: O(n·m·64), and O(d) for each pair that may be near; memory two copies of x.
 */
export async function nearestWide(
  x: Matrix,
  k: number,
  y: Matrix | undefined,
  run: Run,
): Promise<Nearest> {
  const { scaled, unit } = withinRange(x);
  const others = y && divided(y, unit);
  const sketches = await sketchRows(scaled, others, 0, run);
  return multiplied(await nearestSketched(scaled, k, others, sketches, run), unit);
}

/** The same, with the sketches of x and of y at hand and numbers of which squares can be taken. */
export async function nearestSketched(
  x: Matrix,
  k: number,
  y: Matrix | undefined,
  { points, queries }: Sketches,
  run: Run,
): Promise<Nearest> {
  const compute = await openCompute(run.threads);
  using scope = compute.scope();
  const n = y ? y.rows : x.rows;
  const squares = scope.f64(n * k);
  const rows = scope.i32(n * k);
  const panels = scope.put(packPanels(points).data).at;
  const norms = scope.put(lessenedNorms(points)).at;
  const asking = y ? scope.put(lessenedNorms(queries)).at : norms;
  const wide = scope.put(x.data).at;
  const others = y ? scope.put(y.data).at : wide;
  const scratch = scope.u8(compute.threads * (16 * 32 * Math.ceil(x.rows / 8) + 4 * k)).at;
  const args = [
    ...[squares.at, rows.at, panels, norms, scope.put(queries.data).at, asking, wide, others],
    ...[points.cols, x.cols, x.rows, k, y ? 0 : 1, scratch],
  ];
  for (let first = 0; first < n; first += SLICE) {
    await run.pause();
    const count = Math.min(SLICE, n - first);
    compute.run('wideNearest', count, CHUNK, [...args, first]);
    run.progress('nearest rows', first + count, n);
  }
  return { rows: rows.copy(), distances: squares.copy().map(Math.sqrt) };
}

/**
 * x as it is, or divided by a power of two where its squares would overflow or vanish: nothing is rounded.
 */
export function withinRange(x: Matrix): { scaled: Matrix; unit: number } {
  let largest = 0;
  for (let at = 0; at < x.data.length; at++) largest = Math.max(largest, Math.abs(x.data[at]));
  return largest < LARGE && largest > 1 / LARGE ? { scaled: x, unit: 1 } : unitScale(x);
}

function divided(x: Matrix, unit: number): Matrix {
  if (unit === 1) return x;
  return new Matrix(
    x.data.map((value) => value / unit),
    x.rows,
    x.cols,
  );
}

/** Distances in the units of what was divided. */
export function multiplied<T extends Nearest>(found: T, unit: number): T {
  if (unit !== 1) for (let at = 0; at < found.distances.length; at++) found.distances[at] *= unit;
  return found;
}

/**
 * Squared lengths, less than they are by as much as a square made of them in 32 bits can be off: the sum
 * of w products by (w + 2)·2⁻²⁴ of |a|·|b|, and the sketches' own rounding by 2⁻²⁰ of |a|² + |b|². Padded
 * with infinity to whole panels.
 */
function lessenedNorms({ data, rows, cols }: Matrix): Float32Array {
  const keep = 1 - (cols + 16) * 2 ** -22;
  const norms = new Float32Array(8 * Math.ceil(rows / 8)).fill(Number.POSITIVE_INFINITY);
  for (let i = 0, at = 0; i < rows; i++) {
    let sum = 0;
    for (const stop = at + cols; at < stop; at++) sum += data[at] * data[at];
    norms[i] = sum * keep;
  }
  return norms;
}
