import { DataError, Run, type RunContext } from '../base/index.ts';
import { type Block, openCompute } from '../compute/index.ts';
import type { Matrix } from '../numeric/index.ts';
import { DisjointSets } from './disjoint-sets.ts';
import { KdTree } from './kd-tree.ts';
import { searchNearest, type TreeSetting } from './nearest-rows.ts';
import { search } from './search.ts';

/**
 * Neighbours kept per row. More of them let more rows join without a search of the tree, and cost
 * time and memory to find.
 */
const LISTED = 16;

/** n − 1 edges, shortest first. */
export interface SpanningTree {
  /** The lower row of each edge, and the higher one. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly lengths: Float64Array;
  /** Per row, the distance to its `samples`-th nearest row, itself the first. */
  readonly cores: Float64Array;
}

/**
 * The tree of least total length that connects all rows, by mutual reachability: two rows are as far
 * apart as the largest of their distance and their core distances. With `samples` 1 core distances
 * are 0 and lengths are plain distances.
 *
 * Equally long edges are taken by distance, then by the lower row, then by the other, so that the tree
 * depends neither on threads nor, where distances differ, on the order of rows.
 *
 * Shapes: x is n × d. Cost: about O(n·log² n) in up to some ten columns, O(n²·d) in many; memory O(n·d).
 *
 * Source: Borůvka 1926 on a tree as in March, Ram & Gray 2010, "Fast Euclidean minimum spanning tree";
 * mutual reachability from Campello, Moulavi & Sander 2013.   Differs: one tree and many queries
 * instead of pairs of nodes; the nearest rows, known from the core distances, answer most queries.
 */
export async function minimumSpanningTree(
  x: Matrix,
  samples = 1,
  context: RunContext = {},
): Promise<SpanningTree> {
  if (!(samples >= 1 && samples <= x.rows)) {
    throw new DataError(
      `minimumSpanningTree: samples must be from 1 to the ${x.rows} rows, got ${samples}.`,
    );
  }
  const run = context instanceof Run ? context : new Run(context);
  run.check();
  const compute = await openCompute(run.threads);
  using scope = compute.scope();
  const tree = new KdTree(compute, scope, x);
  const setting = { compute, scope, tree, run };
  const listed = Math.min(x.rows, Math.max(samples, LISTED));
  const near = await searchNearest(setting, listed);
  const squares = near.squares.view;
  const cores = scope.f64(x.rows);
  const coreView = cores.view;
  for (let p = 0; p < x.rows; p++) coreView[p] = squares[p * listed + samples - 1];
  const edges = await boruvka(setting, { ...near, listed, cores });
  return finish(edges, cores.view, tree.order.view);
}

interface Lists {
  readonly squares: Block<Float64Array>;
  readonly places: Block<Int32Array>;
  readonly listed: number;
  readonly cores: Block<Float64Array>;
}

/** Edges between positions: squared reach and squared distance beside them. */
class Edges {
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly reaches: Float64Array;
  readonly squares: Float64Array;
  count = 0;

  constructor(most: number) {
    this.from = new Int32Array(most);
    this.to = new Int32Array(most);
    this.reaches = new Float64Array(most);
    this.squares = new Float64Array(most);
  }
}

/** One record of `found` in assembly/kd-span.ts: 4 f64, or 8 i32. */
const RECORD = 4;

async function boruvka(setting: TreeSetting, lists: Lists): Promise<Edges> {
  const { compute, scope, tree, run } = setting;
  const n = tree.rows;
  const edges = new Edges(n - 1);
  const sets = new DisjointSets(n);
  const found = scope.f64(n * RECORD);
  const partners = new Int32Array(found.view.buffer, found.at, n * 2 * RECORD);
  for (let p = 0; p < n; p++) partners[p * 2 * RECORD + 6] = -1;
  const parts = scope.put(Int32Array.from({ length: n }, (_, p) => p));
  const nodeParts = scope.i32(2 * tree.leaves);
  const nodeCores = scope.put(leastCores(tree, lists.cores.view));
  const bounds = scope.f32(n);
  const { cores, squares, places, listed } = lists;
  const seed = [found.at, tree.at, cores.at, parts.at, bounds.at, squares.at, places.at, listed];
  const searching = [
    ...[found.at, tree.at, cores.at, nodeCores.at, parts.at, nodeParts.at, bounds.at],
  ];
  while (edges.count < n - 1) {
    await run.pause();
    joinNodes(tree, parts.view, nodeParts.view);
    bounds.view.fill(Number.POSITIVE_INFINITY);
    compute.run('kdSpanSeed', n, 1024, seed);
    using round = compute.scope();
    const quiet = { compute, scope: round, tree, run, stage: 'joining rows' };
    await search('kdSpanSearch', n, searching, quiet);
    addBest(edges, sets, found, parts.view, tree.order.view);
    const view = parts.view;
    for (let p = 0; p < n; p++) view[p] = sets.find(view[p]);
    run.progress('spanning tree', edges.count, n - 1);
  }
  return edges;
}

/** Adds each component's best edge; two components with the same one add it once. */
function addBest(
  edges: Edges,
  sets: DisjointSets,
  found: Block<Float64Array>,
  parts: Int32Array,
  order: Int32Array,
): void {
  const n = parts.length;
  const numbers = found.view;
  const partners = new Int32Array(numbers.buffer, found.at, n * 2 * RECORD);
  const best = new Int32Array(n).fill(-1);
  const partner = (p: number) => partners[p * 2 * RECORD + 6];
  const comes = (p: number, q: number): boolean => {
    const a = p * RECORD;
    const b = q * RECORD;
    if (numbers[a] !== numbers[b]) return numbers[a] < numbers[b];
    if (numbers[a + 1] !== numbers[b + 1]) return numbers[a + 1] < numbers[b + 1];
    const [rowA, otherA] = [order[p], order[partner(p)]];
    const [rowB, otherB] = [order[q], order[partner(q)]];
    const low = Math.min(rowA, otherA) - Math.min(rowB, otherB);
    return low !== 0 ? low < 0 : Math.max(rowA, otherA) < Math.max(rowB, otherB);
  };
  for (let p = 0; p < n; p++) {
    if (partner(p) < 0) continue;
    const held = best[parts[p]];
    if (held < 0 || comes(p, held)) best[parts[p]] = p;
  }
  for (let part = 0; part < n; part++) {
    const p = best[part];
    if (p < 0 || !sets.unite(p, partner(p))) continue;
    edges.from[edges.count] = p;
    edges.to[edges.count] = partner(p);
    edges.reaches[edges.count] = numbers[p * RECORD];
    edges.squares[edges.count] = numbers[p * RECORD + 1];
    edges.count++;
  }
}

/** The least squared core distance below each node, rounded down to 32 bits. */
export function leastCores(tree: KdTree, cores: Float64Array): Float32Array {
  const least = new Float32Array(2 * tree.leaves).fill(Number.POSITIVE_INFINITY);
  for (let node = 2 * tree.leaves - 1; node >= 1; node--) {
    if (node < tree.leaves) {
      least[node] = Math.min(least[2 * node], least[2 * node + 1]);
      continue;
    }
    let low = Number.POSITIVE_INFINITY;
    for (let p = tree.begins[node]; p < tree.ends[node]; p++) low = Math.min(low, cores[p]);
    least[node] = low * (1 - 2 ** -23);
  }
  return least;
}

/** The component that a node lies in, −1 when there are several. */
function joinNodes(tree: KdTree, parts: Int32Array, nodeParts: Int32Array): void {
  for (let node = 2 * tree.leaves - 1; node >= 1; node--) {
    if (node < tree.leaves) {
      const left = nodeParts[2 * node];
      nodeParts[node] = left === nodeParts[2 * node + 1] ? left : -1;
      continue;
    }
    const part = parts[tree.begins[node]];
    let same = true;
    for (let p = tree.begins[node]; p < tree.ends[node] && same; p++) same = parts[p] === part;
    nodeParts[node] = same ? part : -1;
  }
}

function finish(edges: Edges, cores: Float64Array, order: Int32Array): SpanningTree {
  const { count, reaches, squares } = edges;
  const low = edges.from.map((p, e) => Math.min(order[p], order[edges.to[e]]));
  const high = edges.from.map((p, e) => Math.max(order[p], order[edges.to[e]]));
  const sorted = new Uint32Array(count).map((_, e) => e);
  sorted.sort(
    (a, b) =>
      reaches[a] - reaches[b] || squares[a] - squares[b] || low[a] - low[b] || high[a] - high[b],
  );
  const byRow = new Float64Array(cores.length);
  for (let p = 0; p < order.length; p++) byRow[order[p]] = Math.sqrt(cores[p]);
  return {
    from: Int32Array.from(sorted, (e) => low[e]),
    to: Int32Array.from(sorted, (e) => high[e]),
    lengths: Float64Array.from(sorted, (e) => Math.sqrt(reaches[e])),
    cores: byRow,
  };
}
