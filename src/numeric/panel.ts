import { DataError } from '../base/index.ts';

/**
 * Series of numbers side by side: s series × c channels × t steps, time last, 32-bit.
 *
 * A series shorter than t is padded at its end; `lengths` says where. NaN means missing and is accepted
 * only by the prepare stage. Treat the arrays as read-only.
 */
export class Panel {
  readonly data: Float32Array;
  readonly series: number;
  readonly channels: number;
  readonly steps: number;
  /** Steps of each series before its padding. */
  readonly lengths: Int32Array;

  constructor(
    data: Float32Array,
    series: number,
    channels: number,
    steps: number,
    lengths: Int32Array = new Int32Array(series).fill(steps),
  ) {
    if (data.length !== series * channels * steps) {
      throw new DataError(
        `Panel: data must hold ${series} × ${channels} × ${steps} = ${series * channels * steps} numbers, got ${data.length}.`,
      );
    }
    if (lengths.length !== series) {
      throw new DataError(
        `Panel: lengths must hold one number per series, ${series}, got ${lengths.length}.`,
      );
    }
    this.data = data;
    this.series = series;
    this.channels = channels;
    this.steps = steps;
    this.lengths = lengths;
  }

  /** Series i as a view of its c × t numbers, channel after channel; not a copy. */
  row(i: number): Float32Array {
    const size = this.channels * this.steps;
    return this.data.subarray(i * size, (i + 1) * size);
  }
}
