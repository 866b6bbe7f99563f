/** What the Markdown pages and the doors say, as data that a test can hold against the tree. */
import { existsSync } from 'node:fs';
import { posix } from 'node:path';

/** The fenced blocks of a page, without their fences. */
export function fencedBlocks(page: string): string[] {
  return [...page.matchAll(/^ *```[^\n]*\n([\s\S]*?)^ *```/gm)].map((match) => match[1]);
}

/** Where a page's links and images lead, web addresses left out. */
export function localLinks(page: string): string[] {
  const prose = page.replaceAll(/^ *```[\s\S]*?^ *```/gm, '').replaceAll(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(<?([^)>\s]+)>?[^)]*\)/g)]
    .map((match) => match[1])
    .filter((target) => !/^[a-z]+:/.test(target));
}

/** The anchors that a page offers, made from its headings as code hosts do. */
export function anchors(page: string): string[] {
  return [...page.matchAll(/^#+ +(.+)$/gm)].map((match) =>
    match[1]
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(/\s/g, '-'),
  );
}

/** The npm scripts that a page tells the reader to run. */
export function npmScripts(page: string): string[] {
  const named = [...page.matchAll(/\bnpm run (?:-s |--silent )?([\w:-]+)/g)].map(
    (match) => match[1],
  );
  return /\bnpm (?:test|t)\b/.test(page) ? [...named, 'test'] : named;
}

/** The commands of `clade` that a page shows. */
export function cladeCommands(page: string): string[] {
  const shown = /(?:npx |\$ |^)clade ([a-z][a-z-]*)/gm;
  return fencedBlocks(page).flatMap((block) => [...block.matchAll(shown)].map((match) => match[1]));
}

/**
 * The paths in a drawn tree. A line is a prefix of │, ├─ and └─, then one or more names with one
 * space between them, then two spaces or more and what they are.
 */
export function treePaths(block: string): string[] {
  const paths: string[] = [];
  const parents: string[] = [];
  for (const line of block.split('\n')) {
    const match = line.match(/^((?:│ {2}| {3})*)(?:├─|└─) (.*)$/);
    if (!match) continue;
    const depth = match[1].length / 3;
    const names = match[2].split(/ {2,}/)[0].trim().split(' ');
    const parent = depth === 0 ? '' : parents[depth - 1];
    for (const name of names) paths.push(posix.join(parent, name));
    parents[depth] = posix.join(parent, names[0]);
  }
  return paths;
}

/** The names that a door re-exports, with the file that each comes from. */
export function doorExports(door: string, text: string): { name: string; file: string }[] {
  const code = text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/\/\/.*$/gm, '');
  return [...code.matchAll(/export (?:type )?\{([^}]*)\} from '([^']+)'/g)].flatMap((match) =>
    match[1]
      .split(',')
      .map(
        (part) =>
          part
            .trim()
            .replace(/^type /, '')
            .split(' as ')[0],
      )
      .filter((name) => name !== '')
      .map((name) => ({ name, file: posix.join(posix.dirname(door), match[2]) })),
  );
}

/**
 * True when the declaration of `name` follows a doc comment. A type needs none: its fields say what
 * they are, one by one.
 */
export function isDocumented(name: string, text: string): boolean {
  const escaped = name.replaceAll('$', '\\$');
  const [declaration] = text.matchAll(
    new RegExp(
      `export (?:declare |abstract |async )*(function\\*?|class|const|let|interface|type) ${escaped}\\b`,
      'g',
    ),
  );
  if (declaration === undefined) return false;
  const isType = ['interface', 'type'].includes(declaration[1]);
  return isType || /\*\/\s*$/.test(text.slice(0, declaration.index));
}

/** True for a file, a folder, or a pattern's folder. */
export function exists(path: string): boolean {
  return existsSync(path.replace(/\/?\*.*$/, '') || '.');
}
