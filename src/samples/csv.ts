import type { SampleRow } from './types.ts';

/** How much text is gathered before it is handed on. */
const PIECE = 1 << 16;

/** A CSV text in pieces of some 64 kB, header first: millions of rows never stand in memory at once. */
export function* csvText(
  columns: readonly string[],
  rows: Iterable<SampleRow>,
  newline = '\n',
): Generator<string, void> {
  let text = `${columns.map(cell).join()}${newline}`;
  for (const row of rows) {
    text += cell(row[0]);
    for (let i = 1; i < row.length; i++) text += `,${cell(row[i])}`;
    text += newline;
    if (text.length >= PIECE) {
      yield text;
      text = '';
    }
  }
  if (text !== '') yield text;
}

function cell(value: string | number): string {
  // Looking for quotes in every number of millions takes longer than making the numbers.
  if (typeof value === 'number') return String(value);
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
