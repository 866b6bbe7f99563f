import type { Document, Scalar } from 'yaml';

/** What a study of a file, or of a table somewhere, is called. */
export function nameOf(path: string): string {
  const [place, table] = path.split('?table=');
  if (table !== undefined) return table.replaceAll(/[_.-]+/g, ' ');
  const file = place.split('?')[0].split(/[\\/]/).at(-1) ?? path;
  return file.replace(/(\.\w+)+$/, '').replaceAll(/[_-]+/g, ' ') || file;
}

/** Puts comment lines before a key of the document. */
export function comment(
  document: Document,
  path: readonly string[],
  lines: readonly string[],
): void {
  if (lines.length === 0) return;
  const parent = path.length > 1 ? document.getIn(path.slice(0, -1), true) : document.contents;
  const { items } = parent as unknown as { items: { key: Scalar }[] };
  const pair = items?.find(({ key }) => key.value === path.at(-1));
  if (pair) pair.key.commentBefore = lines.join('\n');
}
