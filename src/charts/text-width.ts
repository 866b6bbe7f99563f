/**
 * Widths of text without a browser: enough to keep labels inside margins and apart from each other.
 *
 * Factors are widths over font size, a little above those of Inter and the system faces, so that an
 * estimate errs on the wide side.
 */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const letter of text) width += letterWidth(letter);
  return width * size;
}

function letterWidth(letter: string): number {
  const code = letter.codePointAt(0)!;
  if (code > 0x2e80) return code > 0xffff ? 1.35 : 1.05;
  if (code > 0x2ff) return 0.68;
  if ("iljI.,:;|'!`ft()[] ".includes(letter)) return 0.36;
  if ('mwMW@%—'.includes(letter)) return 0.92;
  return letter >= 'A' && letter <= 'Z' ? 0.7 : 0.6;
}

/** The text, cut with an ellipsis where it would be wider than `most` pixels. */
export function fitText(text: string, size: number, most: number): string {
  if (textWidth(text, size) <= most) return text;
  const ellipsis = 0.9 * size;
  let width = 0;
  let kept = '';
  for (const letter of text) {
    width += letterWidth(letter) * size;
    if (width + ellipsis > most) break;
    kept += letter;
  }
  return `${kept.trimEnd()}…`;
}
