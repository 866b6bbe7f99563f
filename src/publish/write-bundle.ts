import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { name, sql } from '../sql/index.ts';
import type { Database, Table } from '../table/index.ts';
import type { Manifest } from './manifest.ts';
import { MANIFEST, writeFolderWhole } from './whole-folder.ts';

/** Everything that a fit leaves behind. */
export interface Bundle {
  readonly manifest: Manifest;
  /** Fitted encoders and clusterings by file name, as named in the manifest. */
  readonly models: ReadonlyMap<string, ArrayBuffer | Uint8Array>;
  /** Keys, segment, distance or membership. */
  readonly assignments: Table;
  /** Keys, raw features. */
  readonly features: Table;
  /** Keys, the prepared numbers; null for series, whose panel is as large as the data. */
  readonly prepared: Table | null;
  /** Keys, what the encoders made of them; null without encoders. */
  readonly codes: Table | null;
  /** Keys and segments of those who are not where the run before had them; null without such a run. */
  readonly moved?: Table | null;
  /** One row per segment and feature. */
  readonly segments: Table;
  /** The report's data, so that the report can be drawn again. */
  readonly report: unknown;
  readonly html: string;
}

/** Tables that a bundle holds as .csv and .parquet. */
const tables = ['assignments', 'features', 'prepared', 'codes', 'moved'] as const;

/** Writes the bundle, whole or not at all. */
export async function writeBundle(database: Database, path: string, bundle: Bundle): Promise<void> {
  await writeFolderWhole(path, async (folder) => {
    await mkdir(join(folder, 'state'));
    for (const [file, state] of bundle.models) {
      await writeFile(join(folder, file), new Uint8Array(state));
    }
    for (const table of tables) {
      const rows = bundle[table];
      if (rows === null || rows === undefined) continue;
      await database.createTable(table, rows);
      await copyBoth(database, table, join(folder, table));
    }
    await database.createTable('segments', bundle.segments);
    await database.copyTo(everything('segments'), join(folder, 'segments.csv'), 'csv');
    await writeFile(join(folder, 'report.json'), JSON.stringify(bundle.report));
    await writeFile(join(folder, 'report.html'), bundle.html);
    // Last, so that a folder with a manifest is a whole bundle.
    await writeFile(join(folder, MANIFEST), `${JSON.stringify(bundle.manifest, null, 2)}\n`);
  });
}

async function copyBoth(database: Database, table: string, file: string): Promise<void> {
  await database.copyTo(everything(table), `${file}.csv`, 'csv');
  await database.copyTo(everything(table), `${file}.parquet`, 'parquet');
}

const everything = (table: string) => sql`SELECT * FROM ${name(table)}`;
