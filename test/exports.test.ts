import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { readJson } from './house/read-tree.ts';
import type { House } from './house/rules.ts';

// Runs on dist/, as a user's program would: `npm test` builds it first.

const house = readJson<House>('floors.json');
const { exports } = readJson<{ exports: Record<string, unknown> }>('package.json');
const open = house.floors.filter(({ folder }) => folder !== 'cli').map(({ folder }) => folder);
const withDoor = open.filter((folder) => existsSync(`src/${folder}/index.ts`));

const entry = (folder: string) => ({
  types: `./dist/${folder}/index.d.ts`,
  default: `./dist/${folder}/index.js`,
});

/** Imports modules in a fresh process and gives back which module asked for which, by their URLs. */
async function importsOf(specifiers: readonly string[]): Promise<Map<string, string[]>> {
  const hook = `
    import { writeSync } from 'node:fs';
    export async function resolve(specifier, context, next) {
      const found = await next(specifier, context);
      const from = context.parentURL?.endsWith('[eval1]') ? specifier : context.parentURL;
      writeSync(1, from + ' ' + found.url + '\\n');
      return found;
    }`;
  const program = `
    import { register } from 'node:module';
    register('data:text/javascript,' + encodeURIComponent(${JSON.stringify(hook)}));
    for (const specifier of ${JSON.stringify(specifiers)}) await import(specifier);`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '-e', program],
    { maxBuffer: 2 ** 26 },
  );
  const imports = new Map<string, string[]>();
  for (const line of stdout.trim().split('\n')) {
    const [from, to] = line.split(' ');
    imports.set(from, [...(imports.get(from) ?? []), to]);
  }
  return imports;
}

/** The URLs of all that an import of a module loads: what it asks for, what that asks for, and so on. */
function loadedBy(specifier: string, imports: ReadonlyMap<string, string[]>): string[] {
  const loaded = new Set([specifier]);
  for (const url of loaded) for (const next of imports.get(url) ?? []) loaded.add(next);
  return [...loaded];
}

test('package.json exports every door of src except the command line, and nothing else', () => {
  const expected = Object.fromEntries(withDoor.map((folder) => [`./${folder}`, entry(folder)]));
  const { '.': top, './package.json': self, ...rest } = exports;
  expect(rest).toEqual(expected);
  expect(top).toEqual({ types: './dist/index.d.ts', default: './dist/index.js' });
  expect(self).toBe('./package.json');
});

test('dist holds every file that package.json exports', () => {
  const paths = Object.values(exports).flatMap((value) => Object.values(value as object));
  const missing = paths.filter((path: string) => path.startsWith('./') && !existsSync(path));
  expect(missing, 'run `npm run build` first').toEqual([]);
});

// Stages that only compute load no package at all, but for nets the one that writes bytes of ONNX files; the
// others load theirs, but never an engine, whose native library is opened by the first query or net.
const numbersOnly = house.floors
  .filter(({ folder }) => ['encode', 'cluster', 'evaluate'].includes(folder))
  .flatMap(({ folder, mayImport }) => [folder, ...mayImport]);

const doors = ['clade', ...withDoor.map((folder) => `clade/${folder}`)];
let imports: Map<string, string[]>;
beforeAll(async () => {
  imports = await importsOf(doors);
}, 60_000);

test.each(doors)(
  'import("%s") loads no engine, what draws only where it draws, no package where only numbers are needed',
  (specifier) => {
    const loaded = loadedBy(specifier, imports);
    const packages = loaded.flatMap(
      (url) => url.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1] ?? [],
    );
    expect(loaded.join()).toContain('/dist/');
    expect(packages).not.toContain('@duckdb/node-api');
    expect(packages).not.toContain('onnxruntime-node');
    const folder = specifier.replace('clade/', '');
    // What draws reports is loaded when one is drawn: most commands of the command line draw none.
    if (!['charts', 'report'].includes(folder)) {
      expect(packages).not.toContain('linkedom');
      expect(packages).not.toContain('@observablehq/plot');
    }
    if (!numbersOnly.includes(folder)) return;
    const allowed = ['nn', 'encode'].includes(folder) ? ['@bufbuild/protobuf'] : [];
    expect(packages.filter((name) => !allowed.includes(name))).toEqual([]);
  },
);
