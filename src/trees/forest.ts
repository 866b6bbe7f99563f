import { DataError, type Run } from '../base/index.ts';
import { type Compute, openCompute } from '../compute/index.ts';
import { Matrix } from '../numeric/index.ts';
import { walkChunk } from './walk-chunk.ts';

/** Nodes and leaf numbers that kernel memory holds at a time, in bytes. */
const HELD = 2 ** 29;

/**
 * Grown trees.
 *
 * A tree is four words per node, left children before right ones: the column (for a leaf −1 − its number),
 * the threshold as 32-bit float (for a leaf its value), the left and the right child (for a leaf itself).
 * Rows whose value is at most the threshold go left.
 */
export class Forest {
  /** d, the columns of the rows it was grown on. */
  readonly cols: number;
  readonly trees: readonly Int32Array[];

  constructor(cols: number, trees: readonly Int32Array[]) {
    this.cols = cols;
    this.trees = trees;
  }

  /** Leaves per tree. */
  get leaves(): Int32Array {
    // Every split has two children: of 2k − 1 nodes k are leaves.
    return Int32Array.from(this.trees, (nodes) => (nodes.length / 4 + 1) / 2);
  }

  /**
   * The number of each row's leaf in each tree: names, of which only sameness has a meaning.
   *
   * Shapes: x is n × d; the result is n × trees, whole numbers from 0.
   * Cost: O(n·trees·depth); memory the result.
   */
  async leavesOf(x: Matrix, run: Run): Promise<Matrix> {
    checkCols('Forest.leavesOf', x, this.cols);
    const count = this.trees.length;
    const found = new Float32Array(x.rows * count);
    const compute = await openCompute(run.threads);
    const slice = Math.max(2048, Math.floor(HELD / (4 * count)));
    for (let first = 0; first < x.rows; first += slice) {
      const rows = Math.min(slice, x.rows - first);
      using scope = compute.scope();
      const out = scope.f32(rows * count);
      const at = scope.put(x.data.subarray(first * x.cols, (first + rows) * x.cols)).at;
      const scratch = scope.f64(4 * compute.threads).at;
      await this.#eachGroup(compute, run, (nodes, offsets, from, trees) => {
        const args = [out.at, nodes, offsets, trees, count, from, at, x.cols, scratch];
        compute.run('forestLeaves', rows, walkChunk(rows), args);
      });
      found.set(out.view, first * count);
    }
    return new Matrix(found, x.rows, count);
  }

  /** The mean of what each row's leaves say: n numbers. */
  async predict(x: Matrix, run: Run): Promise<Float64Array> {
    checkCols('Forest.predict', x, this.cols);
    const compute = await openCompute(run.threads);
    using scope = compute.scope();
    const [sums, times] = [scope.f64(x.rows), scope.i32(x.rows)];
    const at = scope.put(x.data).at;
    const scratch = scope.f64(4 * compute.threads).at;
    await this.#eachGroup(compute, run, (nodes, offsets, _, trees) => {
      const args = [sums.at, times.at, nodes, offsets, trees, at, x.cols, 0, x.rows, scratch];
      compute.run('forestSums', x.rows, walkChunk(x.rows), args);
    });
    const count = this.trees.length;
    return sums.copy().map((sum) => sum / count);
  }

  /** Hands the trees to `use`, as many at a time as kernel memory should hold. */
  async #eachGroup(
    compute: Compute,
    run: Run,
    use: (nodes: number, offsets: number, from: number, trees: number) => void,
  ): Promise<void> {
    const { trees } = this;
    for (let from = 0; from < trees.length; ) {
      await run.pause();
      let [to, words] = [from, 0];
      while (to < trees.length && (to === from || 4 * (words + trees[to].length) <= HELD)) {
        words += trees[to++].length;
      }
      using scope = compute.scope();
      const nodes = scope.i32(words);
      const offsets = scope.i32(to - from);
      for (let t = from, at = 0; t < to; at += trees[t++].length) {
        nodes.view.set(trees[t], at);
        offsets.view[t - from] = at / 4;
      }
      use(nodes.at, offsets.at, from, to - from);
      from = to;
    }
  }
}

function checkCols(where: string, x: Matrix, cols: number): void {
  if (x.cols === cols) return;
  throw new DataError(`${where}: rows must have ${cols} columns, got ${x.cols}.`);
}
