import { cleanMethods } from '../clean/index.ts';
import type { Study } from './schema.ts';

/**
 * Chooses, among the columns of a source, those that a study may use, so that no others need to be fetched; undefined
 * where it may use any.
 *
 * A column counts as used when its name stands anywhere in what the study says of entities, cleaning, features and
 * groups, in whatever spelling: steps rename columns, and features have their own settings. So too many may be read,
 * never too few.
 */
export function columnsUsed(
  study: Study,
): ((columns: readonly string[]) => readonly string[]) | undefined {
  const { features, clean, entity, cluster, compare, prepare } = study;
  if (features.kind === 'table' && features.columns.length === 0) return undefined;
  if (features.kind === 'series' && features.time === undefined) return undefined;
  const looksAround = clean.some(
    ({ step, columns }) => cleanMethods[step]?.takes === 'all' && columns === undefined,
  );
  if (looksAround) return undefined;
  const words = wordsIn([features, clean, entity, cluster.within, compare, prepare]);
  const spelled = new Set(words.map(bare));
  const phrases = words.filter((word) => /\W/.test(word));
  return (columns) => {
    const used = columns.filter(
      (column) => spelled.has(bare(column)) || phrases.some((phrase) => phrase.includes(column)),
    );
    // A name that is nowhere is a mistake: what it was meant to be is told from all columns.
    const named = clean.length > 0 ? [] : namedColumns(study);
    return used.length === 0 || named.some((name) => !columns.includes(name)) ? columns : used;
  };
}

/** Columns that the study names and no cleaning step makes. */
function namedColumns({ features, entity = [], compare = [] }: Study): readonly string[] {
  if (features.kind === 'table') return [...entity, ...compare, ...features.columns];
  const { time } = features;
  return time === undefined ? entity : [...entity, time];
}

const bare = (name: string) => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

/** Every text in plain data, keys among them. */
function wordsIn(data: unknown): string[] {
  if (typeof data === 'string') return [data];
  if (Array.isArray(data)) return data.flatMap(wordsIn);
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([key, value]) => [key, ...wordsIn(value)]);
}
