import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readJson, readTree } from './house/read-tree.ts';
import {
  checkCycles,
  checkDefaultExports,
  checkDependencies,
  checkDoorFiles,
  checkDoors,
  checkFloors,
  checkNames,
  checkTable,
  folderOf,
  type House,
} from './house/rules.ts';

const house = readJson<House>('floors.json');
const { dependencies } = readJson<{ dependencies: Record<string, string> }>('package.json');
const src = readTree('src');
const all = new Map([
  ...src,
  ...readTree(...['test', 'bench', 'scripts', 'assembly'].filter(existsSync)),
]);

test('floors.json reaches only downwards and names only folders that it has', () => {
  expect(checkTable(house)).toEqual([]);
});

test('every folder that floors.json names is there', () => {
  const folders = new Set([...src.keys()].map(folderOf));
  expect(house.floors.filter(({ folder }) => !folders.has(folder))).toEqual([]);
});

test('every import in src goes down, as floors.json allows', () => {
  expect(checkFloors(src, house)).toEqual([]);
});

test('no file of src imports itself, not even through others', () => {
  expect(checkCycles(src)).toEqual([]);
});

test('every import in src takes the door of another folder and the real file of its own', () => {
  expect(checkDoors(src)).toEqual([]);
});

test('every folder of src has a door that re-exports by name and says what it is for', () => {
  expect(checkDoorFiles(src, house)).toEqual([]);
});

test('every dependency is imported only behind its door', () => {
  expect(checkDependencies(src, house, Object.keys(dependencies))).toEqual([]);
});

test('every file and folder has a kebab-case name that says what is inside', () => {
  expect(checkNames(all)).toEqual([]);
});

test('no file has a default export', () => {
  expect(checkDefaultExports(all)).toEqual([]);
});

describe('the rules notice', () => {
  const small: House = {
    floors: [
      { floor: 0, folder: 'base', mayImport: [] },
      { floor: 1, folder: 'numeric', mayImport: ['base'] },
      { floor: 4, folder: 'cluster', mayImport: ['floors 0-1'] },
      { floor: 4, folder: 'prepare', mayImport: ['base'], types: ['cluster'] },
    ],
    doors: { duck: ['cluster/engine.ts'], 'node:worker_threads': ['numeric'] },
  };
  const tree = (files: Record<string, string>) => new Map(Object.entries(files));
  const door = (line: string) =>
    `/**\n * Takes: a. Gives: b.\n * May import: ${line}.\n * To add one: c.\n */\nexport { a } from './a.ts';\n`;

  test.each([
    [
      'src/numeric/x.ts',
      '../cluster/index.ts',
      'src/numeric/x.ts imports cluster: numeric may import only base',
    ],
    [
      'src/base/x.ts',
      '../numeric/index.ts',
      'src/base/x.ts imports numeric: base may import nothing',
    ],
    ['src/base/x.ts', '../index.ts', 'src/base/x.ts imports src/index.ts: base may import nothing'],
    [
      'src/prepare/x.ts',
      '../cluster/index.ts',
      'src/prepare/x.ts imports cluster: prepare may import only types of cluster (import type)',
    ],
    [
      'src/numeric/x.ts',
      '../../test/y.ts',
      'src/numeric/x.ts imports test/y.ts: src/ may import only src/',
    ],
    ['src/other/x.ts', './y.ts', 'src/other has no floor: add it to floors.json'],
    ['src/x.ts', './y.ts', 'src/x.ts lies in no folder: src/ itself holds only index.ts'],
  ])('checkFloors: %s importing %s', (file, from, sentence) => {
    expect(checkFloors(tree({ [file]: `import { a } from '${from}';` }), small)).toEqual([
      sentence,
    ]);
  });

  test('checkFloors lets a lower floor, a type that is allowed and the top door pass', () => {
    const files = tree({
      'src/index.ts': "export { a } from './cluster/index.ts';",
      'src/cluster/x.ts': "import { a } from '../numeric/index.ts';\nimport './y.ts';",
      'src/prepare/x.ts': "import type { A } from '../cluster/index.ts';",
    });
    expect(checkFloors(files, small)).toEqual([]);
  });

  test('checkTable: a floor that reaches up or names a folder that is not there', () => {
    const floors = [
      { floor: 1, folder: 'a', mayImport: ['b', 'c'] },
      { floor: 1, folder: 'b', mayImport: ['a'] },
    ];
    expect(checkTable({ floors, doors: {} })).toEqual([
      'floors.json: a may not import b, which is not below it',
      'floors.json: a names c, which has no floor',
    ]);
  });

  test('checkCycles: a circle through a type and a dynamic import', () => {
    const files = tree({
      'src/base/a.ts': "import type { B } from './b.ts';",
      'src/base/b.ts': "await import('./c.ts');",
      'src/base/c.ts': "export { a } from './a.ts';",
    });
    expect(checkCycles(files)).toEqual([
      'src/base/a.ts → src/base/b.ts → src/base/c.ts → src/base/a.ts: files must not import in a circle',
    ]);
  });

  test('checkDoors: another folder’s real file, the own door, a file that is not there', () => {
    const files = tree({
      'src/base/index.ts': '',
      'src/base/a.ts': "import { b } from './index.ts';\nimport { c } from './gone.ts';",
      'src/numeric/b.ts': "import { a } from '../base/a.ts';",
    });
    expect(checkDoors(files)).toEqual([
      'src/base/a.ts imports ./index.ts: inside base, import the real file, not the door',
      'src/base/a.ts imports ./gone.ts: there is no file src/base/gone.ts',
      'src/numeric/b.ts imports src/base/a.ts: other folders may import only src/base/index.ts',
    ]);
  });

  test('checkDoorFiles: a missing door, a star, a missing line, a line that contradicts the table', () => {
    const files = tree({
      'src/base/a.ts': '',
      'src/numeric/index.ts': `${door('base')}export * from './b.ts';`,
      'src/cluster/index.ts': "/** Takes: a. Gives: b. */\nexport { a } from './a.ts';",
      'src/prepare/index.ts': door('base'),
    });
    expect(checkDoorFiles(files, small)).toEqual([
      'src/base has no door: add src/base/index.ts',
      "src/numeric/index.ts must only re-export by name (export { a } from './a.ts')",
      'src/cluster/index.ts must begin with a comment of four lines: Takes: Gives: May import: To add one:',
      'src/prepare/index.ts says "May import: base." but floors.json says "May import: base, cluster (types)."',
    ]);
  });

  test('checkDependencies: a dependency behind another door, undeclared, or without a door', () => {
    const files = tree({
      'src/cluster/engine.ts': "import 'duck/part';",
      'src/cluster/x.ts': "await import('duck');\nimport 'vitest';\nimport '@scope/free/part';",
      'src/base/x.ts': "import { Worker } from 'node:worker_threads';\nimport 'node:fs';",
    });
    expect(checkDependencies(files, small, ['duck', '@scope/free'])).toEqual([
      'src/cluster/x.ts imports duck: only cluster/engine.ts may',
      'src/cluster/x.ts imports vitest: it must be among the dependencies of package.json',
      'src/cluster/x.ts imports @scope/free: name its door in floors.json',
      'src/base/x.ts imports node:worker_threads: only numeric may',
    ]);
  });

  test('checkNames: a vague folder and names in camelCase', () => {
    const files = tree({
      'src/utils/a.ts': '',
      'src/base/kMeans.ts': '',
      'src/Base/a.test.ts': '',
    });
    expect(checkNames(files)).toEqual([
      'src/utils/a.ts: a folder must not be called utils; name its subject',
      'src/base/kMeans.ts: kMeans.ts must be in kebab-case',
      'src/Base/a.test.ts: Base must be in kebab-case',
    ]);
  });

  test('checkDefaultExports: a default export outside a tool’s configuration', () => {
    const files = tree({
      'src/base/a.ts': 'export default 1;',
      'vitest.config.ts': 'export default 1;',
    });
    expect(checkDefaultExports(files)).toEqual([
      'src/base/a.ts has a default export: export by name',
    ]);
  });
});
