import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { basename, dirname, extname, join as joinPath } from 'node:path';
import { OptionError, type Run, show } from '../base/index.ts';
import { literal, sql } from '../sql/index.ts';
import type { Database } from '../table/index.ts';
import { selectPublished } from './fit-names.ts';
import type { Publication } from './publication.ts';
import type { PublishedTable } from './published-table.ts';
import { otherRun } from './store-tables.ts';
import type { PublishMode } from './targets.ts';
import { writeFileWhole } from './whole-file.ts';
import { explainWriteError } from './whole-folder.ts';

export type TableFormat = 'csv' | 'parquet';

/** @throws {OptionError} the name says no format that tables are published in */
export function tableFormat(path: string): TableFormat {
  const ending = extname(path);
  if (ending === '.csv' || ending === '.parquet') return ending.slice(1) as TableFormat;
  throw new OptionError(
    `publish: a file must end in .csv or .parquet, and a database in .duckdb or .sqlite, got ${show(basename(path))}.`,
  );
}

/** The files of one run. */
export type FileNames = Readonly<Record<PublishedTable['kind'], string>>;

/**
 * Where a run's files are. With history `segments.csv` stands for a folder `segments` that holds one folder per
 * run, named for it; with replace it is the file of labels itself, the others beside it.
 */
export function fileNames(path: string, mode: PublishMode, runId: string): FileNames {
  const ending = extname(path);
  const stem = path.slice(0, path.length - ending.length);
  if (mode === 'replace') {
    return { labels: path, profiles: `${stem}.profiles${ending}`, runs: `${stem}.runs${ending}` };
  }
  const named = (kind: string) => `${stem}/${runId}/${kind}${ending}`;
  return { labels: named('labels'), profiles: named('profiles'), runs: named('runs') };
}

/** Tables in the order in which they are written: a run that can be seen is whole. */
export const writeOrder = ['labels', 'profiles', 'runs'] as const;

/**
 * Writes a run as three files. With history they are in a folder of their own, named for the run, which appears
 * whole or not at all; with replace each takes the place of an earlier one, the run's own last.
 *
 * @returns false when the run was there
 */
export async function publishFiles(
  publication: Publication,
  path: string,
  mode: PublishMode,
  run: Run,
): Promise<boolean> {
  const { database } = publication;
  const format = tableFormat(path);
  const names = fileNames(path, mode, publication.runId);
  if (await isPublished(publication, names.runs, format)) return false;
  const write = (kind: PublishedTable['kind'], file: string) =>
    database.copyTo(selectPublished(publication[kind]), file, format, run);
  run.progress('publish', 0, publication.rows);
  if (mode === 'replace') {
    for (const kind of writeOrder) {
      run.check();
      await writeFileWhole(names[kind], (made) => write(kind, made));
    }
  } else {
    const written = await writeRunFolder(dirname(names.runs), async (made) => {
      for (const kind of writeOrder) await write(kind, joinPath(made, basename(names[kind])));
    });
    // Someone else was faster.
    if (!written)
      return !(await isPublished(publication, names.runs, format)) && refuseTaken(names);
  }
  run.progress('publish', publication.rows, publication.rows);
  return true;
}

function refuseTaken({ runs }: FileNames): never {
  throw new OptionError(
    `publish: the folder ${show(dirname(runs))} must be free, but it holds other files. Choose another name.`,
  );
}

async function isPublished(
  publication: Publication,
  path: string,
  format: TableFormat,
): Promise<boolean> {
  if (!existsSync(path)) return false;
  return holdsRun(publication.database, path, format, publication, path);
}

/**
 * Whether a file of runs holds this one.
 *
 * @throws {DataError} it holds the run id, of other data
 */
export async function holdsRun(
  database: Database,
  path: string,
  format: TableFormat,
  { runId, fingerprint, studyFingerprint }: Publication,
  where: string,
): Promise<boolean> {
  const read =
    format === 'csv'
      ? sql`read_csv(${literal(path)}, header = true, all_varchar = true)`
      : sql`read_parquet(${literal(path)})`;
  const { columns, rows } = await database.query(
    sql`SELECT data_fingerprint, study_fingerprint FROM ${read} WHERE run_id = ${runId}`,
  );
  if (rows === 0) return false;
  const [data, study] = columns;
  if (data.values[0] === fingerprint && study.values[0] === studyFingerprint) return true;
  throw otherRun(runId, show(where));
}

/** @returns false when the folder was there */
async function writeRunFolder(
  folder: string,
  write: (made: string) => Promise<void>,
): Promise<boolean> {
  const parent = dirname(folder);
  let made: string | undefined;
  try {
    await mkdir(parent, { recursive: true });
    made = await mkdtemp(joinPath(parent, `.${basename(folder)}-unfinished-`));
    await chmod(made, 0o777 & ~process.umask());
    await write(made);
    await rename(made, folder);
    return true;
  } catch (error) {
    if (made) await rm(made, { recursive: true, force: true });
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOTEMPTY' || code === 'EEXIST') return false;
    throw explainWriteError(error, folder);
  }
}
