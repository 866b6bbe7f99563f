import { Run, type RunContext, SourceError, show } from '../base/index.ts';
import { redact } from '../connect/index.ts';
import type { Source } from '../source/index.ts';
import { attachCsv } from './csv/attach-csv.ts';
import type { Database } from './database.ts';
import { attachDuckdb } from './databases/attach-duckdb.ts';
import { attachPostgres } from './databases/attach-postgres.ts';
import { attachSqlite } from './databases/attach-sqlite.ts';
import type { WantedColumns } from './fetch/column-chunks.ts';
import { findPlaces, type Place } from './fetch/find-places.ts';
import { attachJson } from './files/attach-json.ts';
import { attachParquet } from './files/attach-parquet.ts';
import type { FoundFile } from './files/find-files.ts';
import { readHead } from './files/read-blocks.ts';
import { attachSeries, seriesFormat } from './series/attach-series.ts';
import type { SourceFacts } from './source-facts.ts';
import type { AsText } from './types.ts';
import { uniteParts } from './unite-parts.ts';

export interface AttachOptions {
  /**
   * The columns that will be used, of those that there are: of Parquet files elsewhere and of tables in databases no
   * others are read. Left out: all.
   */
  readonly columns?: WantedColumns;
  /** The columns of a text file whose cells are handed over as they stand, of those that there are. */
  readonly asText?: AsText;
}

/**
 * Makes the view `as` over the rows of a source and says what was found.
 *
 * Files on this machine are not loaded: every query streams through them, so they may be larger than memory. A CSV or
 * JSON file is read once to prove its types, count its rows and find bad ones; Parquet says all that itself. Rows from
 * elsewhere come to the database's temporary folder first: of Parquet the columns wanted, other files whole, rows of
 * PostgreSQL and SQLite as Parquet. Several places with the same columns are one table.
 *
 * Missing: empty cells; in columns of numbers and dates also blanks and words such as NA; NULL.
 * Units: dates are UTC unless their text says otherwise.
 * Cost: one pass over text files (3.7 s for 10 million rows of four columns on 2 cores), two when they are not UTF-8.
 *
 * @throws {SourceError} missing, empty, unreadable or damaged files; ragged rows; no rows at all; no permission
 * @throws {EngineError} another place cannot be reached, after several attempts
 * @example await attachSource(database, parseSource('events.csv.gz'), 'events')
 */
export async function attachSource(
  database: Database,
  source: Source,
  as: string,
  context: RunContext = {},
  options: AttachOptions = {},
): Promise<SourceFacts> {
  const run = new Run(context);
  const places = await findPlaces(database, source.paths, options.columns, run);
  const parts = partsOf(places);
  if (source.query !== undefined && parts.some((part) => 'files' in part)) {
    throw new SourceError(
      `source ${redact(source.paths[0])}: a query needs a database, and this is a file. Leave query out.`,
    );
  }
  const attached: SourceFacts[] = [];
  for (const [i, part] of parts.entries()) {
    const name = parts.length === 1 ? as : `${as} part ${i + 1}`;
    attached.push(await attachPart(database, source, part, name, options, run, context));
  }
  const facts =
    attached.length === 1 ? attached[0] : await uniteParts(database, attached, as, run, context);
  database.remember(as, facts);
  return facts;
}

/** Files are read together, databases one by one. */
type Part = { readonly files: readonly FoundFile[] } | Exclude<Place, { kind: 'file' }>;

function partsOf(places: readonly Place[]): Part[] {
  const files = places.flatMap((place) => (place.kind === 'file' ? [place.file] : []));
  const databases = places.filter((place) => place.kind !== 'file');
  return files.length === 0 ? databases : [{ files }, ...databases];
}

function attachPart(
  database: Database,
  source: Source,
  part: Part,
  as: string,
  { columns, asText = () => [] }: AttachOptions,
  run: Run,
  context: RunContext,
): Promise<SourceFacts> {
  if ('files' in part) return attachFiles(database, source, part.files, as, asText, run, context);
  switch (part.kind) {
    case 'postgres':
      return attachPostgres(database, source, part.address, as, columns, run);
    case 'sqlite':
      return attachSqlite(database, source, part, as, columns, run);
    case 'duckdb':
      return attachDuckdb(database, source, part, as, run);
  }
}

async function attachFiles(
  database: Database,
  source: Source,
  files: readonly FoundFile[],
  as: string,
  asText: AsText,
  run: Run,
  context: RunContext,
): Promise<SourceFacts> {
  const head = await readHead(files[0].path, 4);
  const isParquet = head.toString('latin1') === 'PAR1';
  if (source.format === 'parquet' && !isParquet) {
    throw new SourceError(
      `source ${show(files[0].shown)}: must be a Parquet file, but does not begin like one. It may be cut off or of another format.`,
    );
  }
  const isSeries = !isParquet && (await seriesFormat(source, files[0], head)) !== undefined;
  const attach = isParquet
    ? attachParquet
    : isSeries
      ? attachSeries
      : source.format === 'json'
        ? attachJson
        : attachCsv;
  const facts = await attach(database, source, files, as, run, context, asText);
  const fetched = files.flatMap((file) => (file.fetched === undefined ? [] : [file.fetched.bytes]));
  if (fetched.length === 0) return facts;
  const unread = files.find((file) => file.unread !== undefined)?.unread;
  return {
    ...facts,
    fetchedBytes: fetched.reduce((sum, bytes) => sum + bytes, 0),
    ...(unread === undefined ? {} : { unread }),
  };
}
