import type { Random } from '../base/index.ts';
import type { Matrix } from '../numeric/index.ts';

/** A segment of up to this many rows is searched whole, m² distances, where they take no more than so many differences. */
const WHOLE = 1500;
const WORK = 2e8;
/** In a larger one: rows that may be chosen, and rows that distances are taken to. */
const CANDIDATES = 500;
const REFERENCES = 2000;

export interface Medoids {
  /** Row and mean distance to the others, nearest first. */
  readonly found: readonly { readonly row: number; readonly distance: number }[];
  /** Rows searched. */
  readonly from: number;
}

/**
 * The rows with the least mean Euclidean distance to their own segment: its medoid and the next ones
 * that are not copies of it. A large segment is searched in a seeded sample; `from` says so.
 *
 * Cost: m²·d differences up to 1,500 rows, 10⁶·d above, and never more than 2 × 10⁸: about 0.3 s.
 *
 * Source: Kaufman & Rousseeuw 1990, “Finding Groups in Data”, chapter 2 (medoids).
 */
export function findMedoids(x: Matrix, rows: Int32Array, random: Random, wanted: number): Medoids {
  const whole = rows.length <= WHOLE && rows.length ** 2 * x.cols <= WORK;
  const pick = (size: number) =>
    Array.from(random.sample(rows.length, Math.min(size, rows.length)), (i) => rows[i]);
  const candidates = whole ? Array.from(rows) : pick(CANDIDATES);
  const affordable = Math.max(100, Math.floor(WORK / (CANDIDATES * x.cols)));
  const references = whole ? candidates : pick(Math.min(REFERENCES, affordable));
  const scored = candidates.map((row) => ({
    row,
    distance: meanDistance(x, row, references),
  }));
  scored.sort((a, b) => a.distance - b.distance || a.row - b.row);
  const found: { row: number; distance: number }[] = [];
  for (const candidate of scored) {
    if (found.length === wanted) break;
    if (!found.some((other) => sameRow(x, other.row, candidate.row))) found.push(candidate);
  }
  return { found, from: candidates.length };
}

function meanDistance(x: Matrix, row: number, references: readonly number[]): number {
  const { data, cols } = x;
  const at = row * cols;
  let total = 0;
  for (const other of references) {
    const to = other * cols;
    let square = 0;
    for (let j = 0; j < cols; j++) {
      const gap = data[at + j] - data[to + j];
      square += gap * gap;
    }
    total += Math.sqrt(square);
  }
  return total / references.length;
}

function sameRow(x: Matrix, a: number, b: number): boolean {
  const other = x.row(b);
  return x.row(a).every((value, j) => value === other[j]);
}
