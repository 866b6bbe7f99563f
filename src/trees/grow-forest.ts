import { DataError, Random, Run, type RunContext } from '../base/index.ts';
import { type Compute, openCompute, type Scope } from '../compute/index.ts';
import { checkMatrix, type Matrix } from '../numeric/index.ts';
import { columnCuts } from './column-cuts.ts';
import { Forest } from './forest.ts';
import { openShuffling } from './shuffle-columns.ts';
import type { GrowOptions } from './types.ts';
import { walkChunk } from './walk-chunk.ts';
import { wholeTargets } from './whole-targets.ts';

/** Kernel memory for the nodes of the trees that grow at a time, in bytes. */
const GROWING = 2 ** 28;
/** Trees that grow between two safe points, at least: some for every thread. */
const FEWEST = 8;

/** What came of growing. */
export interface Grown {
  readonly forest: Forest;
  /** Per column the share of the gains, 0…1, mean over the trees; all 0 where nothing was split. */
  readonly importance: Float64Array;
  /**
   * Per column by how much R² falls on rows that a tree did not draw when the column is shuffled, mean over the
   * trees; null where every tree drew all rows, or none were to be shuffled.
   */
  readonly shuffled: Float64Array | null;
  /** Per row the mean of the trees that did not draw it; NaN where all did. Null where every tree drew all rows. */
  readonly outOfBag: Float64Array | null;
}

/**
 * Many trees that tell y from x, each from rows and columns of its own draw.
 *
 * Splits are those with the least squared error. Up to `smallRows` rows of a node every value of a column
 * counts; above, up to 255 cuts per column do, which are all of them where it has no more values.
 *
 * Shapes: x is n × d, y has n numbers.   Missing: NaN not allowed.
 * Cost: O(trees·n·d·log n); memory 16 bytes per node, and per thread 90 bytes per row.
 * Repeatable: yes, the same bits for a seed on any thread count.
 *
 * Source: Breiman 2001, "Random Forests"; Geurts, Ernst & Wehenkel 2006, "Extremely randomized trees".
 * Differs: a column without differences in a node does not count among those tried.
 * @throws {DataError} no rows, or not as many targets as rows
 */
export async function growForest(
  x: Matrix,
  y: ArrayLike<number>,
  options: GrowOptions,
  context: RunContext = {},
): Promise<Grown> {
  const run = new Run(context);
  run.check();
  checkMatrix('growForest', x);
  if (y.length !== x.rows) {
    throw new DataError(
      `growForest: there must be a target for each of the ${x.rows} rows, got ${y.length}.`,
    );
  }
  const compute = await openCompute(run.threads);
  using scope = compute.scope();
  const plan = planTrees(x, y, options, compute, scope);
  const trees: Int32Array[] = [];
  const importance = new Float64Array(x.cols);
  const bag = outOfBag(x.rows, options, scope);
  const shuffle = bag && options.shuffled > 0 ? openShuffling(x, y, options, compute, scope) : null;
  for (let from = 0; from < options.trees; ) {
    await run.pause();
    const count = Math.min(plan.atOnce, options.trees - from);
    using batch = compute.scope();
    const grown = growBatch(plan, from, count, compute, batch);
    for (let t = 0; t < count; t++) {
      const words = 4 * grown.counts.view[2 * t];
      const at = 4 * plan.nodes * t;
      trees.push(grown.nodes.view.slice(at, at + words));
      for (let j = 0; j < x.cols; j++) importance[j] += grown.importance.view[t * x.cols + j];
    }
    if (bag) {
      const offsets = batch.put(Int32Array.from({ length: count }, (_, t) => t * plan.nodes));
      compute.run('forestSums', x.rows, walkChunk(x.rows), [
        ...[bag.sums.at, bag.times.at, grown.nodes.at, offsets.at, count, plan.x, x.cols],
        ...[grown.drawn.at, x.rows, batch.f64(4 * compute.threads).at],
      ]);
      if (shuffle) shuffle.add({ ...grown, offsets: offsets.at, x: plan.x, from, count }, batch);
    }
    from += count;
    run.progress('trees', from, options.trees);
  }
  return {
    forest: new Forest(x.cols, trees),
    importance: shares(importance),
    shuffled: shuffle && shuffle.falls(),
    outOfBag: bag && bag.sums.copy().map((sum, i) => sum / bag.times.view[i]),
  };
}

/** Rows of a node from which on only cuts count: so that a node's orders stay in a core's cache. */
function smallRows(cols: number): number {
  return Math.max(4096, Math.min(65_536, Math.floor(2 ** 18 / cols)));
}

interface TreePlan {
  readonly kernel: string;
  readonly x: number;
  /** What every tree's call begins with behind its outputs. */
  readonly inputs: readonly number[];
  readonly settings: number;
  readonly seeds: Int32Array;
  /** Most nodes of a tree. */
  readonly nodes: number;
  readonly rows: number;
  readonly cols: number;
  readonly atOnce: number;
  readonly scratch: number;
  readonly laneBytes: number;
}

function planTrees(
  x: Matrix,
  y: ArrayLike<number>,
  options: GrowOptions,
  compute: Compute,
  scope: Scope,
): TreePlan {
  const { rows, cols } = x;
  const small = smallRows(cols);
  const drawn = Math.max(1, Math.round(options.subsample * rows));
  const targets = wholeTargets(y);
  const settings = scope.put(
    Float64Array.of(
      ...[cols, rows, Math.max(1, Math.round(options.maxFeatures * cols)), options.minSamplesLeaf],
      ...[2, options.maxDepth, drawn, options.bootstrap ? 1 : 0, small, targets.mean, targets.unit],
    ),
  );
  const leaves = Math.max(1, Math.floor(drawn / options.minSamplesLeaf));
  const nodes = 2 * Math.min(leaves, 2 ** Math.min(30, options.maxDepth)) - 1;
  const draws = new Random(options.seed);
  const random = options.method === 'random';
  const laneBytes = compute.call(
    random ? 'forestBytes' : 'extraBytes',
    rows,
    cols,
    Math.min(small, rows),
  );
  const values = scope.put(x.data).at;
  const coded = random ? codesOf(x, small, values, compute, scope) : [];
  return {
    kernel: random ? 'forestGrow' : 'extraGrow',
    x: values,
    inputs: [values, ...coded, scope.put(targets.values).at],
    settings: settings.at,
    seeds: Int32Array.from({ length: options.trees }, (_, t) => draws.fork(`tree ${t}`).bits()),
    nodes,
    rows,
    cols,
    atOnce: Math.max(FEWEST, Math.floor(GROWING / (16 * nodes + rows))),
    scratch: scope.u8(compute.threads * laneBytes).at,
    laneBytes,
  };
}

/** Codes and cuts, where some node will need them. */
function codesOf(x: Matrix, small: number, values: number, compute: Compute, scope: Scope) {
  if (x.rows <= small) return [0, 0];
  const codes = scope.u8(x.data.length);
  const cuts = scope.put(columnCuts(x));
  compute.run('forestCodes', x.rows, 4096, [codes.at, values, x.cols, cuts.at]);
  return [codes.at, cuts.at];
}

function growBatch(plan: TreePlan, from: number, count: number, compute: Compute, scope: Scope) {
  const nodes = scope.i32(4 * plan.nodes * count);
  const counts = scope.i32(2 * count);
  const importance = scope.f64(plan.cols * count);
  const drawn = scope.u8(plan.rows * count);
  compute.run(plan.kernel, count, 1, [
    ...[nodes.at, counts.at, importance.at, drawn.at, ...plan.inputs, plan.rows, plan.cols],
    ...[plan.nodes, scope.put(plan.seeds.subarray(from, from + count)).at, plan.settings],
    ...[plan.scratch, plan.laneBytes],
  ]);
  return { nodes, counts, importance, drawn };
}

function outOfBag(rows: number, { bootstrap, subsample }: GrowOptions, scope: Scope) {
  if (!bootstrap && Math.round(subsample * rows) >= rows) return null;
  return { sums: scope.f64(rows), times: scope.i32(rows) };
}

function shares(gains: Float64Array): Float64Array {
  const total = gains.reduce((sum, gain) => sum + gain, 0);
  return total > 0 ? gains.map((gain) => gain / total) : gains;
}
