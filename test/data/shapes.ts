import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { Matrix } from '../../src/numeric/index.ts';
import { sharedData } from './shared.ts';

/** A set of the clustering benchmark suite; its labels count from 0, with −1 for noise. */
export function readShape(name: string): { x: Matrix; labels: Int32Array } | undefined {
  const data = sharedData(`clustering-suite/${name}.data.gz`);
  const labels = sharedData(`clustering-suite/${name}.labels0.gz`);
  if (data === undefined || labels === undefined) return undefined;
  return {
    x: Matrix.from(readNumbers(data)),
    labels: Int32Array.from(readNumbers(labels), ([label]) => label - 1),
  };
}

function readNumbers(path: string): number[][] {
  const text = gunzipSync(readFileSync(path)).toString('latin1');
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  return lines.map((line) => line.trim().split(/\s+/).map(Number));
}
