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
  readonly channels: number;
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

  constructor(series: number, channels: number, steps: number, fill: Fill) {
    this.series = series;
    this.channels = channels;
    this.steps = steps;
    this.#fill = fill;
    const cells = series * channels * steps;
    this.#sums = new Float32Array(cells);
    this.#seen = new Uint8Array(Math.ceil(cells / 8));
    this.#used = new Uint8Array(this.#seen.length);
  }

  add(place: number, channel: number, step: number, value: number): void {
    const cell = (place * this.channels + channel) * this.steps + step;
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
   * @param ragged a series ends at its last value; what is behind it is padding
   */
  finish(ragged: boolean): Panel {
    const { series, channels, steps } = this;
    const panel = new Panel(this.#sums, series, channels, steps);
    this.#rests = undefined;
    if (this.#fill === 'gaps') {
      const { data } = panel;
      for (let cell = 0; cell < data.length; cell++) {
        if (!this.#has(cell)) data[cell] = Number.NaN;
      }
    }
    if (!ragged) return panel;
    const lengths = Int32Array.from({ length: series }, (_, i) => this.#lengthOf(i));
    return new Panel(panel.data, series, channels, steps, lengths);
  }

  /** Where the longest channel of a series has its last value. */
  #lengthOf(place: number): number {
    let length = 0;
    for (let channel = 0; channel < this.channels; channel++) {
      const from = (place * this.channels + channel) * this.steps;
      let end = this.steps;
      while (end > length && !this.#has(from + end - 1)) end--;
      length = end;
    }
    return length;
  }

  #has(cell: number): boolean {
    return (this.#seen[Math.floor(cell / 8)] & (1 << (cell & 7))) !== 0;
  }
}
