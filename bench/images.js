import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { built } from './built.js';

const { Random } = await built('base');
const { Matrix } = await built('numeric');
const SIDE = 28;
const shared = process.env.CLADE_DATA ?? new URL('../../shared/data', import.meta.url).pathname;

/**
 * Images of 28 × 28 with their groups, and the file that holds the same 32-bit numbers for the peer.
 *
 * MNIST's 10,000 test images where they are; more rows are the same images moved by up to two pixels.
 * Elsewhere drawn: strokes between a few points per group, which wobble from image to image.
 *
 * @param {number} rows
 */
export function images(rows) {
  const folder = join(shared, 'mnist-t10k');
  const random = new Random(1);
  const found = existsSync(folder);
  const data = new Float32Array(rows * SIDE * SIDE);
  const labels = new Int32Array(rows);
  if (found) {
    const read = (/** @type {string} */ name) => gunzipSync(readFileSync(join(folder, name)));
    const pixels = read('t10k-images-idx3-ubyte.gz').subarray(16);
    const digits = read('t10k-labels-idx1-ubyte.gz').subarray(8);
    for (let i = 0; i < rows; i++) {
      const source = i % digits.length;
      labels[i] = digits[source];
      const moved = i >= digits.length;
      const [dx, dy] = moved ? [random.integer(5) - 2, random.integer(5) - 2] : [0, 0];
      for (let y = 0; y < SIDE; y++) {
        for (let x = 0; x < SIDE; x++) {
          const [fromX, fromY] = [(x - dx + SIDE) % SIDE, (y - dy + SIDE) % SIDE];
          data[(i * SIDE + y) * SIDE + x] = pixels[(source * SIDE + fromY) * SIDE + fromX] / 255;
        }
      }
    }
  } else draw(data, labels, random);
  const about = !found
    ? 'drawn strokes'
    : rows <= 10_000
      ? "MNIST's test images"
      : "MNIST's test images, and the same moved by up to two pixels";
  const out = join(tmpdir(), 'clade-bench');
  mkdirSync(out, { recursive: true });
  const file = join(out, `images-${rows}.f32`);
  writeFileSync(file, data);
  return { x: new Matrix(data, rows, SIDE * SIDE), labels, file, about };
}

/**
 * @param {Float32Array} data
 * @param {Int32Array} labels
 * @param {any} random
 */
function draw(data, labels, random) {
  const corners = Array.from({ length: 10 }, () =>
    Array.from({ length: 5 }, () => [4 + 20 * random.next(), 4 + 20 * random.next()]),
  );
  for (let i = 0; i < labels.length; i++) {
    labels[i] = i % 10;
    const bent = corners[i % 10].map(([x, y]) => [
      x + 1.5 * random.normal(),
      y + 1.5 * random.normal(),
    ]);
    for (let c = 0; c + 1 < bent.length; c++) {
      for (let t = 0; t < 1; t += 0.02) {
        const x = Math.round(bent[c][0] + t * (bent[c + 1][0] - bent[c][0]));
        const y = Math.round(bent[c][1] + t * (bent[c + 1][1] - bent[c][1]));
        if (x >= 0 && y >= 0 && x < SIDE && y < SIDE) data[(i * SIDE + y) * SIDE + x] = 1;
      }
    }
  }
}
