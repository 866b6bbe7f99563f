import { labelOf, notANumber, numberOf, type ReadSeries } from './series-rows.ts';

/**
 * Lines of the UCR archive as series: the class, then the numbers, between tabs, blanks or commas, without a header.
 *
 * Cells behind the last number are padding, written as NaN or left empty.
 *
 * @param where the file, for messages
 * @throws {SourceError} a cell that is no number, with its line
 */
export function ucrReader(
  where: string,
  labelled: boolean,
  take: (series: ReadSeries) => void,
): (line: string, number: number) => void {
  return (line, number) => {
    if (line.trim() === '') return;
    const cells = cellsOf(line);
    const first = labelled ? 1 : 0;
    const values = new Float64Array(cells.length - first);
    for (let i = first; i < cells.length; i++) {
      const value = numberOf(cells[i]);
      if (value === undefined) throw notANumber(where, number, i + 1);
      values[i - first] = value;
    }
    take({ ...(labelled ? { label: labelOf(cells[0]) } : {}), channels: [withoutPadding(values)] });
  };
}

/** Tabs and commas may have empty cells between them, blanks not. Between tabs a comma is that of a decimal number. */
function cellsOf(line: string): string[] {
  const commas = line.includes(',');
  if (line.includes('\t')) {
    return (commas ? line.replace(/(\d),(?=\d)/g, '$1.') : line).split('\t');
  }
  if (commas) return line.split(',');
  return line.trim().split(/\s+/);
}

/**
 * Whether the beginning of a text is that of a UCR file: lines of nothing but numbers, the first of each a whole one.
 * The first line, which would be a header, and half of all are enough: of a cell astray the reader says the line.
 */
export function looksLikeUcr(text: string, complete: boolean): boolean {
  const lines = text.split('\n');
  if (!complete && lines.length > 1) lines.pop();
  const fits = lines
    .filter((line) => line.trim() !== '')
    .slice(0, 20)
    .map(cellsOf)
    .map(
      (cells) =>
        cells.length >= 3 &&
        Number.isInteger(numberOf(cells[0])) &&
        cells.every((cell) => numberOf(cell) !== undefined),
    );
  return fits[0] === true && 2 * fits.filter(Boolean).length >= fits.length;
}

export function withoutPadding(values: Float64Array): Float64Array {
  let length = values.length;
  while (length > 0 && Number.isNaN(values[length - 1])) length--;
  return length === values.length ? values : values.slice(0, length);
}
