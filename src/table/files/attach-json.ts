import { QueryError, type Run, type RunContext, SourceError, show } from '../../base/index.ts';
import type { Source } from '../../source/index.ts';
import { name, sql } from '../../sql/index.ts';
import { literal, literals } from '../csv/literal.ts';
import type { Database } from '../database.ts';
import type { SourceFacts } from '../source-facts.ts';
import type { FoundFile } from './find-files.ts';
import { fingerprintOf } from './fingerprint.ts';
import { type PreparedText, prepareText } from './prepare-text.ts';

/**
 * Makes the view `as` over JSON files: one array of objects, or one object per line.
 *
 * Every row is looked at for the types, since a key may first come late. Nested values stay nested
 * in the view and leave a query as text.
 */
export async function attachJson(
  database: Database,
  source: Source,
  files: readonly FoundFile[],
  as: string,
  run: Run,
  context: RunContext,
): Promise<SourceFacts> {
  const texts: PreparedText[] = [];
  for (const file of files) {
    const tag = database.temporaryName();
    texts.push(await prepareText(file, source, database.temp, tag, run, context.signal));
  }
  const where = `source ${show(files[0].shown)}`;
  if (texts.every(({ complete, text }) => complete && /^\s*(\[\s*\])?\s*$/.test(text))) {
    throw noRows(where);
  }
  const paths = literals(texts.map((text) => text.readable));
  const packed = texts[0].readableCompression;
  const compression = literal(packed === 'none' ? 'uncompressed' : packed);
  let rows: number;
  try {
    await database.execute(
      sql`CREATE OR REPLACE VIEW ${name(as)} AS SELECT * FROM read_json(${paths}, format = 'auto', records = true, sample_size = -1, union_by_name = true, compression = ${compression})`,
      context,
    );
    const counted = await database.query(sql`SELECT count(*) FROM ${name(as)}`, context);
    rows = Number(counted.columns[0].values[0]);
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    const line = /in line (\d+)/.exec(error.message);
    const place = line === null ? '' : ` (near line ${line[1]})`;
    throw new SourceError(
      `${where}: must be an array of objects or one object per line, but cannot be read as that${place}. Mend the file.`,
      { cause: error },
    );
  }
  if (rows === 0) throw noRows(where);
  const columns = await database.describe(as);
  for (const column of columns) {
    if (!/^(STRUCT|MAP|JSON)|\[\]$/.test(column.type)) continue;
    run.warn(
      'nested-column',
      `${where}: the column ${show(column.name)} is nested (${column.type.slice(0, 40)}) and is read as text.`,
    );
  }
  return {
    files: files.map((file) => file.shown),
    format: 'json',
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
    rows,
    skippedRows: 0,
    compression: texts[0].compression,
    encoding: texts[0].encoding,
    columns,
    warnings: run.warnings,
    fingerprint: await fingerprintOf(
      files,
      texts.map((text) => text.sha256),
    ),
  };
}

function noRows(where: string): SourceError {
  return new SourceError(
    `${where}: must hold at least one row, but holds none. Check that this is the right file.`,
  );
}
