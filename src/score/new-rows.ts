import { parseAddress } from '../connect/index.ts';
import type { Manifest } from '../publish/index.ts';
import type { Study } from '../study/index.ts';

/**
 * The source block for new rows: read in the way the fitted ones were. Columns that the study uses are
 * given the kinds they had, so that one row alone is read like a million: a file whose ids all happen
 * to be digits would otherwise turn texts into numbers.
 *
 * @param data the new rows
 */
export function newRowsSource(manifest: Manifest, study: Study, data: string): Study['source'] {
  const { entity = [], features, cluster } = study;
  // Names as cleaning left them; the file has the older ones.
  const named = [...entity, ...describing(features, manifest), cluster.within].map((column) =>
    column === undefined ? undefined : (manifest.cleaning?.origins[column] ?? column),
  );
  const used = new Set([...named, ...(manifest.cleaning?.needs ?? [])]);
  const kinds = manifest.source.columns.filter(({ name }) => used.has(name));
  const asFitted = typeof study.source === 'string' ? {} : study.source;
  // What is asked of a database is asked of another one too, unless its address says otherwise.
  const place = parseAddress(data);
  const asks = /postgres|sqlite|duckdb/.test(place.kind) && !('table' in place);
  const { format } = manifest.source;
  if (format === 'ucr' || format === 'ts' || format === 'npy') {
    return { format, ...asFitted, path: data, paths: undefined, url: undefined, urls: undefined };
  }
  return {
    ...asFitted,
    ...(asks ? {} : { table: undefined, query: undefined }),
    path: data,
    paths: undefined,
    url: undefined,
    urls: undefined,
    columns: Object.fromEntries(kinds.map(({ name, kind }) => [name, kind])),
  };
}

function describing(
  features: Study['features'],
  { resolved }: Manifest,
): readonly (string | undefined)[] {
  if (features.kind === 'table') return features.columns;
  const { time, value } = features;
  if (features.kind !== 'retail')
    return [time, ...[value ?? []].flat(), ...(resolved.columns ?? [])];
  const { invoice, quantity, price, product, returned } = features;
  return [time, ...[value ?? []].flat(), invoice, quantity, price, product, returned];
}
