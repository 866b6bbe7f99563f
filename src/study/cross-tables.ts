import { type CrossTable, crossTable } from '../explain/index.ts';
import { type Column, cellText } from '../table/index.ts';
import type { DeclaredRows } from './declared.ts';

/**
 * How segments meet each column of given groups, in the order of the columns.
 *
 * @param rows places in the feature table of the rows that were clustered
 * @param ids one lasting id per row
 * @param declared rows that a rule put into a segment; they count as rows of it
 */
export function crossTables(
  columns: readonly Column[],
  rows: Int32Array,
  ids: Int32Array,
  declared: readonly DeclaredRows[],
): CrossTable[] {
  const labels = [...ids];
  const places = [...rows];
  for (const { segment, rows: ruled } of declared) {
    for (const row of ruled) {
      labels.push(segment);
      places.push(row);
    }
  }
  return columns.map((column) =>
    crossTable(
      labels,
      places.map((row) => cellText(column, row)),
    ),
  );
}
