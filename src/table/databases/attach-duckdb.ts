import { EngineError, QueryError, type Run, SourceError, show } from '../../base/index.ts';
import { splitTable } from '../../connect/index.ts';
import type { Source } from '../../source/index.ts';
import { name, raw, sql } from '../../sql/index.ts';
import { literal, literals } from '../csv/literal.ts';
import type { Database } from '../database.ts';
import type { Place } from '../fetch/find-places.ts';
import { fingerprintOf, hashFile } from '../files/fingerprint.ts';
import type { SourceFacts } from '../source-facts.ts';
import { onlyTable, refuseEmpty, refuseUnknownTable, typeAsAsked } from './as-asked.ts';

/** Makes the view `as` over a table of another DuckDB file, which is opened for reading only; or over a query's rows. */
export async function attachDuckdb(
  database: Database,
  source: Source,
  { file, schema, table }: Extract<Place, { kind: 'sqlite' | 'duckdb' }>,
  as: string,
  run: Run,
): Promise<SourceFacts> {
  const where = `source ${show(file.shown)}`;
  const catalog = `attached ${database.temporaryName()}`;
  try {
    await database.execute(
      sql`ATTACH ${literal(file.path)} AS ${name(catalog)} (TYPE duckdb, READ_ONLY)`,
      run,
    );
  } catch (error) {
    throw attachFailure(error, where);
  }
  if (source.query === undefined) {
    const given =
      table === undefined
        ? source.table === undefined
          ? undefined
          : splitTable(source.table)
        : { table, schema };
    const path = await tableIn(database, catalog, given, where, run);
    const columns = await database.query(
      sql`SELECT column_name, data_type FROM duckdb_columns() WHERE database_name = ${catalog} AND schema_name = ${path[0]} AND table_name = ${path[1]} ORDER BY column_index`,
      run,
    );
    const [names, types] = columns.columns.map((column) => column.values as readonly string[]);
    const selected = names.map((column, i) => {
      const type = typeAsAsked(source, column, types[i]);
      return type === types[i]
        ? name(column)
        : sql`TRY_CAST(${name(column)} AS ${raw(type)}) AS ${name(column)}`;
    });
    const list = selected.reduce((all, column) => sql`${all}, ${column}`);
    await database.execute(
      sql`CREATE OR REPLACE VIEW ${name(as)} AS SELECT ${list} FROM ${name(catalog, ...path)}`,
      run,
    );
  } else {
    await keepQuery(database, catalog, source.query, as, where, run);
  }
  const counted = await database.query(sql`SELECT count(*) FROM ${name(as)}`, run);
  const rows = Number(counted.columns[0].values[0]);
  refuseEmpty(where, rows);
  return {
    files: [file.shown],
    format: 'duckdb',
    bytes: file.bytes,
    ...(file.fetched === undefined ? {} : { fetchedBytes: file.fetched.bytes }),
    rows,
    skippedRows: 0,
    compression: 'none',
    columns: await database.describe(as),
    warnings: run.warnings,
    fingerprint: await fingerprintOf([file], [await hashFile(file, run.signal)]),
  };
}

async function tableIn(
  database: Database,
  catalog: string,
  given: { table: string; schema?: string } | undefined,
  where: string,
  run: Run,
): Promise<[string, string]> {
  const found = await database.query(
    sql`SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = ${catalog} UNION ALL SELECT schema_name, view_name FROM duckdb_views() WHERE database_name = ${catalog} AND NOT internal ORDER BY 1, 2`,
    run,
  );
  const [schemas, tables] = found.columns.map((column) => column.values as readonly string[]);
  const names = tables.map((table, i) =>
    schemas[i] === 'main' ? table : `${schemas[i]}.${table}`,
  );
  const wanted =
    given === undefined
      ? onlyTable(where, names)
      : given.schema === undefined || given.schema === 'main'
        ? given.table
        : `${given.schema}.${given.table}`;
  refuseUnknownTable(where, wanted, names);
  const at = names.indexOf(wanted);
  return [schemas[at], tables[at]];
}

/** A view could not find the query's tables later, so its rows are kept. */
async function keepQuery(
  database: Database,
  catalog: string,
  query: string,
  as: string,
  where: string,
  run: Run,
): Promise<void> {
  const path = `${database.temp}/${database.temporaryName()}.parquet`;
  const select = raw(query.trim().replace(/;+$/, ''));
  try {
    await database.queryInTurn(
      [
        sql`USE ${name(catalog)}`,
        sql`COPY (${select}
) TO ${literal(path)} (FORMAT parquet, COMPRESSION zstd)`,
      ],
      run,
    );
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    throw new SourceError(
      `${where}: the query must be one that DuckDB understands. ${error.message}`,
      {
        cause: error,
      },
    );
  }
  await database.execute(
    sql`CREATE OR REPLACE VIEW ${name(as)} AS SELECT * FROM read_parquet(${literals([path])})`,
    run,
  );
}

function attachFailure(error: unknown, where: string): unknown {
  if (!(error instanceof QueryError)) return error;
  if (/lock/i.test(error.message)) {
    return new EngineError(
      `${where}: must be free, but another program writes to it. Try again when it is done.`,
      { cause: error },
    );
  }
  return new SourceError(
    `${where}: must be a DuckDB file of a version that this one reads, and is not.`,
    { cause: error },
  );
}
