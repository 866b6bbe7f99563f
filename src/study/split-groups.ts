import { type Column, cellText } from '../table/index.ts';

/** Entities that are clustered together: all of them, or those with one value of the `within` column. */
export interface Group {
  /** The value, as text; null when there is one group. */
  readonly name: string | null;
  /** Places of its entities in the feature table, ascending. */
  readonly rows: Int32Array;
}

/** One group per value of `within`, largest first, equal sizes by name. Missing is a value of its own: ''. */
export function splitGroups(within: Column | undefined, rows: Int32Array): Group[] {
  if (within === undefined) return [{ name: null, rows }];
  const members = new Map<string, number[]>();
  for (const row of rows) {
    const value = cellText(within, row);
    const list = members.get(value);
    if (list) list.push(row);
    else members.set(value, [row]);
  }
  return [...members]
    .map(([name, list]) => ({ name, rows: Int32Array.from(list) }))
    .sort((a, b) => b.rows.length - a.rows.length || (a.name < b.name ? -1 : 1));
}
