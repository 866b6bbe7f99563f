import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join as joinPath } from 'node:path';
import { EngineError, type Run } from '../base/index.ts';
import {
  type PostgresAddress,
  PostgresClient,
  postgresMayPass,
  withRetries,
} from '../connect/index.ts';
import { type Fragment, join, name, numberParameters, postgres, raw, sql } from '../sql/index.ts';
import { selectPublished } from './fit-names.ts';
import type { Publication } from './publication.ts';
import type { PublishedTable } from './published-table.ts';
import type { Store, StoreTransaction } from './store.ts';

/**
 * A PostgreSQL database: rows go by COPY in one transaction per run. When the connection is lost the whole
 * transaction is tried again; the run id tells whether the lost one was kept.
 */
export function openPostgresStore(address: PostgresAddress, where: string): Store {
  return {
    dialect: postgres,
    where,
    transaction: (work, run) => {
      // Logging in has attempts of its own; what is tried again here are transactions that were cut off.
      let connected = false;
      return withRetries(
        async () => {
          connected = false;
          await using client = await PostgresClient.connect(address, run);
          connected = true;
          return await client.transaction('write', () => work(transactionOf(client, run)));
        },
        where,
        run,
        (error) => connected && error instanceof EngineError && postgresMayPass(error.cause),
      );
    },
  };
}

function transactionOf(client: PostgresClient, run: Run): StoreTransaction {
  const rows = ({ text, values }: Fragment) => client.query(numberParameters(text), values);
  return {
    rows: async (fragment) => [...(await rows(fragment))],
    execute: async (fragment) => {
      await rows(fragment);
    },
    load: (table, into, publication) => {
      const path = postgres.qualified(into);
      // PGlite behind its socket takes no COPY.
      return client.takesCopy
        ? copyRows(client, table, path, publication, run)
        : insertRows(client, table, path, publication, run);
    },
  };
}

const columnList = ({ columns }: PublishedTable) =>
  join(columns.map((column) => name(column.name)));

/** The engine writes the rows as CSV, many threads at once; the file goes to the server as it is. */
async function copyRows(
  client: PostgresClient,
  table: PublishedTable,
  into: Fragment,
  { database, rows }: Publication,
  run: Run,
): Promise<void> {
  const file = joinPath(database.temp, `${database.temporaryName()}.csv`);
  try {
    await database.copyTo(selectPublished(table), file, 'csv', run);
    const counted = table.kind === 'labels' ? counting(file, rows, run) : createReadStream(file);
    await client.copyIn(
      `COPY ${into.text} (${columnList(table).text}) FROM STDIN (FORMAT csv, HEADER true)`,
      counted,
    );
  } finally {
    await rm(file, { force: true });
  }
}

/** The file's blocks, with progress in rows by the bytes that went. */
async function* counting(file: string, rows: number, run: Run): AsyncGenerator<Uint8Array> {
  const { size } = await stat(file);
  let sent = 0;
  for await (const block of createReadStream(file, { highWaterMark: 1 << 20 })) {
    run.check();
    yield block;
    sent += block.byteLength;
    run.progress('publish', Math.round((rows * sent) / size), rows);
  }
}

/** Rows per statement where COPY is not to be had. */
const BATCH = 5000;

/** One statement per batch, each column as one array of texts that the server casts. */
async function insertRows(
  client: PostgresClient,
  table: PublishedTable,
  into: Fragment,
  { database, rows: total }: Publication,
  run: Run,
): Promise<void> {
  const texts = table.columns.map(
    (column) => sql`CAST(${name(column.name)} AS VARCHAR) AS ${name(column.name)}`,
  );
  const read = await database.query(
    sql`SELECT ${join(texts)} FROM (${selectPublished(table)})`,
    run,
  );
  const typed = table.columns.map(
    ({ type }, i) => sql`CAST(${raw(`c${i}`)} AS ${postgres.typeOf(type)})`,
  );
  const marks = table.columns.map((_, i) => `$${i + 1}::text[]`).join(', ');
  const names = table.columns.map((_, i) => `c${i}`).join(', ');
  const insert = `INSERT INTO ${into.text} (${columnList(table).text}) SELECT ${join(typed).text} FROM unnest(${marks}) AS given(${names})`;
  for (let begin = 0; begin < read.rows; begin += BATCH) {
    run.check();
    const end = Math.min(read.rows, begin + BATCH);
    await client.query(
      insert,
      read.columns.map(({ values }) =>
        Array.from({ length: end - begin }, (_, i) => values[begin + i]),
      ),
    );
    if (table.kind === 'labels') run.progress('publish', end, total);
  }
}
