import { createHash } from 'node:crypto';
import type { Run } from '../base/index.ts';
import { type Fragment, join, name, sql } from '../sql/index.ts';
import type { Publication } from './publication.ts';
import type { PublishedTable } from './published-table.ts';

/**
 * The publication with column names that a store can hold: what is too long in bytes is cut and told apart by
 * a hash, and of names that differ only in case, which some stores take for one, the later gets one too.
 */
export function fitNames(publication: Publication, longest: number, run: Run): Publication {
  const { labels, profiles } = publication;
  const fitted = { labels: fitTable(labels, longest), profiles: fitTable(profiles, longest) };
  const changed = [...changes(labels, fitted.labels), ...changes(profiles, fitted.profiles)];
  if (changed.length === 0) return publication;
  run.warn(
    'columns-renamed',
    `publish: ${changed.length === 1 ? '1 column has' : `${changed.length} columns have`} a name that the database cannot hold and ${changed.length === 1 ? 'is' : 'are'} published under a shorter one, such as ${changed[0]}.`,
  );
  return { ...publication, ...fitted };
}

function fitTable(table: PublishedTable, longest: number): PublishedTable {
  const used = new Set<string>();
  const renamed = new Map<string, string>();
  const columns = table.columns.map((column) => {
    let fitting = column.name;
    if (Buffer.byteLength(fitting) > longest || used.has(fitting.toLowerCase())) {
      const mark = createHash('sha256').update(column.name).digest('hex').slice(0, 8);
      fitting = `${cut(column.name, longest - 9)}_${mark}`;
    }
    used.add(fitting.toLowerCase());
    renamed.set(column.name, fitting);
    return { ...column, name: fitting, from: column.from ?? column.name };
  });
  return { ...table, columns, key: table.key.map((column) => renamed.get(column) ?? column) };
}

/** The beginning of a text that has no more bytes than `bytes`. */
function cut(text: string, bytes: number): string {
  let kept = '';
  for (const letter of text) {
    if (Buffer.byteLength(kept + letter) > bytes) break;
    kept += letter;
  }
  return kept;
}

const changes = (before: PublishedTable, after: PublishedTable) =>
  after.columns.flatMap(({ name: fitting }, i) =>
    fitting === before.columns[i].name ? [] : [fitting],
  );

/** A SELECT of a table's rows in the engine, which is in memory, under their published names. */
export function selectPublished({ relation, columns }: PublishedTable): Fragment {
  const list = columns.map(({ name: fitting, from = fitting }) =>
    from === fitting ? name(from) : sql`${name(from)} AS ${name(fitting)}`,
  );
  return sql`SELECT ${join(list)} FROM ${name('memory', 'main', relation)}`;
}
