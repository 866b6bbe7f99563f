import { type Run, SourceError } from '../../base/index.ts';
import {
  type Address,
  isGlob,
  ObjectStore,
  openWebFile,
  type PostgresAddress,
  parseAddress,
  redact,
} from '../../connect/index.ts';
import type { Database } from '../database.ts';
import { type FoundFile, findFiles } from '../files/find-files.ts';
import { readHead } from '../files/read-blocks.ts';
import type { WantedColumns } from './column-chunks.ts';
import { fetchFile } from './fetch-file.ts';

/** One place with rows: a file of text or Parquet, a database in a file, a database behind a socket. */
export type Place =
  | { readonly kind: 'file'; readonly file: FoundFile }
  | {
      readonly kind: 'sqlite' | 'duckdb';
      readonly file: FoundFile;
      readonly schema?: string;
      readonly table?: string;
    }
  | { readonly kind: 'postgres'; readonly address: PostgresAddress };

/**
 * The places that a source's addresses stand for, patterns in the order of their names. What lies elsewhere as a file
 * is fetched; databases are not opened.
 *
 * @throws {SourceError} a place that is not there
 */
export async function findPlaces(
  database: Database,
  paths: readonly string[],
  wanted: WantedColumns | undefined,
  run: Run,
): Promise<Place[]> {
  const places: Place[] = [];
  for (const path of paths) {
    const address = parseAddress(path);
    if (address.kind === 'postgres') {
      places.push({ kind: 'postgres', address });
      continue;
    }
    const table = 'table' in address ? { table: address.table } : {};
    const schema = 'schema' in address ? { schema: address.schema } : {};
    for (const file of await filesOf(database, address, wanted, run)) {
      const kind = (await databaseKind(file)) ?? 'file';
      if (kind !== 'file') {
        places.push({ kind, file, ...schema, ...table });
        continue;
      }
      if (address.kind === 'sqlite' || address.kind === 'duckdb' || table.table !== undefined) {
        const wants = address.kind === 'duckdb' ? 'a DuckDB' : 'a SQLite';
        throw new SourceError(
          `source ${redact(address)}: must be ${wants} database, but its content is not one. Check that this is the right file.`,
        );
      }
      places.push({ kind, file });
    }
  }
  return places;
}

async function filesOf(
  database: Database,
  address: Exclude<Address, PostgresAddress>,
  wanted: WantedColumns | undefined,
  run: Run,
): Promise<FoundFile[]> {
  if (address.kind === 'http') {
    return [await fetchFile(database, await openWebFile(address, run), wanted, run)];
  }
  if (address.kind !== 's3') return findFiles(database, [address.path]);
  await using store = await ObjectStore.open(run);
  const files: FoundFile[] = [];
  for (const key of await keysOf(store, address)) {
    const remote = await store.open({ ...address, key });
    files.push(await fetchFile(database, remote, wanted, run));
  }
  return files;
}

async function keysOf(
  store: ObjectStore,
  address: { kind: 's3'; bucket: string; key: string },
): Promise<string[]> {
  if (!isGlob(address.key)) return [address.key];
  const found = (await store.list(address)).filter(({ bytes }) => bytes > 0);
  if (found.length > 0) return found.map(({ key }) => key);
  throw new SourceError(
    `source ${redact(address)}: at least one object must match, none does. Check the pattern and the bucket.`,
  );
}

/** Databases are known by their first bytes. */
async function databaseKind(file: FoundFile): Promise<'sqlite' | 'duckdb' | undefined> {
  const head = (await readHead(file.path, 16)).toString('latin1');
  if (head.startsWith('SQLite format 3\0')) return 'sqlite';
  return head.startsWith('DUCK', 8) ? 'duckdb' : undefined;
}
