import { hideSecrets } from './hide-secrets.ts';

/**
 * Every failure that clade can explain. One class per kind of trouble, each with a stable `code`,
 * so that programs can react to the kind and people can read the sentence:
 *
 *   where: what must hold, got value. What to do.
 */
export class CladeError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.name = new.target.name;
  }
}

/** An option, a study key or a command-line argument is not usable. */
export class OptionError extends CladeError {
  constructor(message: string, options?: ErrorOptions) {
    super('option', message, options);
  }
}

/** The rows handed over cannot be used: too few, not finite, wrong shape. */
export class DataError extends CladeError {
  constructor(message: string, options?: ErrorOptions) {
    super('data', message, options);
  }
}

/** A file or another place where rows live cannot be read. */
export class SourceError extends CladeError {
  constructor(message: string, options?: ErrorOptions) {
    super('source', message, options);
  }
}

/** A query failed; `sql` is its text, without its parameters. */
export class QueryError extends CladeError {
  readonly sql: string;

  constructor(message: string, sql: string, options?: ErrorOptions) {
    super('query', message, options);
    this.sql = sql;
  }
}

/** A model was used in a way that it was not fitted for, or its state does not fit this version. */
export class ModelError extends CladeError {
  constructor(message: string, options?: ErrorOptions) {
    super('model', message, options);
  }
}

/** The folder that a fit left is missing, incomplete or of another version. */
export class BundleError extends CladeError {
  constructor(message: string, options?: ErrorOptions) {
    super('bundle', message, options);
  }
}

/** A resource gave out: memory, disk space, threads. The same call may succeed later or elsewhere. */
export class EngineError extends CladeError {
  constructor(message: string, options?: ErrorOptions) {
    super('engine', message, options);
  }
}

/** The caller's signal asked to stop. Nothing was written. */
export class AbortedError extends CladeError {
  constructor(message = 'Stopped on request.', options?: ErrorOptions) {
    super('aborted', message, options);
  }
}

/** A value as it may stand in a message: short, on one line, never a row of data, no password of an address. */
export function show(value: unknown): string {
  const text = hideSecrets(write(value)).replaceAll(/\s+/g, ' ');
  // A cut between the halves of a surrogate pair would leave half a letter.
  return text.length > 80 ? `${text.slice(0, 79).replace(/[\ud800-\udbff]$/, '')}…` : text;
}

function write(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (ArrayBuffer.isView(value) || value instanceof Map || value instanceof Set) {
    return value.constructor.name;
  }
  try {
    return JSON.stringify(value) ?? 'an object';
  } catch {
    // Circular, or it holds a BigInt: the message matters more than the value.
    return 'an object';
  }
}

/**
 * The member of `known` that `word` was probably meant to be: the nearest by edit distance, where
 * case, hyphens and underscores do not count, and exchanged neighbours or a beginning are one edit.
 */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  const given = bare(word);
  let best: string | undefined;
  // One edit in up to three letters, two in up to seven, and so on; never every letter.
  let bestCost = Math.min(given.length, Math.floor(given.length / 4) + 2);
  for (const candidate of known) {
    const other = bare(candidate);
    const begins = given.length >= 3 && (other.startsWith(given) || given.startsWith(other));
    const cost = Math.min(editDistance(given, other), begins && other.length >= 3 ? 1 : Infinity);
    if (cost < bestCost) {
      bestCost = cost;
      best = candidate;
    }
  }
  return best;
}

const bare = (word: string) => word.toLowerCase().replaceAll(/[\s_-]/g, '');

/** “Did you mean …?” when something near is known, otherwise the list of what is known. */
export function suggest(word: string, known: Iterable<string>): string {
  const names = [...known];
  const near = nearest(word, names);
  if (near !== undefined) return `Did you mean ${show(near)}?`;
  const shown = names.slice(0, 12).join(', ');
  return names.length === 0 ? '' : `Known: ${shown}${names.length > 12 ? ', …' : ''}.`;
}

/** Letters added, dropped, replaced or exchanged with their neighbour (optimal string alignment). */
function editDistance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = rows[i - 1][j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      let cost = Math.min(replaced, rows[i - 1][j] + 1, row[j - 1] + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, rows[i - 2][j - 2] + 1);
      }
      row.push(cost);
    }
    rows.push(row);
  }
  return rows[a.length][b.length];
}
