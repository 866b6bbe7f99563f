import { type Run, SourceError, show } from '../../base/index.ts';
import { name, sql } from '../../sql/index.ts';
import type { Database } from '../database.ts';
import type { Column } from '../types.ts';

/** One series of a file: its class, and its numbers, channel after channel. NaN is missing. */
export interface ReadSeries {
  /** Null where it is missing; left out in files without classes. */
  readonly label?: string | null;
  readonly channels: readonly Float64Array[];
}

/** More columns than this are no table any more: describing them alone takes the engine minutes. */
const MOST_COLUMNS = 20_000;

/**
 * The series of one source, from all of its files, on their way to be a table.
 *
 * Memory: 8 bytes per number while reading, and as many again while the table is made.
 */
export class SeriesRows {
  readonly #rows: ReadSeries[] = [];
  #channels = 0;
  #steps = 0;
  #labelled = false;
  #unlabelled = 0;

  get count(): number {
    return this.#rows.length;
  }

  /** @throws {SourceError} another number of channels than the series before */
  add(series: ReadSeries, where: string): void {
    const { channels, label } = series;
    if (this.#rows.length > 0 && channels.length !== this.#channels) {
      throw new SourceError(
        `${where}: every series must have the same number of channels, ${this.#channels}, got ${channels.length}. Attach the files one by one.`,
      );
    }
    this.#channels = channels.length;
    for (const { length } of channels) if (length > this.#steps) this.#steps = length;
    if (label !== undefined) this.#labelled = true;
    if (label === null) this.#unlabelled++;
    this.#rows.push(series);
  }

  /**
   * Makes the view `as`, over a table: `label` where there are classes, then `t1`, `t2`, … of one channel, or `c1_t1`, …,
   * `c2_t1`, … of several. What is missing is NULL.
   *
   * @throws {SourceError} no series at all, none with a number, too many columns
   */
  async finish(database: Database, as: string, where: string, run: Run): Promise<void> {
    const rows = this.#rows;
    if (rows.length === 0 || this.#steps === 0) {
      throw new SourceError(
        `${where}: must hold at least one series with a number, but holds none. Check that this is the right file.`,
      );
    }
    if (this.#channels * this.#steps > MOST_COLUMNS) {
      throw new SourceError(
        `${where}: series must have at most ${MOST_COLUMNS} numbers in all channels, got ${this.#channels} × ${this.#steps}. Write every tenth step to the file, or fewer channels; or give one row per series and moment, as features: { time, value }.`,
      );
    }
    if (this.#unlabelled > 0) {
      run.warn(
        'missing-label',
        `${where}: ${this.#unlabelled} of ${rows.length} series have no label.`,
      );
    }
    const columns: Column[] = this.#labelled
      ? [{ name: 'label', type: 'text', values: rows.map(({ label }) => label ?? null) }]
      : [];
    for (let c = 0; c < this.#channels; c++) {
      for (let t = 0; t < this.#steps; t++) {
        const values = new Float64Array(rows.length);
        for (let i = 0; i < rows.length; i++) values[i] = rows[i].channels[c][t] ?? Number.NaN;
        columns.push({ name: stepColumn(c, t, this.#channels), type: 'number', values });
      }
    }
    const table = `series ${database.temporaryName()}`;
    await database.createTable(table, { rows: rows.length, columns }, run);
    await database.execute(
      sql`CREATE OR REPLACE VIEW ${name(as)} AS SELECT * FROM ${name(table)}`,
      run,
    );
  }
}

function stepColumn(channel: number, step: number, channels: number): string {
  return channels === 1 ? `t${step + 1}` : `c${channel + 1}_t${step + 1}`;
}

/**
 * A label as it is compared: numbers alike however they are written (1, 1.0000e+00), empty ones and NaN null. Ids, with
 * zeros before them or more digits than a number keeps, stay as they are.
 */
export function labelOf(cell: string): string | null {
  const text = cell.trim();
  if (text === '' || text === '?' || text.toLowerCase() === 'nan') return null;
  if (/^(0\d|\d{16,}$)/.test(text)) return text;
  const number = Number(text);
  // Adding 0 turns −0 into 0.
  return Number.isFinite(number) ? String(number + 0) : text;
}

/** A number of a text file; NaN where it says missing, undefined where it is none. */
export function numberOf(cell: string): number | undefined {
  const value = Number(cell);
  // An empty cell would be 0.
  if (Number.isFinite(value) && cell.trim() !== '') return value;
  return missing.has(cell.trim().toLowerCase()) ? Number.NaN : undefined;
}

const missing = new Set(['', '?', 'nan', 'na']);

/** The error for a cell that is none. */
export function notANumber(where: string, line: number, cell: number): SourceError {
  return new SourceError(
    `${where}: every cell of a series must be a finite number, NaN or empty, got another in line ${line}, cell ${cell}. Mend the file, or say with ${show('format')} how it is written.`,
  );
}
