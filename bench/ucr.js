import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

/** Where the shared data sets lie: the variable CLADE_DATA, else beside the repository. */
export const dataFolder =
  process.env.CLADE_DATA ?? fileURLToPath(new URL('../../shared/data', import.meta.url));

/** Names of the labelled sets that are there: the UCR sets in order, then ECG5000. */
export function ucrNames() {
  const folder = join(dataFolder, 'ucr');
  const ucr = existsSync(folder) ? readdirSync(folder).sort() : [];
  return existsSync(join(dataFolder, 'ecg5000')) ? [...ucr, 'ECG5000'] : ucr;
}

/**
 * Training and test series of a set together: one row per series, missing samples NaN, padding at the ends cut off.
 *
 * @param {string} name
 * @returns {{ series: Float32Array[], classes: string[] }}
 */
export function readUcr(name) {
  const folder = name === 'ECG5000' ? 'ecg5000' : `ucr/${name}`;
  const lines = ['TRAIN', 'TEST'].flatMap((part) => {
    const file = ['tsv', 'tsv.gz', 'txt']
      .map((ending) => join(dataFolder, folder, `${name}_${part}.${ending}`))
      .find(existsSync);
    if (file === undefined) throw new Error(`bench: there is no ${part} part of ${name}.`);
    const bytes = readFileSync(file);
    const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
    return text.split('\n').filter((line) => line.trim() !== '');
  });
  const rows = lines.map((line) => line.trim().split(/\s+/).map(Number));
  return {
    classes: rows.map(([label]) => String(label)),
    series: rows.map(([, ...samples]) => {
      const end = samples.findLastIndex((value) => !Number.isNaN(value)) + 1;
      return Float32Array.from(samples.slice(0, Math.max(1, end)));
    }),
  };
}
