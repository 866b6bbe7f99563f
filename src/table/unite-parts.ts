import { createHash } from 'node:crypto';
import { type Run, type RunContext, SourceError, show } from '../base/index.ts';
import { type Fragment, join, name, sql } from '../sql/index.ts';
import type { Database } from './database.ts';
import type { SourceFacts } from './source-facts.ts';

/**
 * Makes the view `as` over several attached parts (`as part 1`, `as part 2`, …) with the same columns.
 *
 * @throws {SourceError} a part that has other columns than the first, or one of another kind
 */
export async function uniteParts(
  database: Database,
  parts: readonly SourceFacts[],
  as: string,
  run: Run,
  context: RunContext,
): Promise<SourceFacts> {
  const [first] = parts;
  for (const part of parts.slice(1)) checkColumns(part, first);
  const columns = join(first.columns.map((column) => name(column.name)));
  const selects = parts.map(
    (_, i): Fragment => sql`SELECT ${columns} FROM ${name(`${as} part ${i + 1}`)}`,
  );
  await database.execute(
    sql`CREATE OR REPLACE VIEW ${name(as)} AS ${join(selects, ' UNION ALL ')}`,
    context,
  );
  const total = (of: (part: SourceFacts) => number) =>
    parts.reduce((sum, part) => sum + of(part), 0);
  const fetched = total((part) => part.fetchedBytes ?? 0);
  return {
    files: parts.flatMap((part) => part.files),
    format: first.format,
    bytes: total((part) => part.bytes),
    rows: total((part) => part.rows),
    skippedRows: total((part) => part.skippedRows),
    compression: first.compression,
    ...(fetched === 0 ? {} : { fetchedBytes: fetched }),
    columns: await database.describe(as),
    warnings: run.warnings,
    fingerprint: {
      sha256: createHash('sha256')
        .update(parts.map((part) => part.fingerprint.sha256).join(' '))
        .digest('hex'),
      of: first.fingerprint.of,
    },
  };
}

function checkColumns(part: SourceFacts, first: SourceFacts): void {
  const where = `source ${show(part.files[0])}`;
  const beside = `the same columns as ${show(first.files[0])}`;
  const lacking = first.columns.find(
    (column) => !part.columns.some((other) => other.name === column.name),
  );
  const more = part.columns.find(
    (column) => !first.columns.some((other) => other.name === column.name),
  );
  if (lacking !== undefined || more !== undefined) {
    throw new SourceError(
      `${where}: must have ${beside}, but ${lacking === undefined ? `has ${show(more?.name)} more` : `lacks ${show(lacking.name)}`}. Attach them one by one.`,
    );
  }
  for (const column of first.columns) {
    const other = part.columns.find((some) => some.name === column.name);
    if (other?.kind === column.kind) continue;
    throw new SourceError(
      `${where}: must have ${beside}, but ${show(column.name)} is ${other?.kind} here and ${column.kind} there. Say what it is under columns.`,
    );
  }
}
