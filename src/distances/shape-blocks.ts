import type { Run } from '../base/index.ts';
import { openCompute } from '../compute/index.ts';
import { fourierTable } from '../numeric/index.ts';
import type { LongRows } from './standardize-series.ts';

/** Distances of series begin … end−1 of x to all of y, and the shifts at which they are that near. */
export interface ShapeBlock {
  readonly begin: number;
  readonly end: number;
  /** (end − begin) × series of y. Only good until the next block is asked for. */
  readonly distances: Float32Array;
  /** How many steps x lies behind y; negative: before. */
  readonly shifts: Int32Array;
}

/** Numbers in one block: 4 MiB of distances and as much of shifts. */
const BLOCK = 2 ** 20;

/**
 * Shape-based distances (SBD): 1 − the greatest correlation over all shifts, divided by both series' lengths
 * as vectors. 0 the same shape, 1 nothing in common, 2 the contrary at every shift.
 *
 * Cost: O(n·m·t·log t); memory 16 bytes times the power of two above both lengths for every series of y.
 *
 * Source: Paparrizos & Gravano 2015, "k-Shape: Efficient and Accurate Clustering of Time Series", section 3.1.
 *
 * @param triangle x is y, and distances left of the diagonal may be 0
 */
export async function* shapeBlocks(
  x: LongRows,
  y: LongRows,
  triangle: boolean,
  run: Run,
): AsyncGenerator<ShapeBlock> {
  const [n, m] = [x.lengths.length, y.lengths.length];
  const [steps, stepsY] = [x.values.length / Math.max(1, n), y.values.length / Math.max(1, m)];
  const reach = Math.max(x.reach, y.reach);
  const widest = Math.max(steps, stepsY) + Math.min(reach, steps, stepsY) - 1;
  const size = 2 ** Math.max(2, Math.ceil(Math.log2(Math.max(1, widest))));
  const compute = await openCompute(run.threads);
  using scope = compute.scope();
  const rows = Math.max(1, Math.min(n, Math.floor(BLOCK / Math.max(1, m))));
  const twiddles = scope.put(fourierTable(size)).at;
  const work = size * Math.ceil(m / 2);
  const chunk = Math.max(1, Math.floor(2 ** 16 / Math.max(1, work)));
  const pairs = scope.f64(Math.ceil(m / 2) * size * 2);
  {
    using spectra = compute.scope();
    const complex = spectra.f64(m * size * 2);
    const { view } = complex;
    for (let j = 0; j < m; j++) {
      for (let t = 0; t < y.lengths[j]; t++) view[2 * (j * size + t)] = y.values[j * stepsY + t];
    }
    compute.run('fftRows', m, 8, [complex.at, size, twiddles]);
    compute.run('shapePairs', Math.ceil(m / 2), 8, [pairs.at, complex.at, m, size]);
  }
  const out = scope.f32(rows * m);
  const shifts = scope.i32(rows * m);
  const own = scope.put(x.values).at;
  const lengths = scope.put(x.lengths).at;
  const norms = scope.put(x.norms).at;
  const other = [pairs.at, scope.put(y.lengths).at, scope.put(y.norms).at, m, size, twiddles];
  const scratch = scope.f64(compute.threads * 4 * size).at;
  for (let begin = 0; begin < n; begin += rows) {
    await run.pause();
    const end = Math.min(n, begin + rows);
    const from = [own + begin * steps * 8, steps, lengths + begin * 4, norms + begin * 8];
    const args = [out.at, shifts.at, m, ...from, ...other, triangle ? begin : -1, reach, scratch];
    compute.run('shapeBlock', end - begin, chunk, args);
    const used = (end - begin) * m;
    yield {
      begin,
      end,
      distances: out.view.subarray(0, used),
      shifts: shifts.view.subarray(0, used),
    };
  }
}
