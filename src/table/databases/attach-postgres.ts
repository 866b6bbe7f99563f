import { EngineError, type Run } from '../../base/index.ts';
import {
  type PostgresAddress,
  PostgresClient,
  type PostgresField,
  postgresName,
  redact,
  splitTable,
  withRetries,
} from '../../connect/index.ts';
import type { Source } from '../../source/index.ts';
import type { Database } from '../database.ts';
import type { WantedColumns } from '../fetch/column-chunks.ts';
import type { SourceFacts } from '../source-facts.ts';
import { onlyTable, refuseEmpty, typeAsAsked, warnUnreadable } from './as-asked.ts';
import { sentExpression, typeOfField } from './postgres-types.ts';
import { type KeptRows, rowsToParquet, type SentColumn } from './rows-to-parquet.ts';

/**
 * Makes the view `as` over the rows of a table or a query, as one read-only transaction saw them. They are streamed
 * by COPY into the temporary folder. A connection that is lost while they come makes them come again.
 *
 * Missing: NULL, infinite dates, numbers that are NaN where the column has a scale.
 * Cost: the server's COPY sets the pace; memory does not grow with the rows.
 */
export async function attachPostgres(
  database: Database,
  source: Source,
  address: PostgresAddress,
  as: string,
  wanted: WantedColumns | undefined,
  run: Run,
): Promise<SourceFacts> {
  const shown = redact(address);
  const where = `source ${shown}`;
  const attempt = () => readOnce(database, source, address, as, wanted, run);
  // Logging in is tried again by the client itself.
  const lost = (error: unknown) =>
    error instanceof EngineError && error.cause instanceof LostOnTheWay;
  const { kept, unread } = await withRetries(attempt, where, run, lost).catch((error) => {
    throw lost(error) ? new EngineError(error.message, { cause: error.cause.cause }) : error;
  });
  refuseEmpty(where, kept.rows);
  warnUnreadable(where, kept.unreadable, run);
  return {
    files: [shown],
    format: 'postgres',
    bytes: kept.bytes,
    fetchedBytes: kept.bytes,
    ...(unread.length === 0 ? {} : { unread }),
    rows: kept.rows,
    skippedRows: 0,
    compression: 'none',
    columns: await database.describe(as),
    warnings: run.warnings,
    fingerprint: { sha256: kept.sha256, of: 'content' },
  };
}

/** The connection broke while rows came: another attempt makes sense. */
class LostOnTheWay extends Error {}

async function readOnce(
  database: Database,
  source: Source,
  address: PostgresAddress,
  as: string,
  wanted: WantedColumns | undefined,
  run: Run,
): Promise<{ kept: KeptRows; unread: readonly string[] }> {
  await using client = await PostgresClient.connect(address, run);
  try {
    return await client.transaction('read', async () => {
      // The same rows in the same words, whatever the server's defaults are.
      await client.execute(
        "SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL IntervalStyle = 'postgres'; SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1; SET LOCAL synchronize_seqscans = off",
      );
      const from = await relationOf(client, source, address);
      const fields = await client.describe(`SELECT * FROM ${from}`);
      const all = fields.map(({ name }) => name);
      const read = source.query === undefined && wanted !== undefined ? wanted(all) : all;
      const taken = fields.filter(({ name }) => read.includes(name));
      const kept = await rowsToParquet(
        database,
        client.copyOut(copyStatement(taken, from)),
        taken.map(
          (field): SentColumn => ({
            name: field.name,
            type: typeAsAsked(source, field.name, typeOfField(field)),
          }),
        ),
        as,
        run,
      );
      return { kept, unread: all.filter((name) => !read.includes(name)) };
    });
  } catch (error) {
    if (!(error instanceof EngineError) || run.signal?.aborted) throw error;
    throw new EngineError(error.message, { cause: new LostOnTheWay('', { cause: error }) });
  }
}

function copyStatement(fields: readonly PostgresField[], from: string): string {
  const columns = fields.map((field) => sentExpression(field, postgresName(field.name)));
  return `COPY (SELECT ${columns.join(', ')} FROM ${from}) TO STDOUT (FORMAT csv, ENCODING 'UTF8')`;
}

/** What stands behind FROM: the table, or the query in parentheses. */
async function relationOf(
  client: PostgresClient,
  source: Source,
  address: PostgresAddress,
): Promise<string> {
  if (source.query !== undefined) {
    return `(${source.query.trim().replace(/;+$/, '')}\n) AS source`;
  }
  const named =
    address.table === undefined
      ? source.table === undefined
        ? undefined
        : splitTable(source.table)
      : { table: address.table, schema: address.schema };
  if (named !== undefined) return postgresName(named.table, named.schema);
  const rows = await client.query(
    `SELECT schemaname, tablename FROM pg_tables
     WHERE schemaname NOT IN ('pg_catalog', 'information_schema') AND has_table_privilege(quote_ident(schemaname) || '.' || quote_ident(tablename), 'SELECT')
     UNION ALL SELECT schemaname, viewname FROM pg_views
     WHERE schemaname NOT IN ('pg_catalog', 'information_schema') AND has_table_privilege(quote_ident(schemaname) || '.' || quote_ident(viewname), 'SELECT')
     ORDER BY 1, 2`,
  );
  const tables = rows.map(({ schemaname, tablename }) =>
    schemaname === 'public' ? String(tablename) : `${schemaname}.${tablename}`,
  );
  const { table, schema } = splitTable(onlyTable(`source ${client.shown}`, tables));
  return postgresName(table, schema);
}
