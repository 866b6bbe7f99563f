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

/** Rows per tree on which columns are shuffled: over 100 trees their means are sharp enough to rank by. */
const SHUFFLED = 1000;

/** With more leaves than this share of the rows, a tree says of hardly two rows that they are alike. */
const LONELY = 0.9;

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
  const { task, told, y } = taskOf(type, x, inputs, target, options.seed);
  const grown = await growForest(told, y, growOptions(type, told.cols, options), run);
  const forest: ForestFacts = {
    task,
    target: target < 0 ? null : options.target,
    trees: options.trees,
    leaves: grown.forest.leaves.reduce((sum, count) => sum + count, 0) / options.trees,
    trainR2: task === 'none' ? null : explained(y, await grown.forest.predict(told, run)),
    outOfBagR2: task === 'none' ? null : grown.outOfBag && explained(y, grown.outOfBag),
    importance: names.map((column, j) => ({
      column,
      gain: grown.importance[j],
      shuffled: task === 'none' ? null : grown.shuffled && grown.shuffled[j],
    })),
  };
  if (forest.leaves > LONELY * x.rows && x.rows > 1) {
    run.warn(
      'leaves-not-shared',
      `${type}: the ${x.rows} rows have ${Math.round(forest.leaves)} leaves in a tree, so that hardly two share one and all are equally far apart. Raise minSamplesLeaf, or set maxDepth.`,
    );
  }
  return new ForestModel(type, {
    options,
    inputs: x.cols,
    target,
    trees: grown.forest,
    forest,
    warnings: run.warnings,
  });
}

/** What the trees learn: the target; rows or made-up ones; or nothing, where splits are drawn at random. */
function taskOf(
  type: ForestName,
  x: Matrix,
  inputs: Matrix,
  target: number,
  seed: number,
): { task: ForestFacts['task']; told: Matrix; y: Float64Array } {
  if (target >= 0) return { task: 'target', told: inputs, y: columnOf(x, target) };
  if (type === 'RandomForest') return { task: 'real-or-made-up', ...besideMadeUp(x, seed) };
  // Targets that say nothing, and a single column tried: whatever is split is split at random.
  const random = new Random(seed).fork('targets');
  const y = Float64Array.from({ length: x.rows }, () => random.next());
  return { task: 'none', told: x, y };
}

function growOptions(
  type: ForestName,
  cols: number,
  options: Readonly<ForestOptions>,
): GrowOptions {
  const { maxDepth, minSamplesLeaf: least, maxFeatures, target } = options;
  const random = type === 'RandomForest';
  const auto = target !== '' ? 1 : random ? 'sqrt' : 0;
  const share = maxFeatures === 'auto' ? auto : maxFeatures;
  return {
    ...options,
    method: random ? 'random' : 'extra',
    shuffled: SHUFFLED,
    maxDepth: maxDepth === 'none' ? 2 ** 30 : maxDepth,
    minSamplesLeaf: least === 'auto' ? (random ? 1 : 5) : least,
    maxFeatures: share === 'sqrt' ? Math.floor(Math.sqrt(cols)) / cols : share,
  };
}

/**
 * The rows (target 1) and as many made-up ones (target 0), whose columns are drawn each for itself from the
 * columns of the rows: what the trees can tell apart is how columns go together.
 *
 * Source: Breiman & Cutler, "Random forests", unsupervised learning. Each column is shuffled.
 */
function besideMadeUp(x: Matrix, seed: number): { told: Matrix; y: Float64Array } {
  const { rows: n, cols } = x;
  const data = new Float32Array(2 * x.data.length);
  data.set(x.data);
  const random = new Random(seed).fork('made-up rows');
  for (let j = 0; j < cols; j++) {
    const order = random.fork(j).shuffle(Int32Array.from({ length: n }, (_, i) => i));
    for (let i = 0; i < n; i++) data[(n + i) * cols + j] = x.data[order[i] * cols + j];
  }
  return {
    told: new Matrix(data, 2 * n, cols),
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
