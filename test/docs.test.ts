import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  anchors,
  cladeCommands,
  doorExports,
  exists,
  fencedBlocks,
  isDocumented,
  localLinks,
  npmScripts,
  treePaths,
} from './house/read-docs.ts';
import { listFiles, readJson, readTree } from './house/read-tree.ts';
import { folderOf } from './house/rules.ts';

const files = listFiles();
const pages = files.filter((path) => path.endsWith('.md'));
const read = (path: string) => readFileSync(path, 'utf8');
const src = readTree('src');
const { scripts } = readJson<{ scripts: Record<string, string> }>('package.json');

/** What a check finds in each page, as `page: finding`. */
const inPages = (find: (text: string, page: string) => string[]) =>
  pages.flatMap((page) => find(read(page), page).map((found) => `${page}: ${found}`));

test('every link in a page leads to a file or a heading that exists', () => {
  const broken = inPages((text, page) =>
    localLinks(text).filter((link) => {
      const [path, anchor] = link.split('#');
      const target = path === '' ? page : posix.join(posix.dirname(page), decodeURIComponent(path));
      if (!existsSync(target)) return true;
      const isPage = anchor !== undefined && target.endsWith('.md');
      return isPage && !anchors(read(target)).includes(anchor);
    }),
  );
  expect(broken).toEqual([]);
});

test('every npm script that a page names is in package.json', () => {
  const missing = inPages((text) => npmScripts(text).filter((name) => scripts[name] === undefined));
  expect(missing).toEqual([]);
});

test('every clade command that a page shows is there', () => {
  const isThere = (name: string) => src.has(`src/cli/commands/${name}.ts`) || name === 'help';
  expect(inPages((text) => cladeCommands(text).filter((name) => !isThere(name)))).toEqual([]);
});

test('every path in a tree that a page draws exists', () => {
  const gone = inPages((text) =>
    fencedBlocks(text)
      .flatMap(treePaths)
      .filter((path) => !exists(path)),
  );
  expect(gone).toEqual([]);
});

test('the tree in ARCHITECTURE.md shows every folder of src and every folder at the top', () => {
  if (!existsSync('ARCHITECTURE.md')) return;
  const drawn = new Set(
    fencedBlocks(read('ARCHITECTURE.md'))
      .flatMap(treePaths)
      .map((path) => path.replace(/\/$/, '')),
  );
  const folders = new Set([
    ...files
      .filter((path) => path.includes('/') && !path.startsWith('.'))
      .map((path) => path.split('/')[0]),
    ...[...src.keys()]
      .map(folderOf)
      .filter((folder) => folder !== '')
      .map((folder) => `src/${folder}`),
  ]);
  expect([...folders].filter((folder) => !drawn.has(folder))).toEqual([]);
});

test('every function, class and constant that a door of src exports has a doc comment', () => {
  const bare: string[] = [];
  for (const [door, text] of src) {
    if (!/^src\/[^/]+\/index\.ts$/.test(door)) continue;
    for (const { name, file } of doorExports(door, text)) {
      const handedOn = doorExports(file, src.get(file) ?? '').find((other) => other.name === name);
      const origin = handedOn?.file ?? file;
      if (!isDocumented(name, src.get(origin) ?? '')) bare.push(`${origin}: ${name}`);
    }
  }
  expect(bare).toEqual([]);
});

describe('the reading', () => {
  test('treePaths() reads names, several on a line, and their depth', () => {
    const block = [
      '├─ README.md ARCHITECTURE.md',
      '├─ src/            the library',
      '│  ├─ base/ numeric/  ground floors',
      '│  └─ cluster/',
      '│     └─ k-means.ts',
      '└─ test/',
    ].join('\n');
    expect(treePaths(block)).toEqual([
      'README.md',
      'ARCHITECTURE.md',
      'src/',
      'src/base/',
      'src/numeric/',
      'src/cluster/',
      'src/cluster/k-means.ts',
      'test/',
    ]);
    expect(treePaths('source → table\n  │')).toEqual([]);
  });

  test('localLinks() leaves out web addresses and code, and anchors() follow the headings', () => {
    const page =
      '[a](b.md#c) `[x](y)` [w](https://example.org) ![p](p.svg "t")\n```\n[n](no)\n```\n';
    expect(localLinks(page)).toEqual(['b.md#c', 'p.svg']);
    expect(anchors('# A `b`: c\n\n## Two words\n')).toEqual(['a-b-c', 'two-words']);
  });

  test('npmScripts() and cladeCommands() find what a reader would type', () => {
    const page =
      'Run `npm run check`, `npm test`.\n```\nnpx clade fit x\n  clade no\nclade score out/\n```\n';
    expect(npmScripts(page)).toEqual(['check', 'test']);
    expect(cladeCommands(page)).toEqual(['fit', 'score']);
  });

  test('isDocumented() asks for a comment right before the declaration', () => {
    expect(isDocumented('a', '/** A. */\nexport async function a() {}')).toBe(true);
    expect(isDocumented('A', '/** A. */\nexport abstract class A {}')).toBe(true);
    expect(isDocumented('b', '/** A. */\nexport const a = 1;\nexport const b = 2;')).toBe(false);
    expect(isDocumented('C', 'export interface C {}')).toBe(true);
    expect(isDocumented('a', '')).toBe(false);
  });

  test('doorExports() reads names, types and renamed names', () => {
    const door =
      "/** x */\nexport type { A } from './a.ts';\nexport {\n  b,\n  type C,\n  d as e,\n} from './b/b.ts';";
    expect(doorExports('src/x/index.ts', door)).toEqual([
      { name: 'A', file: 'src/x/a.ts' },
      { name: 'b', file: 'src/x/b/b.ts' },
      { name: 'C', file: 'src/x/b/b.ts' },
      { name: 'd', file: 'src/x/b/b.ts' },
    ]);
  });
});
