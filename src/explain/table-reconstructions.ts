import type { ColumnBlock, Matrix } from '../numeric/index.ts';
import {
  digits,
  orNull,
  type ReconstructedCell,
  type ReconstructedRow,
  type TableReconstruction,
} from './reconstructions.ts';

export interface TableReconstructionOptions {
  /** What neighbouring columns say together; every column is a number of its own when left out. */
  readonly blocks?: readonly ColumnBlock[];
  /** Cells kept of each row. */
  readonly worst?: number;
}

/**
 * Rows of a table beside their reconstructions: the columns that come back worst. A category is one
 * column, with its level and the likeliest level that comes back; of a text there is only the error.
 *
 * Errors: of a number its distance, of a category 1 − what its own level got, of a text the mean distance.
 *
 * @param columns names of the d columns; those of a category are named 'brand=Apple'
 * @param original, reconstructed one row per entry of `rows`, d columns each
 */
export function tableReconstructions(
  rows: readonly ReconstructedRow[],
  columns: readonly string[],
  original: Matrix,
  reconstructed: Matrix,
  { blocks, worst = 6 }: TableReconstructionOptions = {},
): TableReconstruction[] {
  const all = blocks ?? columns.map((name, from) => numberBlock(name, from));
  return rows.map((row, r) => {
    const cells = all.map((block) =>
      blockCell(block, columns, original.row(r), reconstructed.row(r)),
    );
    const order = cells.map((_, j) => j).sort((a, b) => cells[b].error - cells[a].error || a - b);
    return { ...row, cells: order.slice(0, worst).map((j) => cells[j]) };
  });
}

function numberBlock(name: string, from: number): ColumnBlock {
  return { name, kind: 'number', from, to: from + 1 };
}

function blockCell(
  { name, kind, from, to, scale = 1 }: ColumnBlock,
  columns: readonly string[],
  original: Float32Array,
  reconstructed: Float32Array,
): ReconstructedCell {
  const before = original.subarray(from, to).map((value) => value / scale);
  const after = reconstructed.subarray(from, to).map((value) => value / scale);
  const apart = before.reduce((sum, value, j) => sum + Math.abs(after[j] - value), 0);
  if (kind === 'category') {
    const own = indexOfLargest(before);
    const known = before[own] > 0.5;
    const level = (at: number) => columns[from + at].replace(`${name}=`, '');
    const back = indexOfLargest(after);
    return {
      column: name,
      original: known ? level(own) : null,
      reconstructed: level(back),
      error: digits(known ? Math.abs(1 - after[own]) : Math.abs(after[back])),
    };
  }
  if (kind === 'text') {
    return {
      column: name,
      original: null,
      reconstructed: null,
      error: digits(apart / (to - from)),
    };
  }
  const say = (value: number) => (value >= 0.5 ? 'yes' : 'no');
  return {
    column: kind === 'flag' ? columns[from] : name,
    original: kind === 'flag' ? say(before[0]) : orNull(nearZero(before[0])),
    reconstructed: kind === 'flag' ? say(after[0]) : orNull(nearZero(after[0])),
    error: digits(apart),
  };
}

/** Prepared numbers are of the size of 1: what 32 bits cannot tell from 0 beside it reads as 0. */
function nearZero(value: number): number {
  return Math.abs(value) < 1e-7 ? 0 : value;
}

function indexOfLargest(values: Float32Array): number {
  return values.reduce((best, value, j) => (value > values[best] ? j : best), 0);
}
