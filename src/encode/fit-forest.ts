import {
  DataError,
  OptionError,
  Random,
  Run,
  type RunContext,
  show,
  suggest,
} from '../base/index.ts';
import { type ColumnBlock, checkMatrix, Matrix } from '../numeric/index.ts';
import { type GrowOptions, growForest } from '../trees/index.ts';
import { ForestModel, type ForestName, withoutColumn } from './forest-model.ts';
import type { ForestOptions } from './forest-options.ts';
import type { ForestFacts } from './types.ts';

/** Grows a forest on the rows, with a target or without, and keeps its trees as an encoder. */
export async function fitForest(
  type: ForestName,
  x: Matrix,
  options: Readonly<ForestOptions>,
  blocks: readonly ColumnBlock[] | undefined,
  context: RunContext,
): Promise<ForestModel> {
  const run = new Run(context);
  run.check();
  checkMatrix(`${type}.fit`, x);
  const target = options.target === '' ? -1 : targetColumn(type, options.target, x.cols, blocks);
  const inputs = withoutColumn(x, target);
  const names = columnNames(x.cols, blocks).filter((_, j) => j !== target);
  const { rows, y } =
    target < 0 ? besideMadeUp(x, options.seed) : { rows: x, y: columnOf(x, target) };
  const told = target < 0 ? rows : inputs;
  const grown = await growForest(told, y, growOptions(type, told.cols, options), run);
  const forest: ForestFacts = {
    target: target < 0 ? null : options.target,
    trees: options.trees,
    leaves: grown.forest.leaves.reduce((sum, count) => sum + count, 0) / options.trees,
    trainR2: explained(y, await grown.forest.predict(told, run)),
    outOfBagR2: grown.outOfBag && explained(y, grown.outOfBag),
    importance: names.map((column, j) => ({ column, gain: grown.importance[j] })),
  };
  return new ForestModel(type, {
    options,
    inputs: x.cols,
    target,
    trees: grown.forest,
    forest,
    warnings: run.warnings,
  });
}

function growOptions(
  type: ForestName,
  cols: number,
  options: Readonly<ForestOptions>,
): GrowOptions {
  const { maxDepth, maxFeatures: share, target } = options;
  const few = share === 'sqrt' || (share === 'auto' && target === '');
  return {
    ...options,
    method: type === 'RandomForest' ? 'random' : 'extra',
    maxDepth: maxDepth === 'none' ? 2 ** 30 : maxDepth,
    maxFeatures: few ? Math.floor(Math.sqrt(cols)) / cols : share === 'auto' ? 1 : Number(share),
  };
}

/**
 * The rows (target 1) and as many made-up ones (target 0), whose columns are drawn each for itself from the
 * columns of the rows: what the trees can tell apart is how columns go together.
 *
 * Source: Breiman & Cutler, "Random forests", unsupervised learning. Each column is shuffled.
 */
function besideMadeUp(x: Matrix, seed: number): { rows: Matrix; y: Float64Array } {
  const { rows: n, cols } = x;
  const data = new Float32Array(2 * x.data.length);
  data.set(x.data);
  const random = new Random(seed).fork('made-up rows');
  for (let j = 0; j < cols; j++) {
    const order = random.fork(j).shuffle(Int32Array.from({ length: n }, (_, i) => i));
    for (let i = 0; i < n; i++) data[(n + i) * cols + j] = x.data[order[i] * cols + j];
  }
  return {
    rows: new Matrix(data, 2 * n, cols),
    y: Float64Array.from({ length: 2 * n }, (_, i) => (i < n ? 1 : 0)),
  };
}

/** @throws {OptionError} no such column, or one that is not a single number */
function targetColumn(
  type: ForestName,
  target: string,
  cols: number,
  blocks: readonly ColumnBlock[] | undefined,
): number {
  const names = columnNames(cols, blocks);
  const block = blocks?.find(({ name }) => name === target);
  const at = block?.from ?? names.indexOf(target);
  if (at < 0) {
    throw new OptionError(
      `${type}: target must be a prepared column, got ${show(target)}. ${suggest(target, [...new Set(names)])}`,
    );
  }
  if (block !== undefined && block.to - block.from > 1) {
    throw new OptionError(
      `${type}: target must be a number or a flag, got the ${block.kind} ${show(target)}. Choose another column, or leave target out.`,
    );
  }
  if (cols < 2) {
    throw new DataError(
      `${type}.fit: there must be a column beside the target, got only ${show(target)}. Add features.`,
    );
  }
  return at;
}

/** A name per column: that of its block, or its number, as “column 1”. */
function columnNames(cols: number, blocks: readonly ColumnBlock[] | undefined): string[] {
  const names = Array.from({ length: cols }, (_, j) => `column ${j + 1}`);
  for (const { name, from, to } of blocks ?? []) names.fill(name, from, to);
  return names;
}

function columnOf({ data, rows, cols }: Matrix, column: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) => data[i * cols + column]);
}

/** 1 − squared error / variance over the rows that have a prediction; null where nothing varies. */
function explained(y: Float64Array, predicted: Float64Array): number | null {
  const known = [...y.keys()].filter((i) => !Number.isNaN(predicted[i]));
  const mean = known.reduce((sum, i) => sum + y[i], 0) / known.length;
  let [error, spread] = [0, 0];
  for (const i of known) {
    error += (y[i] - predicted[i]) ** 2;
    spread += (y[i] - mean) ** 2;
  }
  return spread > 0 ? 1 - error / spread : null;
}
