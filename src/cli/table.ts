/** Wider cells are cut: one long name must not push every other column off the screen. */
const WIDEST = 48;

/** Columns padded to the same width on a terminal; numbers to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map(shortened));
  const widths = head.map((title, j) =>
    Math.max(...[title, ...cells.map((row) => row[j])].map(width)),
  );
  const numeric = head.map(
    (_, j) => rows.length > 0 && rows.every((row) => /^[-–\d.,% ]*$/.test(row[j])),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, j) => {
        const space = ' '.repeat(widths[j] - width(cell));
        return numeric[j] ? space + cell : cell + space;
      })
      .join('  ')
      .trimEnd();
  return [head, ...cells].map(line).join('\n');
}

const letters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** A cell on one line, without what would move the cursor or paint the terminal. */
function shortened(cell: string): string {
  const plain = cell.replaceAll(/\p{Cc}+/gu, ' ');
  if (width(plain) <= WIDEST) return plain;
  let kept = '';
  let used = 1;
  for (const { segment } of letters.segment(plain)) {
    used += width(segment);
    if (used > WIDEST) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** East Asian letters and emoji take two places on a terminal. */
function width(text: string): number {
  let places = 0;
  for (const { segment } of letters.segment(text)) {
    places +=
      /^[\p{Emoji_Presentation}\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\u3000-\u303f\uff00-\uff60\u30fc]/u.test(
        segment,
      )
        ? 2
        : 1;
  }
  return places;
}
