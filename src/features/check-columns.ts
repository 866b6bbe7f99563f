import { DataError, show, suggest } from '../base/index.ts';
import type { ColumnDescription } from '../table/index.ts';

/**
 * The descriptions of the columns asked for.
 *
 * @throws {DataError} a column that is not there, with the nearest that is
 */
export function checkColumns(
  where: string,
  asked: readonly string[],
  there: readonly ColumnDescription[],
): ColumnDescription[] {
  const names = there.map((column) => column.name);
  return asked.map((name) => {
    const found = there.find((column) => column.name === name);
    if (found === undefined) {
      throw new DataError(
        `${where}: there is no column ${show(name)} in the data. ${suggest(name, names)}`,
      );
    }
    return found;
  });
}
