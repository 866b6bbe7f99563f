/** Columns padded to the same width; numbers to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, j) =>
    Math.max(title.length, ...rows.map((row) => row[j].length)),
  );
  const numeric = head.map(
    (_, j) => rows.length > 0 && rows.every((row) => /^[-–\d.,% ]*$/.test(row[j])),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, j) => (numeric[j] ? cell.padStart(widths[j]) : cell.padEnd(widths[j])))
      .join('  ')
      .trimEnd();
  return [head, ...rows].map(line).join('\n');
}
