import type { Run, Warning } from '../base/index.ts';
import type { Block, Scope } from '../compute/index.ts';
import { Matrix } from '../numeric/index.ts';
import { CenterGroups } from './center-groups.ts';
import type { PackedRows } from './packed-rows.ts';
import { type ColumnFacts, chunkRows, place, type Rows, roundUp, tileWords } from './rows.ts';

export interface Settled {
  readonly centers: Matrix;
  readonly labels: Int32Array;
  readonly inertia: number;
  readonly iterations: number;
  readonly stopped: 'converged' | 'max-iterations';
  readonly history: Float64Array;
  /** What to tell the reader if this start is kept. */
  readonly warnings: readonly Warning[];
}

interface Limits {
  readonly maxIterations: number;
  readonly tolerance: number;
  readonly algorithm: 'auto' | 'lloyd' | 'elkan' | 'hamerly' | 'yinyang';
}

/**
 * Moves centres to the means of their rows until they rest.
 *
 * Every algorithm gives the same bits: the nearest centre is defined in f64 and bounds only skip what
 * they prove to be farther; the sums of rows are whole numbers, so no order of adding matters; centres
 * are rounded to f32, so the model that is stored labels exactly as the last iteration did.
 *
 * @param start k × d
 */
export async function lloyd(
  rows: Rows,
  facts: ColumnFacts,
  packed: PackedRows | undefined,
  start: Matrix,
  limits: Limits,
  run: Run,
): Promise<Settled> {
  using scope = rows.compute.scope();
  const state = new Iteration(rows, facts, packed, start, limits.algorithm, scope);
  const enough = (limits.tolerance * facts.scatter) / (rows.count * rows.cols);
  const history: number[] = [];
  let stopped: Settled['stopped'] = 'max-iterations';
  let relocated = 0;
  let settled = false;
  while (history.length < limits.maxIterations) {
    await run.pause();
    const changed = state.assign();
    history.push(state.inertiaNow());
    const moved = state.moveCenters();
    relocated += moved.relocated;
    run.progress('k-means', history.length, limits.maxIterations);
    settled = changed === 0 && moved.shift === 0;
    if (settled || moved.shift <= enough) {
      stopped = 'converged';
      break;
    }
  }
  // Labels belong to the centres before the last move; once nothing moves they are the same.
  if (!settled) state.assign();
  const warnings: Warning[] = [];
  if (relocated > 0) {
    warnings.push({
      code: 'empty-cluster',
      message: `KMeans: ${relocated} time(s) a cluster lost all its rows and was put on the row farthest from its centre.`,
    });
  }
  if (stopped === 'max-iterations') {
    warnings.push({
      code: 'not-converged',
      message: `KMeans: the centres must come to rest, but still moved after ${limits.maxIterations} iterations. Raise maxIterations or tolerance.`,
    });
  }
  return {
    centers: state.centersNow(),
    labels: state.labels.copy(),
    inertia: state.squares().reduce((sum, square) => sum + square, 0),
    iterations: history.length,
    stopped,
    history: Float64Array.from(history),
    warnings,
  };
}

class Iteration {
  readonly labels: Block<Int32Array>;
  readonly #rows: Rows;
  readonly #facts: ColumnFacts;
  readonly #k: number;
  readonly #scope: Scope;
  readonly #centers: Block<Float32Array>;
  readonly #kernel: string;
  readonly #args: number[];
  readonly #chunk: number;
  readonly #drift: Block<Float32Array>;
  readonly #lanes: Block<Float64Array>;
  readonly #totals: Block<Float64Array>;
  readonly #sums: Block<Float64Array>;
  readonly #counts: Block<Float64Array>;
  readonly #scale: Block<Float64Array>;
  readonly #groups: CenterGroups | undefined;

  constructor(
    rows: Rows,
    facts: ColumnFacts,
    packed: PackedRows | undefined,
    start: Matrix,
    algorithm: Limits['algorithm'],
    scope: Scope,
  ) {
    const { compute, count, stride } = rows;
    const k = start.rows;
    const wide = roundUp(k, 4);
    this.#rows = rows;
    this.#facts = facts;
    this.#k = k;
    this.#scope = scope;
    this.#centers = place(start, scope, wide);
    this.labels = scope.i32(count);
    this.labels.view.fill(-1);
    this.#drift = scope.f32(2 * wide);
    this.#lanes = scope.f64(compute.threads * (k * (stride + 2) + 2));
    this.#totals = scope.f64(k * (stride + 2));
    this.#sums = scope.f64(k * stride);
    this.#counts = scope.f64(k);
    this.#scale = scope.put(wholeNumberScale(facts.largest, count));
    this.#chunk = chunkRows(k * stride);
    const args = [
      this.labels.at,
      this.#lanes.at,
      this.#scale.at,
      rows.x.at,
      stride,
      this.#centers.at,
      k,
    ];
    if (packed !== undefined && k > 1) {
      this.#kernel = 'kMeansYinyang';
      this.#groups = new CenterGroups(rows, packed, k, this.#centers, this.#drift.at, scope);
    } else if (algorithm === 'elkan') {
      this.#kernel = 'kMeansElkan';
      args.push(scope.f32(count).at, scope.f32(count * wide).at, this.#drift.at);
    } else {
      args.push(scope.f32(compute.threads * tileWords(stride)).at);
      this.#kernel = 'kMeansLloyd';
      if (k > 1 && algorithm !== 'lloyd') {
        this.#kernel = 'kMeansHamerly';
        args.push(scope.f32(count).at, scope.f32(count).at, this.#drift.at);
      }
    }
    this.#args = args;
  }

  /** Labels every row with its nearest centre; gives the number of labels that changed. */
  assign(): number {
    const { compute, count, stride } = this.#rows;
    const args = this.#groups ? [...this.#args, ...this.#groups.args()] : this.#args;
    compute.run(this.#kernel, count, this.#chunk, args);
    return compute.call(
      'kMeansTotals',
      this.#sums.at,
      this.#counts.at,
      this.#totals.at,
      this.#lanes.at,
      this.#scale.at,
      stride,
      this.#k,
      compute.threads,
    );
  }

  /**
   * The inertia of the present labels and centres, without looking at a row:
   * Σ|x−c|² = Σ|x−m|² − 2·Σ_c (c−m)·(S_c − n_c·m) + Σ_c n_c·|c−m|², m the columns' means.
   */
  inertiaNow(): number {
    const { stride } = this.#rows;
    const { means, scatter } = this.#facts;
    const centers = this.#centers.view;
    const sums = this.#sums.view;
    const counts = this.#counts.view;
    let inertia = scatter;
    for (let c = 0; c < this.#k; c++) {
      for (let j = 0; j < stride; j++) {
        const off = centers[c * stride + j] - means[j];
        inertia += off * (off * counts[c] - 2 * (sums[c * stride + j] - counts[c] * means[j]));
      }
    }
    return Math.max(0, inertia);
  }

  /** Puts every centre on the mean of its rows; gives the sum of squared moves. */
  moveCenters(): { shift: number; relocated: number } {
    const { cols, stride } = this.#rows;
    const counts = this.#counts.view;
    const relocated = counts.includes(0) ? this.#relocate() : 0;
    const sums = this.#sums.view;
    const centers = this.#centers.view;
    const drift = this.#drift.view;
    const wide = drift.length / 2;
    let shift = 0;
    for (let c = 0; c < this.#k; c++) {
      if (counts[c] === 0) continue;
      let square = 0;
      for (let at = c * stride; at < c * stride + cols; at++) {
        const to = Math.fround(sums[at] / counts[c]);
        square += (to - centers[at]) ** 2;
        centers[at] = to;
      }
      shift += square;
      // Bounds need at least the true move: rounded up, and finite so that ∞ − drift stays ∞.
      drift[c] = Math.min(3e38, Math.sqrt(square) * (1 + 2 ** -20));
    }
    for (let c = 0; c < this.#k; c++) {
      let farthest = 0;
      for (let o = 0; o < this.#k; o++) if (o !== c) farthest = Math.max(farthest, drift[o]);
      drift[wide + c] = farthest;
    }
    this.#groups?.moved(drift);
    return { shift, relocated };
  }

  /**
   * Gives each empty cluster the row farthest from its centre, the first of equals, and takes that row
   * out of its cluster's sum. The labels follow with the next assignment.
   */
  #relocate(): number {
    const { x, stride } = this.#rows;
    const squares = this.squares();
    const counts = this.#counts.view;
    const sums = this.#sums.view;
    const labels = this.labels.view;
    let relocated = 0;
    for (let c = 0; c < this.#k; c++) {
      if (counts[c] > 0) continue;
      let far = 0;
      for (let i = 1; i < squares.length; i++) if (squares[i] > squares[far]) far = i;
      if (squares[far] === 0) break;
      squares[far] = 0;
      const from = labels[far];
      if (counts[from] === 1) continue;
      for (let j = 0; j < stride; j++) {
        const value = x.view[far * stride + j];
        sums[from * stride + j] -= value;
        sums[c * stride + j] = value;
      }
      counts[from]--;
      counts[c] = 1;
      relocated++;
    }
    return relocated;
  }

  /** Each row's squared distance to its centre. */
  squares(): Float64Array {
    const { compute, x, count, stride } = this.#rows;
    const out = this.#scope.f64(count);
    const args = [out.at, this.labels.at, x.at, stride, this.#centers.at];
    compute.run('kMeansSquares', count, chunkRows(stride), args);
    return out.copy();
  }

  centersNow(): Matrix {
    const { cols, stride } = this.#rows;
    const view = this.#centers.view;
    const centers = new Matrix(new Float32Array(this.#k * cols), this.#k, cols);
    for (let c = 0; c < this.#k; c++) {
      centers.row(c).set(view.subarray(c * stride, c * stride + cols));
    }
    return centers;
  }
}

/**
 * Per column a power of two that makes the values whole numbers of so many bits that n of them cannot
 * overflow 64, and one of them fits the 51 that an f64 can be rounded to by adding 1.5·2⁵².
 */
function wholeNumberScale(largest: Float64Array, count: number): Float64Array {
  const bits = Math.min(50, 62 - Math.ceil(Math.log2(count + 1)));
  return largest.map((value) => {
    if (value === 0) return 1;
    const exponent = ((new Uint32Array(Float32Array.of(value).buffer)[0] >>> 23) & 255) - 126;
    return 2 ** (bits - exponent);
  });
}

/**
 * Measured on two cores, processor time to convergence on overlapping groups and on rows without groups:
 * one bound per row wins up to 31 columns (300k, 8, k=20: 0.42 s against 0.88 s with a bound per group of
 * centres), packed rows from there on (50k, 32, 30: 0.31 s against 0.36 s; 100k, 64, 100: 5.8 s against
 * 10.2 s with a bound per centre).
 */
export function quickest({ stride }: Rows, k: number): 'lloyd' | 'hamerly' | 'yinyang' {
  if (k === 1) return 'lloyd';
  return stride < 32 ? 'hamerly' : 'yinyang';
}
