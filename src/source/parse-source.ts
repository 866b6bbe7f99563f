import { OptionError, show, suggest } from '../base/index.ts';
import { readFileName } from './file-name.ts';
import { type SourceDocument, sourceKeys, sourceSchema } from './schema.ts';
import type { Source } from './source.ts';

/**
 * The description of a source from what a person wrote: a path, a pattern, an address, or a study's block.
 *
 * Format, compression and delimiter are taken from the file's name where they are not given.
 *
 * @throws {OptionError} an unknown key (with a suggestion), a value that is not usable, no path
 * @example parseSource('events/*.csv.gz')
 */
export function parseSource(given: SourceDocument | Source, where = 'source'): Source {
  if (typeof given === 'object' && given !== null) {
    for (const key of Object.keys(given)) {
      if (sourceKeys.includes(key)) continue;
      throw new OptionError(`${where}: there is no key ${show(key)}. ${suggest(key, sourceKeys)}`);
    }
  }
  const read = sourceSchema.safeParse(given);
  if (!read.success) throw new OptionError(`${where}: ${explain(given, read.error.issues)}`);
  const document = typeof read.data === 'string' ? { path: read.data } : read.data;
  const { path, paths, url, urls, format, ...rest } = document;
  const places = [path, paths, url, urls].filter((place) => place !== undefined);
  if (places.length !== 1) {
    throw new OptionError(
      `${where}: one of path, paths, url and urls must be given, got ${places.length === 0 ? 'none' : 'several'}.`,
    );
  }
  if (rest.table !== undefined && rest.query !== undefined) {
    throw new OptionError(`${where}: either table or query must be given, not both.`);
  }
  const all = places.flat();
  const named = readFileName(all[0]);
  const source: Source = {
    paths: all,
    table: rest.table,
    query: rest.query,
    format: format === 'tsv' ? 'csv' : format === 'ndjson' ? 'json' : (format ?? named.format),
    compression: rest.compression ?? named.compression,
    encoding: rest.encoding,
    delimiter: rest.delimiter ?? (format === 'tsv' ? '\t' : named.delimiter),
    header: rest.header,
    quote: rest.quote,
    names: rest.names,
    columns: rest.columns,
    missing: rest.missing,
    raggedRows: rest.raggedRows,
    label: rest.label,
  };
  return withoutUndefined(source);
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly code?: string;
  readonly errors?: readonly (readonly Issue[])[];
}

/** The part of a union's complaint that speaks of the form the person chose. */
function explain(given: unknown, issues: readonly Issue[]): string {
  const form = typeof given === 'string' ? 0 : 1;
  const flat = issues.flatMap((issue) => issue.errors?.[form] ?? [issue]);
  const first = flat[0];
  const key = first.path.map(String).join('.');
  const value = first.path.reduce<unknown>(
    (at, step) => (at as Record<PropertyKey, unknown> | undefined)?.[step],
    given,
  );
  const place = key === '' ? 'a source' : key;
  return `${place} must hold, got ${show(value)}: ${first.message}.`;
}

function withoutUndefined<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}
