import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { Run } from '../base/index.ts';
import { isRemote } from '../connect/index.ts';
import { parseSource, type SourceDocument } from '../source/index.ts';
import { name, sql } from '../sql/index.ts';
import {
  type AttachOptions,
  attachSource,
  type Database,
  type SourceFacts,
} from '../table/index.ts';
import { writeSample } from './write-sample.ts';

/** The relation that a study's rows are read from. */
export interface OpenedSource {
  /** Name of the view over the rows. */
  readonly relation: string;
  readonly facts: SourceFacts;
  /** Relation with the known groups of generated data, keyed like the entities. */
  readonly truth: string | null;
}

const SAMPLE = 'sample:';

/**
 * Attaches a study's source. Relative paths start from the current folder, as on any command line; what
 * is not there is sought beside the study. The options pick columns that are read, and those that a later step reads
 * itself. `sample:NAME` stands for generated data, made on the spot.
 */
export async function openSource(
  database: Database,
  document: SourceDocument,
  folder: string,
  run: Run,
  options: AttachOptions = {},
): Promise<OpenedSource> {
  if (typeof document === 'string' && document.startsWith(SAMPLE)) {
    const data = join(database.temp, 'sample.csv');
    const written = await writeSample(document.slice(SAMPLE.length), data, {}, run);
    await attachSource(database, parseSource(written.truth), 'truth', run);
    const facts = await attachSource(database, parseSource(data), 'sample', run, options);
    // Parsed once: a study reads its rows several times.
    await database.execute(
      sql`CREATE TABLE ${name('source')} AS SELECT * FROM ${name('sample')}`,
      run,
    );
    database.remember('source', facts);
    return { relation: 'source', facts: { ...facts, files: [document] }, truth: 'truth' };
  }
  const source = parseSource(document);
  const paths = source.paths.map((path) => findPlace(path, folder));
  const facts = await attachSource(database, { ...source, paths }, 'source', run, options);
  return { relation: 'source', facts, truth: null };
}

/** The file of an address is sought like any other; places elsewhere are where they are. */
function findPlace(address: string, folder: string): string {
  if (isRemote(address)) return address;
  const [, kind = '', path, table = ''] =
    /^((?:sqlite|duckdb):(?:\/\/)?)?(.*?)(\?table=[^?]*)?$/is.exec(address) ?? [];
  return kind + findPath(path, folder) + table;
}

function findPath(path: string, folder: string): string {
  if (isAbsolute(path) || existsSync(path)) return path;
  const beside = join(folder, path);
  // A pattern is no file itself; its fixed part decides.
  const fixed = (text: string) => text.replace(/[^/]*[*?[].*$/, '') || '.';
  const sought = path.includes('*') ? existsSync(fixed(path)) : false;
  return !sought && existsSync(path.includes('*') ? fixed(beside) : beside) ? beside : path;
}
