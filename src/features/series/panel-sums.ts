import { Panel } from '../../numeric/index.ts';

/** What stands where no row gave a value: 0, or missing. */
export type Fill = 'zero' | 'gaps';

/**
 * A panel being filled by values in any order. Values of one cell are added up.
 *
 * Sums are held as two 32-bit halves that together have 48 bits, so that whole numbers add up
 * exactly in any order; the second half is there only once a number needs it.
 * Memory: 4 bytes and 2 bits per cell; 8 bytes for fractions, and for whole numbers above 2²⁴.
 */
export class PanelSums {
  readonly series: number;
  readonly steps: number;
  /** Values that fell on a cell that had one already. */
  repeated = 0;
  /** Cells with at least one value other than 0. */
  usedCells = 0;
  readonly #sums: Float32Array;
  #rests: Float32Array | undefined;
  readonly #seen: Uint8Array;
  readonly #used: Uint8Array;
  readonly #fill: Fill;

  constructor(series: number, steps: number, fill: Fill) {
    this.series = series;
    this.steps = steps;
    this.#fill = fill;
    this.#sums = new Float32Array(series * steps);
    this.#seen = new Uint8Array(Math.ceil((series * steps) / 8));
    this.#used = new Uint8Array(this.#seen.length);
  }

  add(place: number, step: number, value: number): void {
    const cell = place * this.steps + step;
    const byte = Math.floor(cell / 8);
    const bit = 1 << (cell & 7);
    if ((this.#seen[byte] & bit) === 0) {
      this.#seen[byte] |= bit;
      this.#sums[cell] = value;
      if (this.#sums[cell] !== value) this.#keepRest(cell, value - this.#sums[cell]);
    } else {
      this.repeated++;
      const sum = this.#sums[cell] + (this.#rests?.[cell] ?? 0) + value;
      this.#sums[cell] = sum;
      this.#keepRest(cell, sum - this.#sums[cell]);
    }
    if (value !== 0 && (this.#used[byte] & bit) === 0) {
      this.#used[byte] |= bit;
      this.usedCells++;
    }
  }

  #keepRest(cell: number, rest: number): void {
    if (rest === 0 && this.#rests === undefined) return;
    this.#rests ??= new Float32Array(this.#sums.length);
    this.#rests[cell] = rest;
  }

  /**
   * The panel; nothing can be added afterwards.
   *
   * @param ragged a series ends at its last value; the gap behind it is padding
   */
  finish(ragged: boolean): Panel {
    const panel = new Panel(this.#sums, this.series, 1, this.steps);
    this.#rests = undefined;
    if (this.#fill === 'gaps') {
      const { data } = panel;
      for (let cell = 0; cell < data.length; cell++) {
        if ((this.#seen[cell >> 3] & (1 << (cell & 7))) === 0) data[cell] = Number.NaN;
      }
    }
    if (!ragged || this.#fill !== 'gaps') return panel;
    const lengths = Int32Array.from({ length: this.series }, (_, i) => lengthOf(panel.row(i)));
    return new Panel(panel.data, panel.series, 1, panel.steps, lengths);
  }
}

function lengthOf(series: Float32Array): number {
  let length = series.length;
  while (length > 0 && Number.isNaN(series[length - 1])) length--;
  return length;
}
