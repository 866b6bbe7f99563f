import type { Source } from '../../source/index.ts';
import { dateCandidates } from './date-formats.ts';
import { isMissing } from './missing-words.ts';
import { splitRows } from './split-rows.ts';

/** How a CSV file is written, found from its first rows. */
export interface Dialect {
  readonly delimiter: string;
  readonly quote: string;
  readonly escape: string;
  readonly header: boolean;
  /** The names of the columns, made different from each other; `renamed` says which were changed. */
  readonly names: readonly string[];
  readonly renamed: readonly { readonly at: number; readonly was: string; readonly now: string }[];
  /** The rows that were looked at, without the header. */
  readonly sample: readonly (readonly string[])[];
}

const delimiters = [',', ';', '\t', '|', ' '];

/**
 * The dialect of a file from the text of its beginning.
 *
 * DuckDB's own sniffer is not asked: it takes Yes and No for booleans, gives no names for empty or
 * repeated header cells that we could report, and finds a header by its own notion of types.
 *
 * @param text decoded, without a byte order mark
 * @param complete whether `text` is the whole file
 */
export function findDialect(
  text: string,
  complete: boolean,
  given: Pick<Source, 'delimiter' | 'quote' | 'header' | 'names'> = {},
): Dialect {
  const quote = given.quote ?? findQuote(text);
  const delimiter = given.delimiter ?? findDelimiter(text, quote, complete);
  const { rows } = splitRows(text, delimiter, quote, complete);
  const header = given.header ?? (given.names === undefined && looksLikeHeader(rows));
  const cells = header ? rows[0] : (given.names ?? []);
  const sample = header ? rows.slice(1) : rows;
  const width = header ? cells.length : Math.max(cells.length, modalWidth(sample.slice(0, 100)));
  const { names, renamed } = nameColumns(cells, width);
  const backslash = quote !== '' && text.includes(`\\${quote}`) && !text.includes(quote + quote);
  return { delimiter, quote, escape: backslash ? '\\' : quote, header, names, renamed, sample };
}

/** Single quotes only where they surround cells and double quotes do not. */
function findQuote(text: string): string {
  const around = (quote: string) =>
    new RegExp(`(^|[,;\\t|\\n\\r])${quote}[^${quote}\\n]*${quote}(?=[,;\\t|\\n\\r]|$)`).test(text);
  return !around('"') && around("'") ? "'" : '"';
}

/**
 * The delimiter that cuts the most rows into the same number of cells, at least two. Between equals,
 * the one whose cells hold the fewest other delimiters: 1,5;2,5 is two numbers, not three texts.
 */
function findDelimiter(text: string, quote: string, complete: boolean): string {
  let best = ',';
  let bestScore = 0;
  for (const delimiter of delimiters) {
    const { rows } = splitRows(text, delimiter, quote, complete, 500);
    const width = modalWidth(rows);
    if (width < 2) continue;
    const regular = rows.filter((row) => row.length === width);
    const others = delimiters.filter((other) => other !== delimiter && other !== ' ');
    let mixed = 0;
    for (const row of regular) {
      // A decimal comma is no delimiter in disguise.
      for (const cell of row) {
        const plain = cell.replace(/^-?\d+,\d+$/, '');
        if (others.some((other) => plain.includes(other))) mixed++;
      }
    }
    const purity = 1 - mixed / (regular.length * width);
    // Spaces stand inside most texts; they are taken only when nothing else cuts the rows.
    const share = (regular.length / rows.length) * (delimiter === ' ' ? 0.5 : 1);
    const score = share + purity * 0.2;
    if (score > bestScore + 1e-9) {
      best = delimiter;
      bestScore = score;
    }
  }
  return best;
}

function modalWidth(rows: readonly (readonly string[])[]): number {
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(row.length, (counts.get(row.length) ?? 0) + 1);
  let modal = 1;
  for (const [width, count] of counts) if (count > (counts.get(modal) ?? 0)) modal = width;
  return modal;
}

/**
 * A header holds names: no cell of it is a number or a date, unless those are names themselves (years or
 * positions that count up by one, days over columns of something else), and it does not repeat below.
 */
function looksLikeHeader(rows: readonly (readonly string[])[]): boolean {
  if (rows.length === 0) return false;
  const [first, ...rest] = rows;
  if (first.every((cell) => cell.trim() === '')) return false;
  const values = first.filter(looksLikeValue);
  if (values.length > 0) {
    if (values.length > 1 && countsUp(values) && !countsUp(rest[0] ?? [])) return true;
    return values.every(looksLikeDate) && namesOfDays(first, rest[0] ?? []);
  }
  const typed = first.some((_, c) => {
    const cells = rest.map((row) => row[c] ?? '').filter((cell) => !isMissing(cell));
    return cells.length > 0 && cells.every(looksLikeValue);
  });
  if (typed || rest.length === 0) return true;
  // All text: names are said once, values come again.
  const repeated = first.filter(
    (cell, c) => cell !== '' && rest.some((row) => row[c] === cell),
  ).length;
  return repeated === 0 && new Set(first).size === first.length;
}

function looksLikeValue(cell: string): boolean {
  return /^[-+$€£]?\d[\d.,_ ]*(e[-+]?\d+)?%?$/i.test(cell.trim()) || looksLikeDate(cell);
}

function looksLikeDate(cell: string): boolean {
  return dateCandidates([cell.trim()]).length > 0;
}

/** Several different dates, and no date below any of them. */
function namesOfDays(first: readonly string[], below: readonly string[]): boolean {
  const places = [...first.keys()].filter((c) => looksLikeDate(first[c]));
  const different = new Set(places.map((c) => first[c].trim())).size === places.length;
  return (
    places.length > 1 &&
    different &&
    below.length > 0 &&
    !places.some((c) => looksLikeDate(below[c] ?? ''))
  );
}

function countsUp(cells: readonly string[]): boolean {
  const numbers = cells.map(Number).filter((number) => Number.isInteger(number));
  return (
    numbers.length > 1 &&
    numbers.length >= cells.length - 1 &&
    numbers.every((number, i) => i === 0 || number === numbers[i - 1] + 1)
  );
}

/** Names for `width` columns: empty ones numbered, repeated ones (in any case) told apart. */
function nameColumns(
  cells: readonly string[],
  width: number,
): { names: string[]; renamed: { at: number; was: string; now: string }[] } {
  const used = new Set<string>();
  const renamed: { at: number; was: string; now: string }[] = [];
  const names = Array.from({ length: width }, (_, c) => {
    const was = (cells[c] ?? '').trim();
    let now = was === '' ? `column_${c + 1}` : was;
    for (let n = 2; used.has(now.toLowerCase()); n++) now = `${was || `column_${c + 1}`}_${n}`;
    used.add(now.toLowerCase());
    if (now !== was && c < cells.length) renamed.push({ at: c, was, now });
    return now;
  });
  return { names, renamed };
}
