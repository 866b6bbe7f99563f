import { expect, test } from 'vitest';
import { scanModule } from './scan-modules.ts';

const imports = (source: string) =>
  scanModule(source).imports.map(({ from, typeOnly }) => (typeOnly ? `type ${from}` : from));

test.each([
  ["import { a } from './a.ts';", ['./a.ts']],
  ["import a, { b as c } from './a.ts'", ['./a.ts']],
  ["import * as a from './a.ts';", ['./a.ts']],
  ["import './a.ts';", ['./a.ts']],
  ["import {\n  a,\n  // from './no.ts'\n  type B,\n} from './a.ts';", ['./a.ts']],
  ["import type { A } from './a.ts';", ['type ./a.ts']],
  ["import type A from './a.ts';", ['type ./a.ts']],
  ["import type from './a.ts';", ['./a.ts']],
  ["import type, { b } from './a.ts';", ['./a.ts']],
  // With verbatimModuleSyntax this still loads the module.
  ["import { type A } from './a.ts';", ['./a.ts']],
  ["export { a } from './a.ts';", ['./a.ts']],
  ["export type { A } from './a.ts';", ['type ./a.ts']],
  ["export * from './a.ts';", ['./a.ts']],
  ["export * as a from './a.ts';", ['./a.ts']],
  ["export { a };\nconst from = './no.ts';", []],
  ["export type A = 'x' | 'y';", []],
  ["export const from = './no.ts';", []],
  ["const a = await import('./a.ts');", ['./a.ts']],
  ["const a = require('a');", ['a']],
  ["const { f } = module.import('./no.ts');", []],
  ["new Worker(new URL('./w.js', import.meta.url));", ['./w.js']],
  ["new URL('./no', base);", []],
  ["// import './no.ts'\n/* import './no.ts' */ import './a.ts';", ['./a.ts']],
  ["const s = \"import './no.ts'\"; import './a.ts';", ['./a.ts']],
  ["const s = `import './no.ts' ${await import('./a.ts')} import './no.ts'`;", ['./a.ts']],
  ["const s = `${`${`}`}`}`; import './a.ts';", ['./a.ts']],
  ["const r = /'/; import './a.ts';", ['./a.ts']],
  ["const r = /[/'\"]`/g.test(x) ? /\\// : 4 / 2 / 1; import './a.ts';", ['./a.ts']],
  ["#!/usr/bin/env node\nimport './a.ts';", ['./a.ts']],
  ["const it = 'it\\'s'; import './a.ts';", ['./a.ts']],
])('scanModule(%j) finds the imports %j', (source, expected) => {
  expect(imports(source)).toEqual(expected);
});

test('scanModule names the line an import begins on', () => {
  const source = "/* one\n two */\nimport {\n a } from './a.ts';\n`\n\n`;\nimport './b.ts';";
  expect(scanModule(source).imports.map(({ line }) => line)).toEqual([3, 8]);
});

test.each([
  ['export default 1;', true],
  ['const a = 1;\nexport { a as default };', true],
  ["export { a as default } from './a.ts';", true],
  ["export { default as a } from './a.ts';", false],
  ["const text = 'export default';", false],
])('scanModule(%j) finds a default export: %s', (source, expected) => {
  expect(scanModule(source).hasDefault).toBe(expected);
});

test.each([
  ["/** Takes */\nexport { a } from './a.ts';\nexport type { B } from './b.ts';", true],
  ["export * from './a.ts';", false],
  ["import { a } from './a.ts';\nexport { a };", false],
  ["export { a } from './a.ts';\nexport const b = 1;", false],
  ["export { a } from './a.ts';\nawait import('./b.ts');", false],
])('scanModule(%j) tells whether it only re-exports by name: %s', (source, expected) => {
  expect(scanModule(source).onlyNamedReExports).toBe(expected);
});
