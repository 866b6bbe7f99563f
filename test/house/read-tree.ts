import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, sep } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** The TypeScript and JavaScript files below a folder of the repository, with their texts. */
export function readTree(...folders: string[]): Map<string, string> {
  const files = new Map<string, string>();
  for (const folder of folders) {
    for (const entry of readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })) {
      if (!/\.(ts|js)$/.test(entry)) continue;
      const path = posix.join(folder, entry.split(sep).join('/'));
      // A generated module is one long string.
      files.set(path, path.endsWith('.generated.ts') ? '' : readFileSync(join(ROOT, path), 'utf8'));
    }
  }
  return files;
}

/** A JSON file at the repository's root. */
export function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as T;
}

/** Made by tools, or not part of the project. */
const LEFT_OUT = new Set(['node_modules', 'dist', 'build', 'out', 'coverage', '.git', '.clade']);

/** Every file of the project, by its path from the root; works without git. */
export function listFiles(folder = ''): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    if (LEFT_OUT.has(entry.name)) return [];
    const path = posix.join(folder, entry.name);
    return entry.isDirectory() ? listFiles(path) : [path];
  });
}
