/**
 * The rules of the tree as functions of file names and texts, so that each can be shown a small tree
 * that breaks it. Every offence is a sentence that says what to change.
 */
import { posix } from 'node:path';
import { type Import, scanModule } from './scan-modules.ts';

export interface Floor {
  readonly floor: number;
  readonly folder: string;
  /** Folders, or `floors 0-4` for all folders on these floors. */
  readonly mayImport: readonly string[];
  readonly types?: readonly string[];
}

export interface House {
  readonly floors: readonly Floor[];
  /** Package → the folders (or files) of src/ that may import it. */
  readonly doors: Readonly<Record<string, readonly string[]>>;
}

/** Path from the repository's root → text. */
export type Files = ReadonlyMap<string, string>;

interface Link extends Import {
  readonly file: string;
  /** The file of src/ it leads to; undefined for a package. */
  readonly target: string | undefined;
}

/** `src/cluster/k-means.ts` → `cluster`; `src/index.ts` → ''. */
export function folderOf(file: string): string {
  const parts = file.split('/');
  return parts.length > 2 ? parts[1] : '';
}

function links(files: Files): Link[] {
  const found: Link[] = [];
  for (const [file, text] of files) {
    for (const made of scanModule(text).imports) {
      const target = made.from.startsWith('.')
        ? posix.join(posix.dirname(file), made.from)
        : undefined;
      found.push({ ...made, file, target });
    }
  }
  return found;
}

function spread(house: House, names: readonly string[]): string[] {
  return names.flatMap((name) => {
    const range = name.match(/^floors (\d)-(\d)$/);
    if (!range) return [name];
    const [low, high] = [Number(range[1]), Number(range[2])];
    return house.floors.filter((f) => f.floor >= low && f.floor <= high).map((f) => f.folder);
  });
}

/** The folders whose values, and those whose types, `folder` may import. */
function allowed(house: House, folder: string): { values: string[]; types: string[] } {
  const floor = house.floors.find((entry) => entry.folder === folder);
  return {
    values: spread(house, floor?.mayImport ?? []),
    types: spread(house, floor?.types ?? []),
  };
}

/** The line that a door should carry: `base, numeric, features (types)`. */
function mayImportLine(house: House, folder: string): string {
  const floor = house.floors.find((entry) => entry.folder === folder);
  const names = [
    ...(floor?.mayImport ?? []).map((name) => name.replace('floors 5-5', 'floor 5')),
    ...(floor?.types ?? []).map((name) => `${name} (types)`),
  ];
  return names.length === 0 ? 'nothing' : names.join(', ');
}

/** Imports that go up or sideways, folders without a floor, and lone files in src/. */
export function checkFloors(files: Files, house: House): string[] {
  const offences = new Set<string>();
  const known = new Set(house.floors.map((floor) => floor.folder));
  for (const file of files.keys()) {
    const folder = folderOf(file);
    if (folder === '' && file !== 'src/index.ts') {
      offences.add(`${file} lies in no folder: src/ itself holds only index.ts`);
    } else if (folder !== '' && !known.has(folder)) {
      offences.add(`src/${folder} has no floor: add it to floors.json`);
    }
  }
  for (const { file, target, typeOnly } of links(files)) {
    if (target === undefined) continue;
    const from = folderOf(file);
    const to = folderOf(target);
    // The package's own version stands there and nowhere else.
    if (target === 'package.json') continue;
    if (!target.startsWith('src/')) {
      offences.add(`${file} imports ${target}: src/ may import only src/`);
    } else if (from === '' || from === to || !known.has(from)) {
      // The top door may import every door; a folder without a floor is named above.
    } else {
      const { values, types } = allowed(house, from);
      if (values.includes(to) || (typeOnly && types.includes(to))) continue;
      const name = to === '' ? 'src/index.ts' : to;
      const only = types.includes(to)
        ? `${from} may import only types of ${to} (import type)`
        : `${from} may import ${values.length + types.length === 0 ? 'nothing' : `only ${mayImportLine(house, from)}`}`;
      offences.add(`${file} imports ${name}: ${only}`);
    }
  }
  return [...offences];
}

/** A table that contradicts itself: unknown names, or a floor that reaches up. */
export function checkTable(house: House): string[] {
  const floorOf = new Map(house.floors.map((floor) => [floor.folder, floor.floor]));
  const order = house.floors.map((floor) => floor.folder);
  const offences: string[] = [];
  for (const { folder, floor } of house.floors) {
    const { values, types } = allowed(house, folder);
    for (const name of [...values, ...types]) {
      const below = floorOf.get(name);
      if (below === undefined)
        offences.push(`floors.json: ${folder} names ${name}, which has no floor`);
      else if (below > floor || (below === floor && order.indexOf(name) >= order.indexOf(folder))) {
        offences.push(`floors.json: ${folder} may not import ${name}, which is not below it`);
      }
    }
  }
  return offences;
}

/** Files that reach themselves through their imports; each circle is named once. */
export function checkCycles(files: Files): string[] {
  const next = new Map<string, string[]>();
  for (const { file, target } of links(files)) {
    if (target !== undefined && files.has(target))
      next.set(file, [...(next.get(file) ?? []), target]);
  }
  const offences: string[] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string) => {
    const at = path.indexOf(file);
    if (at >= 0)
      offences.push(`${[...path.slice(at), file].join(' → ')}: files must not import in a circle`);
    if (at >= 0 || done.has(file)) return;
    path.push(file);
    for (const target of next.get(file) ?? []) visit(target);
    path.pop();
    done.add(file);
  };
  for (const file of files.keys()) visit(file);
  return offences;
}

/** Other folders only through their index.ts, the own folder never through it. */
export function checkDoors(files: Files): string[] {
  const offences: string[] = [];
  for (const { file, target, from } of links(files)) {
    if (target === undefined || !target.startsWith('src/')) continue;
    const [own, other] = [folderOf(file), folderOf(target)];
    const isDoor = target === `src/${other}/index.ts`;
    if (own === other && isDoor && other !== '') {
      offences.push(`${file} imports ${from}: inside ${own}, import the real file, not the door`);
    } else if (own !== other && other !== '' && !isDoor) {
      offences.push(
        `${file} imports ${target}: other folders may import only src/${other}/index.ts`,
      );
    } else if (!files.has(target)) {
      offences.push(`${file} imports ${from}: there is no file ${target}`);
    }
  }
  return offences;
}

const DOOR_LINES = ['Takes:', 'Gives:', 'May import:', 'To add one:'];

/** Each folder has a door that re-exports by name and says what the folder is for. */
export function checkDoorFiles(files: Files, house: House): string[] {
  const offences: string[] = [];
  const top = files.get('src/index.ts');
  if (top !== undefined && !scanModule(top).onlyNamedReExports) {
    offences.push(`src/index.ts must only re-export by name (export { a } from './b/index.ts')`);
  }
  for (const { folder } of house.floors) {
    const inside = [...files.keys()].filter((file) => folderOf(file) === folder);
    const door = `src/${folder}/index.ts`;
    const text = files.get(door);
    if (inside.length === 0) continue;
    // A face is started, not imported.
    if (text === undefined && files.has(`src/${folder}/main.ts`)) continue;
    if (text === undefined) {
      offences.push(`src/${folder} has no door: add ${door}`);
      continue;
    }
    if (!scanModule(text).onlyNamedReExports) {
      offences.push(`${door} must only re-export by name (export { a } from './a.ts')`);
    }
    const comment = (text.match(/^\/\*\*([\s\S]*?)\*\//)?.[1] ?? '').replace(/\s*\n \*\s*/g, ' ');
    let from = 0;
    for (const label of DOOR_LINES) {
      const at = comment.indexOf(label, from);
      if (at < 0) {
        offences.push(`${door} must begin with a comment of four lines: ${DOOR_LINES.join(' ')}`);
        break;
      }
      from = at;
    }
    const said = comment.match(/May import: (.*?)\.( |$)/)?.[1];
    const line = mayImportLine(house, folder);
    if (said !== undefined && said !== line) {
      offences.push(
        `${door} says "May import: ${said}." but floors.json says "May import: ${line}."`,
      );
    }
  }
  return offences;
}

/** The package that a module name belongs to: `a/b` → `a`, `@a/b/c` → `@a/b`; node: names stay whole. */
function packageOf(from: string): string {
  if (from.startsWith('node:')) return from;
  return from
    .split('/')
    .slice(0, from.startsWith('@') ? 2 : 1)
    .join('/');
}

/** One door per dependency, and nothing that `npm ci --omit=dev` would not install. */
export function checkDependencies(
  files: Files,
  house: House,
  dependencies: readonly string[],
): string[] {
  const offences: string[] = [];
  for (const { file, target, from } of links(files)) {
    if (target !== undefined) continue;
    const name = packageOf(from);
    const doors = house.doors[name];
    if (!name.startsWith('node:') && !dependencies.includes(name)) {
      offences.push(`${file} imports ${name}: it must be among the dependencies of package.json`);
    } else if (!name.startsWith('node:') && doors === undefined) {
      offences.push(`${file} imports ${name}: name its door in floors.json`);
    } else if (
      doors !== undefined &&
      !doors.some((door) => file === `src/${door}` || file.startsWith(`src/${door}/`))
    ) {
      offences.push(`${file} imports ${name}: only ${doors.join(' and ')} may`);
    }
  }
  return offences;
}

const VAGUE = new Set(['utils', 'util', 'helpers', 'helper', 'common', 'shared', 'lib', 'misc']);
const KEBAB_FILE = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|bench|generated|config|d))?\.(ts|js)$/;
const KEBAB_FOLDER = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** Names that say what is inside, in kebab-case. */
export function checkNames(files: Files): string[] {
  const offences = new Set<string>();
  for (const file of files.keys()) {
    const parts = file.split('/');
    const base = parts.pop()!;
    for (const part of parts) {
      if (VAGUE.has(part))
        offences.add(`${file}: a folder must not be called ${part}; name its subject`);
      else if (!KEBAB_FOLDER.test(part)) offences.add(`${file}: ${part} must be in kebab-case`);
    }
    if (!KEBAB_FILE.test(base)) offences.add(`${file}: ${base} must be in kebab-case`);
  }
  return [...offences];
}

/** A default export has a new name in every file that imports it. */
export function checkDefaultExports(files: Files): string[] {
  return [...files]
    .filter(([file, text]) => !file.endsWith('.config.ts') && scanModule(text).hasDefault)
    .map(([file]) => `${file} has a default export: export by name`);
}
