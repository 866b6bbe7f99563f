/**
 * The rows of a piece of CSV text, cell by cell, as RFC 4180 reads it; a reader for samples, not for
 * whole files. Empty lines are skipped.
 *
 * @param complete false when the text was cut off, so that its last row cannot be trusted
 * @param limit rows to read at most
 */
export function splitRows(
  text: string,
  delimiter: string,
  quote: string,
  complete: boolean,
  limit = 1000,
): { rows: string[][]; quoted: number } {
  const rows: string[][] = [];
  let row: string[] = [];
  let quoted = 0;
  let at = 0;
  const end = text.length;
  while (at < end && rows.length < limit) {
    let cell = '';
    if (quote !== '' && text[at] === quote) {
      quoted++;
      let from = at + 1;
      for (;;) {
        const close = text.indexOf(quote, from);
        if (close < 0) return { rows, quoted };
        cell += text.slice(from, close);
        at = close + 1;
        if (text[at] !== quote) break;
        cell += quote;
        from = at + 1;
      }
    }
    const from = at;
    while (at < end && text[at] !== delimiter && text[at] !== '\n' && text[at] !== '\r') at++;
    cell += text.slice(from, at);
    row.push(cell);
    if (at < end && text[at] === delimiter) {
      at++;
      // A delimiter at the very end of a complete text opens one more, empty cell.
      if (at < end) continue;
      row.push('');
    }
    if (at >= end && !complete) break;
    if (text[at] === '\r' && text[at + 1] === '\n') at++;
    at++;
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  }
  return { rows, quoted };
}
