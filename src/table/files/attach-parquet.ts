import { QueryError, type Run, type RunContext, SourceError, show } from '../../base/index.ts';
import type { Source } from '../../source/index.ts';
import { join, name, raw, sql } from '../../sql/index.ts';
import { literals } from '../csv/literal.ts';
import type { Database } from '../database.ts';
import type { SourceFacts } from '../source-facts.ts';
import type { FoundFile } from './find-files.ts';
import { fingerprintOf, hashFile } from './fingerprint.ts';

/** Makes the view `as` over Parquet files; their own footers say names, types and row counts. */
export async function attachParquet(
  database: Database,
  _source: Source,
  files: readonly FoundFile[],
  as: string,
  run: Run,
  context: RunContext,
): Promise<SourceFacts> {
  const paths = literals(files.map((file) => file.path));
  const where = `source ${show(files[0].shown)}`;
  const there = columnsThere(files);
  const columns = there === undefined ? raw('*') : join(there.map((column) => name(column)));
  let rows: number;
  try {
    await database.execute(
      sql`CREATE OR REPLACE VIEW ${name(as)} AS SELECT ${columns} FROM read_parquet(${paths})`,
      context,
    );
    const counted = await database.query(
      sql`SELECT sum(num_rows) FROM parquet_file_metadata(${paths})`,
      context,
    );
    rows = Number(counted.columns[0].values[0]);
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    const which =
      files.length > 1 ? 'one of the files is not, or they differ in columns' : 'is not';
    throw new SourceError(
      `${where}: must be readable as Parquet, but ${which}. It may be cut off; write it again.`,
      { cause: error },
    );
  }
  if (rows === 0) {
    throw new SourceError(
      `${where}: must hold at least one row, but holds none. Check that this is the right file.`,
    );
  }
  const hashes: (string | undefined)[] = [];
  for (const file of files) hashes.push(await hashFile(file, context.signal));
  return {
    files: files.map((file) => file.shown),
    format: 'parquet',
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
    rows,
    skippedRows: 0,
    compression: 'none',
    columns: await database.describe(as),
    warnings: run.warnings,
    fingerprint: await fingerprintOf(files, hashes),
  };
}

/** The columns that every file has, where some were fetched in part: a hole reads as rows that never were. */
function columnsThere(files: readonly FoundFile[]): readonly string[] | undefined {
  const parts = files.flatMap(({ columns }) => (columns === undefined ? [] : [columns]));
  return parts.length === 0
    ? undefined
    : parts[0].filter((column) => parts.every((columns) => columns.includes(column)));
}
