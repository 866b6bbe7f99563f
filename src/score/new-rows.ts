import { OptionError, type Run, show } from '../base/index.ts';
import { parseAddress } from '../connect/index.ts';
import type { Manifest } from '../publish/index.ts';
import type { Source } from '../source/index.ts';
import type { Study } from '../study/index.ts';
import type { SourceFacts } from '../table/index.ts';

/**
 * The source block for new rows: read in the way the fitted ones were. Columns that the study uses are
 * given the kinds they had, so that one row alone is read like a million: a file whose ids all happen
 * to be digits would otherwise turn texts into numbers.
 *
 * @param data the new rows
 * @param label whether the first number of a row is its class, in files of series; left out, as in the study
 */
export function newRowsSource(
  manifest: Manifest,
  study: Study,
  data: string,
  label?: Source['label'],
): Study['source'] {
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
  const classes = label === undefined ? {} : { label };
  if (format === 'ucr' || format === 'ts' || format === 'npy') {
    const place = { path: data, paths: undefined, url: undefined, urls: undefined };
    // The others are known by their name or their first bytes, and new rows may come as a table.
    return { ...(format === 'ucr' ? { format } : {}), ...asFitted, ...classes, ...place };
  }
  return {
    ...asFitted,
    ...classes,
    ...(asks ? {} : { table: undefined, query: undefined }),
    path: data,
    paths: undefined,
    url: undefined,
    urls: undefined,
    columns: Object.fromEntries(kinds.map(({ name, kind }) => [name, kind])),
  };
}

/**
 * Warns where new series are one step shorter or longer than those of the fit, as they are when a step is taken for a
 * class, or a class for a step.
 *
 * @throws {OptionError} a label was spoken of, and the rows come from no file that may have one so
 */
export function checkLabel(
  { resolved }: Manifest,
  { format, columns, files }: SourceFacts,
  label: Source['label'],
  run: Run,
): void {
  const series = format === 'ucr' || format === 'npy';
  if (!series && label !== undefined) {
    throw new OptionError(
      `score: label must only be given for series of the UCR archive or of .npy files, got ${show(label)} for ${show(files[0])}, which is ${format}. Leave it out.`,
    );
  }
  if (!series || label !== undefined || resolved.channels !== undefined) return;
  const steps = columns.filter(({ name }) => /^t\d+$/.test(name)).length;
  const more = steps - (resolved.columns?.length ?? steps);
  const labelled = columns.some(({ name }) => name === 'label');
  if (more !== (labelled ? -1 : 1)) return;
  const [taken, length, meant, say] = labelled
    ? ['its class', 'less', 'a step', 'none']
    : ['a step', 'more', 'its class', 'first'];
  run.warn(
    'doubtful-label',
    `score: series have ${steps} steps, one ${length} than those of the fit; the first number of each was taken for ${taken}. If it is ${meant}, add --label ${say} (label: ${say}).`,
  );
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
