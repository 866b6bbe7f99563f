import type { Run } from '../base/index.ts';
import { type Compute, openCompute, type Scope } from '../compute/index.ts';
import type { Matrix } from '../numeric/index.ts';
import type { Nearest } from './nearest-rows.ts';

const TREES = 6;
/** Rows of a leaf: about as many as a list has places. */
const LEAF = 48;
/** Of a list, and of those that list a row, how many are asked for their neighbours. */
const NEAR = 14;
const ROUNDS = 12;
/** The search ends when a round changes fewer than this share of the neighbours asked for. */
const SETTLED = 0.002;
const SLICE = 4096;
const CHUNK = 64;

/**
 * The k nearest other rows of each row, most of them: lists that start from a forest of random
 * projections and get better by asking neighbours for their neighbours. Rows are compared by their
 * sketches; the best three times k of these are measured in full.
 *
 * Cost: about O(n·k²·width) per round, some five rounds; memory n·(25·k + 2·TREES) words.
 * Repeatable: the same bits for a seed on any thread count.
 *
 * Source: Dong, Charikar & Li 2011, "Efficient k-nearest neighbor graph construction for generic
 * similarity measures"; the forest is that of pynndescent. Differs: each row searches for itself over
 * the lists of the round before, so that nothing depends on the order of updates.
 */
export async function descendNeighbors(
  x: Matrix,
  k: number,
  sketches: Matrix,
  seed: number,
  run: Run,
): Promise<Nearest> {
  const n = x.rows;
  const size = Math.min(n - 1, Math.max(3 * k, 24));
  const compute = await openCompute(run.threads);
  using scope = compute.scope();
  const lists = await searchLists(compute, sketches, size, k, seed, run);
  const squares = scope.f64(n * k);
  const rows = scope.i32(n * k);
  const args = [squares.at, rows.at, scope.put(lists).at, size, scope.put(x.data).at, x.cols, k];
  for (let first = 0; first < n; first += SLICE) {
    await run.pause();
    compute.run('nearestListed', Math.min(SLICE, n - first), CHUNK, [...args, first]);
  }
  return { rows: rows.copy(), distances: squares.copy().map(Math.sqrt) };
}

interface Lists {
  readonly squares: number;
  readonly rows: number;
  readonly fresh: number;
  rowsView(): Int32Array;
  freshView(): Uint8Array;
}

/** n × size rows, those of the nearest sketches first; −1 where too few were met. */
async function searchLists(
  compute: Compute,
  sketches: Matrix,
  size: number,
  k: number,
  seed: number,
  run: Run,
): Promise<Int32Array> {
  using scope = compute.scope();
  const n = sketches.rows;
  const width = 4 * Math.ceil(sketches.cols / 4);
  const places = scope.put(padded(sketches, width)).at;
  let now = openLists(scope, n, size);
  let next = openLists(scope, n, size);
  const most = Math.min(n, 2 * NEAR);
  const backs = scope.i32(n * most);
  const backFresh = scope.u8(n * most);
  // Marks, and a row's candidates: at most one way each over every pair of steps.
  const bytes = 4 * (n + Math.max(TREES * LEAF, (NEAR + most) * (NEAR + most + 1)));
  const scratch = scope.u8(compute.threads * bytes).at;
  await startLists(compute, now, places, n, width, size, seed, [scratch, bytes], run);
  for (let round = 1; round <= ROUNDS; round++) {
    fillBacks(now, backs.view, backFresh.view, n, size, most);
    for (let first = 0; first < n; first += SLICE) {
      await run.pause();
      compute.run('descend', Math.min(SLICE, n - first), CHUNK, [
        ...[next.squares, next.rows, next.fresh, now.squares, now.rows, now.fresh],
        ...[backs.at, backFresh.at, places, n, width, size, Math.min(NEAR, size), most, round],
        ...[scratch, bytes, first],
      ]);
    }
    [now, next] = [next, now];
    run.progress('nearest rows', round, ROUNDS);
    if (countFresh(now.freshView(), size, k) < SETTLED * n * k) break;
  }
  return now.rowsView().slice();
}

function openLists(scope: Scope, n: number, size: number): Lists {
  const squares = scope.f64(n * size);
  const rows = scope.i32(n * size);
  const fresh = scope.u8(n * size);
  return {
    squares: squares.at,
    rows: rows.at,
    fresh: fresh.at,
    rowsView: () => rows.view,
    freshView: () => fresh.view,
  };
}

async function startLists(
  compute: Compute,
  lists: Lists,
  places: number,
  n: number,
  width: number,
  size: number,
  seed: number,
  scratch: readonly number[],
  run: Run,
): Promise<void> {
  using scope = compute.scope();
  const trees = [scope.i32(TREES * n).at, scope.i32(TREES * n).at, scope.i32(TREES * n).at];
  const own = scope.f32(compute.threads * (n + width)).at;
  await run.pause();
  compute.run('growTrees', TREES, 1, [...trees, places, n, width, LEAF, seed | 0, own]);
  const out = [lists.squares, lists.rows, lists.fresh];
  for (let first = 0; first < n; first += SLICE) {
    await run.pause();
    const args = [...out, ...trees, TREES, places, n, width, size, ...scratch, first];
    compute.run('forestLists', Math.min(SLICE, n - first), CHUNK, args);
  }
}

function padded({ data, rows, cols }: Matrix, width: number): Float32Array {
  if (width === cols) return data;
  const wide = new Float32Array(rows * width);
  for (let i = 0; i < rows; i++) wide.set(data.subarray(i * cols, (i + 1) * cols), i * width);
  return wide;
}

/** Who lists each row among the first: the nearest to it first come in, then lower rows. */
function fillBacks(
  lists: Lists,
  backs: Int32Array,
  backFresh: Uint8Array,
  n: number,
  size: number,
  most: number,
): void {
  const rows = lists.rowsView();
  const fresh = lists.freshView();
  const held = new Int32Array(n);
  backs.fill(-1);
  for (let j = 0; j < Math.min(NEAR, size); j++) {
    for (let i = 0, at = j; i < n; i++, at += size) {
      const row = rows[at];
      if (row < 0 || held[row] === most) continue;
      const to = row * most + held[row]++;
      backs[to] = i;
      backFresh[to] = fresh[at];
    }
  }
}

/** Changes among the first k of each list. */
function countFresh(fresh: Uint8Array, size: number, k: number): number {
  let count = 0;
  for (let at = 0; at < fresh.length; at += size) {
    for (let j = 0; j < k; j++) count += fresh[at + j];
  }
  return count;
}
