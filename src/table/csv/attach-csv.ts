import { type Run, type RunContext, SourceError, show } from '../../base/index.ts';
import type { Source } from '../../source/index.ts';
import { join, name, sql } from '../../sql/index.ts';
import type { Database } from '../database.ts';
import type { FoundFile } from '../files/find-files.ts';
import { fingerprintOf } from '../files/fingerprint.ts';
import { type PreparedText, prepareText } from '../files/prepare-text.ts';
import type { SourceFacts } from '../source-facts.ts';
import type { AsText, Table } from '../types.ts';
import { type ColumnPlan, planColumn } from './column-plan.ts';
import { countCells, readCounts } from './count-cells.ts';
import { type DecidedColumn, decideColumn } from './decide-column.ts';
import { type Dialect, findDialect } from './dialect.ts';
import { type CsvFiles, readCsv } from './read-csv.ts';

/**
 * Makes the view `as` over CSV files: their text is read as it streams by, cast to the types that
 * one pass over all rows has proved.
 */
export async function attachCsv(
  database: Database,
  source: Source,
  files: readonly FoundFile[],
  as: string,
  run: Run,
  context: RunContext,
  asText: AsText,
): Promise<SourceFacts> {
  const texts: PreparedText[] = [];
  for (const file of files) {
    const tag = database.temporaryName();
    texts.push(await prepareText(file, source, database.temp, tag, run, context.signal));
  }
  const where = `source ${show(files[0].shown)}`;
  const dialect = findDialect(texts[0].text, texts[0].complete, source);
  checkRows(where, dialect);
  checkHeaders(files, texts, dialect, source);
  for (const { was, now } of dialect.renamed) {
    run.warn(
      was === '' ? 'column-without-name' : 'column-name-repeated',
      was === ''
        ? `${where}: a column has no name in the header and is called ${show(now)}.`
        : `${where}: the column name ${show(was)} comes twice; the later one is called ${show(now)}.`,
    );
  }

  const missing = new Set(source.missing ?? []);
  const plain = new Set(asText(dialect.names));
  const plans = dialect.names.map((column, c) =>
    planColumn(
      column,
      dialect.sample.map((row) => row[c] ?? ''),
      plain.has(column) ? 'text' : source.columns?.[column],
      missing,
      dialect.delimiter,
    ),
  );
  const csv: CsvFiles = {
    readable: texts.map((text) => text.readable),
    compression: texts[0].readableCompression,
    dialect,
    missing: source.missing ?? [],
    pad: source.raggedRows === 'pad',
  };
  if (texts.some((text) => text.readableCompression !== csv.compression)) {
    throw new SourceError(
      `${where}: all files must be packed in the same way. Pack or unpack all of them.`,
    );
  }
  const { counts, rejected } = await readAllRows(database, plans, csv, context);
  const { rows, columns: cells } = readCounts(plans, counts);
  const skipped = checkRejected(where, rejected, dialect, source, files, texts);
  if (rows === 0) throw noRows(where);

  const decided = plans.map((plan, c) => decideColumn(plan, cells[c], where));
  await createView(database, as, csv, decided, skipped > 0, context);
  if (skipped > 0) {
    run.warn(
      'ragged-rows',
      `${where}: ${skipped} rows have too many or too few cells and are left out.`,
    );
  }
  return {
    files: files.map((file) => file.shown),
    format: 'csv',
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
    rows,
    skippedRows: skipped,
    compression: texts[0].compression,
    encoding: texts[0].encoding,
    delimiter: dialect.delimiter,
    quote: dialect.quote,
    header: dialect.header,
    columns: decided.map((column) => column.facts),
    warnings: run.warnings,
    fingerprint: await fingerprintOf(
      files,
      texts.map((text) => text.sha256),
    ),
  };
}

async function readAllRows(
  database: Database,
  plans: readonly ColumnPlan[],
  csv: CsvFiles,
  context: RunContext,
): Promise<{ counts: Table; rejected: Table }> {
  // The engine tells each cell that is lacking.
  const rejects = sql`SELECT file_path, line, error_type, error_message, (SELECT count(DISTINCT (file_id, line)) FROM reject_errors) AS all_rejects
    FROM reject_errors JOIN reject_scans USING (scan_id, file_id) ORDER BY file_id, line LIMIT 1`;
  const [counts, rejected] = await database.queryInTurn(
    [countCells(plans, readCsv(csv, 'record')), rejects],
    context,
  );
  return { counts, rejected };
}

async function createView(
  database: Database,
  as: string,
  csv: CsvFiles,
  decided: readonly DecidedColumn[],
  skip: boolean,
  context: RunContext,
): Promise<void> {
  const columns = decided.map((d) => sql`${d.expression} AS ${name(d.facts.name)}`);
  await database.execute(
    sql`CREATE OR REPLACE VIEW ${name(as)} AS SELECT ${join(columns)} FROM ${readCsv(csv, skip ? 'skip' : 'error')}`,
    context,
  );
}

function noRows(where: string): SourceError {
  return new SourceError(
    `${where}: must hold at least one row below the header, but holds none. Check that this is the right file, and that every quote in it is closed.`,
  );
}

function checkRows(where: string, dialect: Dialect): void {
  if (dialect.sample.length === 0) throw noRows(where);
}

/** All files of one source share the first one's columns, by name and order. */
function checkHeaders(
  files: readonly FoundFile[],
  texts: readonly PreparedText[],
  dialect: Dialect,
  source: Source,
): void {
  for (let f = 1; f < files.length; f++) {
    const other = findDialect(texts[f].text, texts[f].complete, {
      ...source,
      delimiter: dialect.delimiter,
      quote: dialect.quote,
      header: dialect.header,
    });
    const at = other.names.findIndex((column, c) => column !== dialect.names[c]);
    if (other.names.length === dialect.names.length && at < 0) continue;
    const difference =
      at < 0
        ? `${other.names.length} columns instead of ${dialect.names.length}`
        : `${show(other.names[at])} instead of ${show(dialect.names[at] ?? 'no more columns')}`;
    throw new SourceError(
      `source ${show(files[f].shown)}: must have the same columns as ${show(files[0].shown)}, but has ${difference}. Attach the files one by one.`,
    );
  }
}

/** The number of rows to leave out. @throws {SourceError} when none may be */
function checkRejected(
  where: string,
  rejected: Table,
  dialect: Dialect,
  source: Source,
  files: readonly FoundFile[],
  texts: readonly PreparedText[],
): number {
  if (rejected.rows === 0) return 0;
  const [path, line, kind, message, all] = rejected.columns.map((column) => column.values[0]);
  if (source.raggedRows === 'skip') return Number(all);
  const file = texts.findIndex((text) => text.readable === path);
  const place = file > 0 ? `source ${show(files[file].shown)}` : where;
  const cells = /Found: (\d+)/.exec(String(message));
  const rest = Number(all) > 1 ? ` (${Number(all) >= 1000 ? '1,000 or more' : all} such rows)` : '';
  if (cells !== null) {
    const width = dialect.names.length;
    const pad = Number(cells[1]) < width ? ', pad to let them end in empty cells' : '';
    throw new SourceError(
      `${place}: every row must have ${width} cells, line ${line} has ${cells[1]}${rest}. Mend the file, or set raggedRows: skip to leave such rows out${pad}.`,
    );
  }
  const what = /QUOTE/.test(String(kind))
    ? `has a quote that is not closed, or text after a closed one`
    : /LINE SIZE/.test(String(kind))
      ? `is longer than 2 MB, which is often a quote that is not closed`
      : `cannot be read (${String(kind).toLowerCase()})`;
  throw new SourceError(
    `${place}: every row must be readable, line ${line} ${what}${rest}. Mend the file, give its quote character (quote: '' for none), or set raggedRows: skip.`,
  );
}
