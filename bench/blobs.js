import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { built } from './built.js';

const { Random } = await built('base');
const { Matrix } = await built('numeric');

/**
 * Round groups of equal size with standard deviation 1, their centres drawn evenly from −10 to 10 in
 * every column; and the file that holds the same 32-bit numbers for the peer.
 *
 * @param {number} rows
 * @param {number} cols
 * @param {number} groups
 */
export function blobs(rows, cols, groups) {
  const random = new Random(1);
  const centers = Array.from({ length: groups * cols }, () => 20 * random.next() - 10);
  const data = Float32Array.from(
    { length: rows * cols },
    (_, i) => centers[(Math.floor(i / cols) % groups) * cols + (i % cols)] + random.normal(),
  );
  const folder = join(tmpdir(), 'clade-bench');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `blobs-${rows}-${cols}-${groups}.f32`);
  writeFileSync(file, data);
  return { x: new Matrix(data, rows, cols), file };
}
