/**
 * Words that stand for "nothing here" in a column of numbers or dates. In a column of text they stay
 * as they are (NA is also Namibia) and are only reported.
 */
export const missingWords: readonly string[] = [
  'na',
  'n/a',
  '#n/a',
  '<na>',
  'nan',
  'null',
  'none',
  'nil',
  'nat',
  'missing',
  'unknown',
  '?',
  '-',
  '--',
  '.',
  '\\n',
];

const known = new Set(missingWords);

/** Whether a cell is empty, blank or one of the words for nothing. */
export function isMissing(cell: string, more: ReadonlySet<string> = new Set()): boolean {
  const word = cell.trim().toLowerCase();
  return word === '' || known.has(word) || more.has(cell);
}
