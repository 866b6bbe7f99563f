import { literal, name, sql } from '../sql/index.ts';

import type { Database } from './database.ts';

/**
 * Makes the view `as` over a file that this engine wrote itself, as it is: nothing is found out about it.
 *
 * @param rowColumn of a Parquet file: one more column of that name, which numbers the rows from 0
 */
export async function viewFile(
  database: Database,
  path: string,
  as: string,
  rowColumn?: string,
): Promise<void> {
  const file = literal(path);
  const rows = path.endsWith('.csv')
    ? sql`SELECT * FROM read_csv(${file}, all_varchar = true, header = true, delim = ',', quote = '"', escape = '"', allow_quoted_nulls = false)`
    : rowColumn === undefined
      ? sql`SELECT * FROM read_parquet(${file})`
      : sql`SELECT * EXCLUDE (file_row_number), file_row_number AS ${name(rowColumn)} FROM read_parquet(${file}, file_row_number = true)`;
  await database.execute(sql`CREATE OR REPLACE VIEW ${name(as)} AS ${rows}`);
}
