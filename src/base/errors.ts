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

/** A value as it may stand in a message: short, on one line, never a row of data. */
export function show(value: unknown): string {
  let text: string;
  if (typeof value === 'string') text = JSON.stringify(value);
  else if (ArrayBuffer.isView(value)) text = value.constructor.name;
  else if (typeof value === 'object' && value !== null) text = JSON.stringify(value) ?? 'object';
  else text = String(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/** The member of `known` nearest to `word` by edit distance, if one is near enough to suggest. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestCost = Math.max(2, Math.floor(word.length / 3)) + 1;
  for (const candidate of known) {
    const cost = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (cost < bestCost) {
      bestCost = cost;
      best = candidate;
    }
  }
  return best;
}

/** “Did you mean …?” when something near is known, otherwise the list of what is known. */
export function suggest(word: string, known: Iterable<string>): string {
  const names = [...known];
  const near = nearest(word, names);
  if (near !== undefined) return `Did you mean ${show(near)}?`;
  const shown = names.slice(0, 12).join(', ');
  return names.length === 0 ? '' : `Known: ${shown}${names.length > 12 ? ', …' : ''}.`;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = previous[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, previous[j] + 1, row[j - 1] + 1));
    }
    previous = row;
  }
  return previous[b.length];
}
