import {
  DataError,
  ModelError,
  packState,
  Run,
  type RunContext,
  readOptions,
  unpackState,
  type Warning,
} from '../base/index.ts';
import { checkMatrix, Matrix } from '../numeric/index.ts';
import { Forest } from '../trees/index.ts';
import { type ForestOptions, forestTable } from './forest-options.ts';
import type { EncoderModel, ForestFacts } from './types.ts';

export type ForestName = 'RandomForest' | 'ExtraTrees';

interface Learned {
  readonly options: Readonly<ForestOptions>;
  /** Columns of the rows, the target among them. */
  readonly inputs: number;
  /** Which of them is the target; −1 without. */
  readonly target: number;
  readonly trees: Forest;
  readonly forest: ForestFacts;
  readonly warnings: readonly Warning[];
}

/**
 * A fitted forest as an encoder: a row's code is the number of its leaf in each tree.
 *
 * The numbers are names: two rows are as near as the share of trees in which they have the same.
 */
export class ForestModel implements EncoderModel {
  readonly type: ForestName;
  readonly options: Readonly<ForestOptions>;
  readonly inputs: number;
  readonly warnings: readonly Warning[];
  readonly forest: ForestFacts;
  readonly #trees: Forest;
  readonly #target: number;

  constructor(type: ForestName, { options, inputs, target, trees, forest, warnings }: Learned) {
    this.type = type;
    this.options = options;
    this.inputs = inputs;
    this.warnings = warnings;
    this.forest = forest;
    this.#trees = trees;
    this.#target = target;
  }

  get outputs(): number {
    return this.#trees.trees.length;
  }

  /** n × d → n × trees. */
  async transform(x: Matrix, context: RunContext = {}): Promise<Matrix> {
    const run = new Run(context);
    run.check();
    return this.#trees.leavesOf(this.#inputsOf('transform', x), run);
  }

  /** What the trees say of the target, n numbers; its values in x are not looked at. */
  async predict(x: Matrix, context: RunContext = {}): Promise<Float64Array> {
    const run = new Run(context);
    run.check();
    return this.#trees.predict(this.#inputsOf('predict', x), run);
  }

  #inputsOf(verb: string, x: Matrix): Matrix {
    const where = `${this.type}.${verb}`;
    checkMatrix(where, x, 0);
    if (x.cols !== this.inputs) {
      throw new DataError(`${where}: rows must have ${this.inputs} columns, got ${x.cols}.`);
    }
    return withoutColumn(x, this.#target);
  }

  toState(): ArrayBuffer {
    const { trees } = this.#trees;
    const nodes = new Int32Array(trees.reduce((sum, tree) => sum + tree.length, 0));
    const ends = new Float64Array(trees.length);
    let at = 0;
    trees.forEach((tree, t) => {
      nodes.set(tree, at);
      at += tree.length;
      ends[t] = at;
    });
    const { options, inputs, warnings, forest } = this;
    return packState({
      type: this.type,
      version: 1,
      meta: { options, inputs, target: this.#target, warnings, forest },
      arrays: { nodes, ends },
    });
  }

  static fromState(type: ForestName, buffer: ArrayBuffer): ForestModel {
    const { meta, arrays, version } = unpackState(buffer, [type]);
    if (version !== 1) {
      throw new ModelError(
        `${type} state: version must be 1, got ${version}. Use the clade version that wrote it.`,
      );
    }
    const { inputs, target, warnings, forest } = meta as unknown as Learned;
    const nodes = arrays.nodes as Int32Array;
    const ends = [...(arrays.ends as Float64Array)];
    const trees = ends.map((end, t) => nodes.subarray(t === 0 ? 0 : ends[t - 1], end));
    return new ForestModel(type, {
      options: readOptions(type, forestTable(true), meta.options as ForestOptions),
      inputs,
      target,
      trees: new Forest(target < 0 ? inputs : inputs - 1, trees),
      forest,
      warnings,
    });
  }
}

/** The same rows without one column; x itself when it is −1. */
export function withoutColumn(x: Matrix, column: number): Matrix {
  if (column < 0) return x;
  const cols = x.cols - 1;
  const data = new Float32Array(x.rows * cols);
  for (let i = 0, to = 0; i < x.rows; i++) {
    for (let j = 0; j <= cols; j++) if (j !== column) data[to++] = x.data[i * x.cols + j];
  }
  return new Matrix(data, x.rows, cols);
}
