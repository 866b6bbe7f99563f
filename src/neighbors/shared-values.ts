import type { Run } from '../base/index.ts';
import { type Compute, openCompute, type Scope } from '../compute/index.ts';
import type { Matrix } from '../numeric/index.ts';
import { nearestMeasured } from './measured-rows.ts';
import type { Nearest } from './nearest-rows.ts';

const SLICE = 4096;
const CHUNK = 64;
/** Looking a listed row up costs about as much as comparing this many columns of two rows side by side. */
const LOOK_UP = 8;

/**
 * The k nearest rows by the share of columns that differ, exactly: by lists of the rows that have each value, so
 * that rows that share none are never looked at; pair by pair where columns have few values.
 *
 * Without `y` each row of x has the other rows of x. Ties go to the lower row.
 * Cost: O(pairs that share a value), per column; memory three copies of x.
 */
export async function nearestShared(
  x: Matrix,
  k: number,
  y: Matrix | undefined,
  run: Run,
): Promise<Nearest> {
  await run.pause();
  const compute = await openCompute(run.threads);
  using scope = compute.scope();
  const { rows: count, cols } = x;
  const lists = listValues(x, compute, scope);
  const queries = (y ?? x).rows;
  const looks = (lists.pairs / count) * queries;
  if (looks * LOOK_UP > queries * count * cols) return nearestMeasured(x, k, 'hamming', y, run);
  const distances = scope.f64(queries * k);
  const rows = scope.i32(queries * k);
  const bytes = compute.call('sharedBytes', count);
  const args = [
    ...[distances.at, rows.at, y ? groupsOf(y, lists, x, compute, scope) : lists.groups],
    ...[lists.members, lists.offsets, count, cols, k, y ? 0 : 1],
    ...[scope.u8(compute.threads * bytes).at, bytes],
  ];
  for (let first = 0; first < queries; first += SLICE) {
    await run.pause();
    const slice = Math.min(SLICE, queries - first);
    compute.run('sharedNearest', slice, CHUNK, [...args, first]);
    run.progress('nearest rows', first + slice, queries);
  }
  return { rows: rows.copy(), distances: distances.copy() };
}

interface ValueLists {
  readonly x: number;
  readonly members: number;
  readonly offsets: number;
  readonly groups: number;
  /** Pairs of rows that share a value, over all columns, each with itself. */
  readonly pairs: number;
}

function listValues({ data, rows, cols }: Matrix, compute: Compute, scope: Scope): ValueLists {
  const x = scope.put(data).at;
  const members = scope.i32(rows * cols).at;
  const offsets = scope.i32((rows + 1) * cols).at;
  const groups = scope.i32(rows * cols).at;
  const pairs = scope.f64(cols);
  using own = compute.scope();
  const bytes = compute.call('groupBytes', rows);
  const scratch = own.u8(compute.threads * bytes).at;
  compute.run('valueGroups', cols, 1, [
    ...[members, offsets, groups, pairs.at, x, rows, cols, scratch, bytes],
  ]);
  return { x, members, offsets, groups, pairs: pairs.view.reduce((sum, many) => sum + many, 0) };
}

function groupsOf(y: Matrix, lists: ValueLists, x: Matrix, compute: Compute, scope: Scope): number {
  const groups = scope.i32(y.data.length).at;
  const { members, offsets } = lists;
  compute.run('valueGroupsOf', y.rows, CHUNK, [
    ...[groups, members, offsets, lists.x, x.rows, scope.put(y.data).at, x.cols],
  ]);
  return groups;
}
