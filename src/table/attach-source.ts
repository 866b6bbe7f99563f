import type { RunContext } from '../base/index.ts';
import type { Source } from '../source/index.ts';
import { type Fragment, join, name, raw, sql } from '../sql/index.ts';
import type { Database } from './database.ts';
import type { ColumnDescription } from './types.ts';

/** What was found out about a source while it was attached. */
export interface SourceFacts {
  readonly files: readonly string[];
  readonly columns: readonly ColumnDescription[];
}

/** Makes the view `as` over the source's rows. Nothing is loaded: queries stream through the files. */
export async function attachSource(
  database: Database,
  source: Source,
  as: string,
  context: RunContext = {},
): Promise<SourceFacts> {
  const list = sql`[${join(source.paths.map((path) => quoted(path)))}]`;
  const reader =
    source.format === 'parquet'
      ? 'read_parquet'
      : source.format === 'json'
        ? 'read_json'
        : 'read_csv';
  await database.execute(
    sql`CREATE OR REPLACE VIEW ${name(as)} AS SELECT * FROM ${raw(reader)}(${list})`,
    context,
  );
  return { files: source.paths, columns: await database.describe(as) };
}

/** A view's text takes no parameters, so the path becomes a literal. */
function quoted(path: string): Fragment {
  return raw(`'${path.replaceAll("'", "''")}'`);
}
