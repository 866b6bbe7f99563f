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
