import type { OptionTable } from '../../base/index.ts';

/** One kind of step for series. It sees one series at a time and learns nothing, so new series come out alike. */
export interface SeriesMethod<O extends object = Record<never, never>> {
  readonly meaning: string;
  readonly table: OptionTable<O>;
  /** Half a sentence on options that do not go together. */
  refuses?(options: Readonly<O>): string | undefined;
  /** How many numbers come out of t steps; t when left out. */
  length?(steps: number, options: Readonly<O>): number;
  /** Whether a series has no spread, or no size, to be divided by; it becomes zeros, and is counted. */
  flat?(series: Float64Array): boolean;
  /** The new numbers of one series; NaN is a gap, which stays one unless filling it is the step's work. */
  apply(series: Float64Array, options: Readonly<O>): Float64Array;
}
