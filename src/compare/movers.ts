import { NOISE } from '../numeric/index.ts';
import type { Column, Table } from '../table/index.ts';
import type { MatchedGroup } from './compare-sides.ts';
import type { SharedEntities } from './shared-entities.ts';
import type { Side } from './side.ts';

/**
 * The shared entities that are not where they were: keys, then `before` and `after`, the segments' numbers in each run
 * (−1: in none), and with groups `within_before` and `within_after`.
 */
export async function moversOf(
  before: Side,
  after: Side,
  shared: SharedEntities,
  matched: readonly MatchedGroup[],
): Promise<Table> {
  const keys = await after.keyColumns();
  const partner = before.groups.map(({ segments }) => new Int32Array(segments.length).fill(-2));
  for (const { tally, matches } of matched) {
    for (const match of matches) partner[tally.beforeGroup][match.before] = match.after;
  }
  const same = new Map(matched.map(({ tally }) => [tally.beforeGroup, tally.afterGroup]));
  const pairs: number[] = [];
  for (let p = 0; p < shared.before.length; p++) {
    const [i, j] = [shared.before[p], shared.after[p]];
    const [from, to] = [before.group[i], after.group[j]];
    const stays =
      from < 0 || to < 0
        ? from === to
        : same.get(from) === to &&
          (before.place[i] < 0
            ? after.place[j] < 0
            : partner[from][before.place[i]] === after.place[j]);
    if (!stays) pairs.push(p);
  }
  const rows = Int32Array.from(pairs, (p) => shared.after[p]);
  const numberIn = (side: Side, row: number) =>
    side.group[row] < 0 || side.place[row] < 0
      ? NOISE
      : side.groups[side.group[row]].segments[side.place[row]].segment;
  const whole = (name: string, of: (p: number) => number): Column => ({
    name,
    type: 'number',
    engineType: 'INTEGER',
    values: Float64Array.from(pairs, of),
  });
  const word = (name: string, side: Side, row: (p: number) => number): Column => ({
    name,
    type: 'text',
    values: pairs.map((p) => side.groups[side.group[row(p)]]?.within ?? null),
  });
  const grouped = [...before.groups, ...after.groups].some(({ within }) => within !== null);
  return {
    rows: pairs.length,
    columns: [
      ...keys.map((key) => takeRows(key, rows)),
      ...(grouped
        ? [
            word('within_before', before, (p) => shared.before[p]),
            word('within_after', after, (p) => shared.after[p]),
          ]
        : []),
      whole('before', (p) => numberIn(before, shared.before[p])),
      whole('after', (p) => numberIn(after, shared.after[p])),
    ],
  };
}

function takeRows(column: Column, rows: Int32Array): Column {
  if (column.type === 'text') {
    return { ...column, values: Array.from(rows, (row) => column.values[row]) };
  }
  return { ...column, values: Float64Array.from(rows, (row) => column.values[row]) };
}
