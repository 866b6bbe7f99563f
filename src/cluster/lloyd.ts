import type { Run } from '../base/index.ts';
import { Matrix } from '../numeric/index.ts';

export interface Settled {
  readonly centers: Matrix;
  readonly labels: Int32Array;
  readonly inertia: number;
  readonly iterations: number;
  readonly stopped: 'converged' | 'max-iterations';
  readonly history: Float64Array;
}

interface Limits {
  readonly maxIterations: number;
  readonly tolerance: number;
}

/** Moves centres to the mean of their rows until nothing moves. */
export async function lloyd(x: Matrix, start: Matrix, limits: Limits, run: Run): Promise<Settled> {
  const enough = limits.tolerance * meanVariance(x);
  const history: number[] = [];
  let centers = start;
  let { labels, squares } = nearestCenters(x, centers);
  let stopped: Settled['stopped'] = 'max-iterations';
  while (history.length < limits.maxIterations) {
    await run.pause();
    history.push(total(squares));
    const moved = means(x, labels, squares, centers, run);
    const shift = moved.data.reduce((sum, value, i) => sum + (value - centers.data[i]) ** 2, 0);
    centers = moved;
    const before = labels;
    ({ labels, squares } = nearestCenters(x, centers));
    run.progress('k-means', history.length, limits.maxIterations);
    if (shift <= enough || labels.every((label, i) => label === before[i])) {
      stopped = 'converged';
      break;
    }
  }
  if (stopped === 'max-iterations') {
    run.warn(
      'not-converged',
      `KMeans: the centres were still moving after ${limits.maxIterations} iterations. Raise maxIterations or tolerance.`,
    );
  }
  return {
    centers,
    labels,
    inertia: total(squares),
    iterations: history.length,
    stopped,
    history: Float64Array.from(history),
  };
}

/** The nearest centre of each row, the first of equals, and the squared distance to it. */
export function nearestCenters(
  x: Matrix,
  centers: Matrix,
): { labels: Int32Array; squares: Float64Array } {
  const labels = new Int32Array(x.rows);
  const squares = new Float64Array(x.rows).fill(Number.POSITIVE_INFINITY);
  for (let i = 0; i < x.rows; i++) {
    for (let c = 0; c < centers.rows; c++) {
      let square = 0;
      for (let j = 0; j < x.cols; j++) {
        square += (x.data[i * x.cols + j] - centers.data[c * x.cols + j]) ** 2;
      }
      if (square < squares[i]) {
        squares[i] = square;
        labels[i] = c;
      }
    }
  }
  return { labels, squares };
}

function means(
  x: Matrix,
  labels: Int32Array,
  squares: Float64Array,
  centers: Matrix,
  run: Run,
): Matrix {
  const { cols } = x;
  const own = labels.slice();
  const sizes = new Int32Array(centers.rows);
  for (const c of own) sizes[c]++;
  relocate(own, squares, sizes, run);
  const sums = new Float64Array(centers.data.length);
  for (let i = 0; i < x.rows; i++) {
    for (let j = 0; j < cols; j++) sums[own[i] * cols + j] += x.data[i * cols + j];
  }
  const data = Float32Array.from(sums, (sum, at) => {
    const size = sizes[Math.floor(at / cols)];
    return size === 0 ? centers.data[at] : sum / size;
  });
  return new Matrix(data, centers.rows, cols);
}

/** Gives each empty cluster the row farthest from its centre. */
function relocate(own: Int32Array, squares: Float64Array, sizes: Int32Array, run: Run): void {
  const empty = sizes.reduce((count, size) => count + (size === 0 ? 1 : 0), 0);
  if (empty === 0) return;
  const farthest = Array.from(squares.keys())
    .sort((a, b) => squares[b] - squares[a] || a - b)
    .slice(0, empty);
  let moved = 0;
  for (let c = 0; c < sizes.length && moved < farthest.length; c++) {
    const row = farthest[moved];
    if (sizes[c] > 0 || squares[row] === 0 || sizes[own[row]] === 1) continue;
    sizes[own[row]]--;
    own[row] = c;
    sizes[c] = 1;
    moved++;
  }
  if (moved > 0) {
    run.warn('empty-cluster', `KMeans: ${moved} empty clusters were put on the farthest rows.`);
  }
}

function meanVariance(x: Matrix): number {
  let all = 0;
  for (let j = 0; j < x.cols; j++) {
    let sum = 0;
    for (let i = 0; i < x.rows; i++) sum += x.data[i * x.cols + j];
    const mean = sum / x.rows;
    let square = 0;
    for (let i = 0; i < x.rows; i++) square += (x.data[i * x.cols + j] - mean) ** 2;
    all += square / x.rows;
  }
  return all / x.cols;
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
