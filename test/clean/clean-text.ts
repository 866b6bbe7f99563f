import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Run, type Warning } from '../../src/base/index.ts';
import {
  applyClean,
  type Cleaning,
  type CleanStep,
  fitClean,
  readCleanSteps,
  summarizeCleaning,
  textColumns,
} from '../../src/clean/index.ts';
import { parseSource } from '../../src/source/index.ts';
import { name, sql } from '../../src/sql/index.ts';
import { attachSource, Database } from '../../src/table/index.ts';

export interface Cleaned {
  /** Rows as text, cells joined by a bar, missing as an empty cell; in the order of the file. */
  readonly rows: string[];
  readonly columns: string[];
  readonly cleaning: Cleaning;
  readonly counts: Record<string, number>[];
  readonly warnings: readonly Warning[];
}

/** Cleans a CSV file of this content; with `fitted`, as that cleaning did. */
export async function cleanText(
  content: string | Buffer | readonly string[],
  steps: readonly CleanStep[],
  { fitted, threads = 2 }: { fitted?: Cleaning; threads?: number } = {},
): Promise<Cleaned> {
  const folder = await mkdtemp(join(tmpdir(), 'clade-clean-'));
  try {
    await using database = await Database.open({ threads });
    const run = new Run();
    const contents = typeof content === 'string' || Buffer.isBuffer(content) ? [content] : content;
    const paths = contents.map((_, i) => join(folder, `rows-${i}.csv`));
    for (const [i, path] of paths.entries()) await writeFile(path, contents[i]);
    const checked = readCleanSteps(steps);
    await attachSource(database, parseSource({ paths }), 'rows', new Run(), {
      asText: (names) => (fitted === undefined ? textColumns(checked, names) : fitted.asText),
    });
    const { cleaning, columns, relation } =
      fitted === undefined
        ? await fitClean(database, 'rows', checked, run)
        : await applyClean(database, 'rows', JSON.parse(JSON.stringify(fitted)), run);
    const cells = columns.map((column) => `coalesce(CAST("${column.name}" AS VARCHAR), '')`);
    const all = await database.query({
      ...sql`${name(relation)}`,
      text: `SELECT concat_ws('|', ${cells.join(', ')}) FROM "${relation}"`,
    });
    return {
      rows: Array.from(all.columns[0].values, String),
      columns: columns.map((column) => `${column.name} ${column.type}`),
      cleaning,
      counts: summarizeCleaning(cleaning).map(({ rowsIn, rowsOut, counts }) => ({
        in: rowsIn,
        out: rowsOut,
        ...counts,
      })),
      warnings: run.warnings,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
