import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Run } from '../../src/base/index.ts';
import {
  type PostgresAddress,
  PostgresClient,
  parseAddress,
  SqliteFile,
} from '../../src/connect/index.ts';
import type { PublishTarget } from '../../src/publish/index.ts';
import { raw } from '../../src/sql/index.ts';
import { Database } from '../../src/table/index.ts';
import { startPglite } from '../servers/start-pglite.ts';
import { postgresBinaries, startPostgres } from '../servers/start-postgres.ts';

type Rows = Record<string, unknown>[];

/** A place in a database that nothing was published to, and how an analyst reads it. */
export interface Place {
  to(more?: Partial<PublishTarget>): PublishTarget[];
  rows(text: string): Promise<Rows>;
}

/** A kind of database for a test. */
export interface StoreKind {
  readonly kind: 'duckdb' | 'sqlite' | 'PGlite' | 'PostgreSQL';
  start(home: string): Promise<{ place(name: string): Promise<Place>; stop(): Promise<void> }>;
}

const inFile = (
  kind: 'duckdb' | 'sqlite',
  read: (file: string, text: string) => Promise<Rows>,
): StoreKind => ({
  kind,
  start: async (home) => ({
    place: async (name) => {
      const file = join(home, `${name}.${kind}`);
      return {
        to: (more) => [{ to: file, mode: 'history', ...more }],
        rows: (text) => (existsSync(file) ? read(file, text) : Promise.resolve([])),
      };
    },
    stop: async () => {},
  }),
});

async function readDuckdb(file: string, text: string): Promise<Rows> {
  await using database = await Database.open({ file });
  return await database.transact((session) => session.rows(raw(text)));
}

async function readSqlite(file: string, text: string): Promise<Rows> {
  await using database = await SqliteFile.open(file, 'read');
  const columns = database.columns(text);
  return database
    .rows(text)
    .map((row) =>
      Object.fromEntries(
        row.map((cell, i) => [columns[i].name, typeof cell === 'bigint' ? String(cell) : cell]),
      ),
    );
}

/** Each place is a schema of its own. */
const onServer = (
  kind: 'PGlite' | 'PostgreSQL',
  start: () => Promise<{ address: string; stop(): Promise<void> }>,
): StoreKind => ({
  kind,
  start: async () => {
    const server = await start();
    return {
      place: async (name) => ({
        to: (more) => [{ to: server.address, schema: name, mode: 'history', ...more }],
        rows: (text) => readPostgres(server.address, name, text),
      }),
      stop: server.stop,
    };
  },
});

async function readPostgres(address: string, schema: string, text: string): Promise<Rows> {
  await using client = await PostgresClient.connect(
    parseAddress(address) as PostgresAddress,
    new Run(),
  );
  await client.execute(`SET search_path TO "${schema}"; SET TIME ZONE 'UTC'`);
  return (await client.query(text)).map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, cell]) => [
        name,
        cell instanceof Date ? cell.toISOString().slice(0, 19).replace('T', ' ') : cell,
      ]),
    ),
  );
}

const real = postgresBinaries() !== undefined;
if (!real) {
  process.stderr.write(
    'skipped: publishing to a real PostgreSQL, for there are no binaries; PGlite stands in. Set CLADE_TEST_POSTGRES to the folder that holds initdb\n',
  );
}

/** Every kind of database that can be had here. */
export const storeKinds: readonly StoreKind[] = [
  inFile('duckdb', readDuckdb),
  inFile('sqlite', readSqlite),
  onServer('PGlite', async () => {
    const server = await startPglite();
    return { address: `${server.address()}?password=none`, stop: () => server.stop() };
  }),
  ...(real
    ? [
        onServer('PostgreSQL', async () => {
          const server = (await startPostgres())!;
          return {
            address: `${server.address()}?password=${server.password}`,
            stop: async () => server.stop(),
          };
        }),
      ]
    : []),
];
