import type { RunContext } from '../base/index.ts';
import { name, sql } from '../sql/index.ts';
import type { Database } from './database.ts';

/** Formats whose rows need no parsing any more. */
const inTable: ReadonlySet<string> = new Set(['parquet', 'ucr', 'ts', 'npy']);

/**
 * A table of a text file's rows, when they take at most a quarter of the memory: every pass over the
 * file itself parses it anew. Otherwise the view, which streams.
 */
export async function holdRows(
  database: Database,
  relation: string,
  context: RunContext,
): Promise<string> {
  const source = database.facts(relation);
  if (source === undefined || inTable.has(source.format)) return relation;
  const bytes = source.bytes * (source.compression === 'none' ? 1 : 8);
  // A short number takes 8 bytes in memory however few characters it has.
  if (Math.max(bytes, source.rows * source.columns.length * 8) > database.memoryBytes / 4) {
    return relation;
  }
  const held = `held ${relation} ${database.temporaryName()}`;
  await database.execute(
    sql`CREATE TABLE ${name(held)} AS SELECT * FROM ${name(relation)}`,
    context,
  );
  return held;
}
