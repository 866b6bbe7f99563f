import { rm, writeFile } from 'node:fs/promises';
import { join as joinPath } from 'node:path';
import type { Run } from '../base/index.ts';
import { ObjectStore, redact, type S3Address } from '../connect/index.ts';
import { selectPublished } from './fit-names.ts';
import type { Publication } from './publication.ts';
import { fileNames, holdsRun, type TableFormat, tableFormat, writeOrder } from './publish-files.ts';
import type { PublishMode } from './targets.ts';
import { writeObject } from './write-object.ts';

/**
 * Writes a run as three objects. With history `segments.parquet` stands for keys that begin with `segments/` and the run
 * id; with replace they take the place of earlier ones. The run's own object comes last: whoever goes by it sees whole runs only.
 *
 * @returns false when the run was there
 */
export async function publishObjects(
  publication: Publication,
  { bucket, key }: S3Address,
  mode: PublishMode,
  run: Run,
): Promise<boolean> {
  const { database, runId, rows } = publication;
  const format = tableFormat(key);
  const keys = fileNames(key, mode, runId);
  await using store = await ObjectStore.open(run);
  const runs: S3Address = { kind: 's3', bucket, key: keys.runs };
  if (await isPublished(store, publication, runs, format)) return false;
  for (const kind of writeOrder) {
    run.check();
    if (kind === 'labels') run.progress('publish', 0, rows);
    const to = redact({ kind: 's3', bucket, key: keys[kind] });
    await writeObject(database, selectPublished(publication[kind]), to, format, run);
    if (kind === 'labels') run.progress('publish', rows, rows);
  }
  return true;
}

async function isPublished(
  store: ObjectStore,
  publication: Publication,
  runs: S3Address,
  format: TableFormat,
): Promise<boolean> {
  const { database } = publication;
  if ((await store.head(runs)) === undefined) return false;
  const file = joinPath(database.temp, `${database.temporaryName()}.${format}`);
  const parts: Uint8Array[] = [];
  const object = await store.open(runs);
  for await (const part of object.stream()) parts.push(part);
  await writeFile(file, Buffer.concat(parts));
  try {
    return await holdsRun(database, file, format, publication, redact(runs));
  } finally {
    await rm(file, { force: true });
  }
}
