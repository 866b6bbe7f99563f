import { Random, type Run } from '../base/index.ts';
import { openCompute } from '../compute/index.ts';
import { gramTimes, orthonormalize, symmetricEigen } from '../linalg/index.ts';
import { Matrix } from '../numeric/index.ts';

/** Columns of a sketch: axes, and one for what they miss. Enough to rule out 99 of 100 pairs of images. */
const SKETCH = 64;
/** Rows that the axes are found from. */
const SAMPLE = 1024;
/** Multiplications that sharpen the axes. Blunt ones rule out less and are still right. */
const ROUNDS = 2;

export interface Sketches {
  /** m × width */
  readonly points: Matrix;
  /** n × width; `points` again where there are no other queries. */
  readonly queries: Matrix;
}

/**
 * Short images of wide rows that are never farther apart than the rows themselves: their places along
 * the axes on which a sample of x differs most, and their distance from all of these.
 *
 * Narrow rows are their own sketches, less the mean. Cost: O(n·d·width); memory n·width floats.
 * Source: the bound is that of Cauchy and Schwarz on what the axes miss.
 */
export async function sketchRows(
  x: Matrix,
  y: Matrix | undefined,
  seed: number,
  run: Run,
): Promise<Sketches> {
  const mean = sampleMean(x);
  if (x.cols <= SKETCH) {
    const points = centred(x, mean);
    return { points, queries: y ? centred(y, mean) : points };
  }
  const axes = await mainAxes(x, mean, seed, run);
  const points = await image(x, mean, axes, run);
  return { points, queries: y ? await image(y, mean, axes, run) : points };
}

function sampleRows(x: Matrix): Matrix {
  const size = Math.min(SAMPLE, x.rows);
  return x.takeRows(Int32Array.from({ length: size }, (_, i) => Math.floor((i * x.rows) / size)));
}

function sampleMean(x: Matrix): Float64Array {
  const sample = sampleRows(x);
  const mean = new Float64Array(x.cols);
  for (let i = 0; i < sample.rows; i++) {
    const row = sample.row(i);
    for (let j = 0; j < x.cols; j++) mean[j] += row[j] / sample.rows;
  }
  return mean;
}

function centred(x: Matrix, mean: Float64Array): Matrix {
  const data = new Float32Array(x.data.length);
  for (let i = 0, at = 0; i < x.rows; i++) {
    for (let j = 0; j < x.cols; j++, at++) data[at] = x.data[at] - mean[j];
  }
  return new Matrix(data, x.rows, x.cols);
}

/** Axes as columns of d × (SKETCH − 4), the one of greatest variance first. */
async function mainAxes(x: Matrix, mean: Float64Array, seed: number, run: Run) {
  const sample = sampleRows(x);
  const { cols } = x;
  const count = SKETCH - 4;
  const random = new Random(seed).fork('sketch');
  const basis = Float64Array.from({ length: count * cols }, () => random.normal());
  orthonormalize(basis, count, cols);
  for (let round = 0; round < ROUNDS; round++) {
    basis.set(await gramTimes(sample, mean, basis, count, run));
    orthonormalize(basis, count, cols);
  }
  const products = await gramTimes(sample, mean, basis, count, run);
  const small = new Float64Array(count * count);
  for (let a = 0; a < count; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = 0;
      for (let j = 0; j < cols; j++) sum += basis[a * cols + j] * products[b * cols + j];
      small[a * count + b] = sum;
      small[b * count + a] = sum;
    }
  }
  const { vectors } = symmetricEigen(small, count);
  const axes = new Float64Array(cols * count);
  for (let c = 0; c < count; c++) {
    for (let a = 0; a < count; a++) {
      const share = vectors[c * count + a];
      for (let j = 0; j < cols; j++) axes[j * count + c] += share * basis[a * cols + j];
    }
  }
  return axes;
}

async function image(x: Matrix, mean: Float64Array, axes: Float64Array, run: Run): Promise<Matrix> {
  await run.pause();
  const count = SKETCH - 4;
  const compute = await openCompute(run.threads);
  using scope = compute.scope();
  const out = scope.f32(x.rows * (count + 1));
  const inputs = [scope.put(x.data).at, scope.put(mean).at, scope.put(axes).at];
  const scratch = scope.f64(compute.threads * x.cols).at;
  compute.run('sketchRows', x.rows, 64, [out.at, ...inputs, x.cols, count, scratch]);
  return new Matrix(out.copy(), x.rows, count + 1);
}
