import type { OptionTable } from '../base/index.ts';

/** What a fitted step knows of one column: plain numbers, so that JSON keeps every bit of it. */
export type ColumnState = Readonly<Record<string, number | readonly number[]>>;

/** Tells something about the column at hand: a stable code, and what stands after the column's name. */
export type Note = (code: string, message: string) => void;

/** One kind of step: how it is asked for, learned and applied. It sees one column at a time. */
export interface PrepareMethod<O extends object = Record<never, never>> {
  readonly meaning: string;
  readonly table: OptionTable<O>;
  /**
   * What is learned from a column. `present` holds its numbers without the missing ones, ascending.
   * Null takes the column out.
   */
  fit(present: Float64Array, options: Readonly<O>, note: Note): ColumnState | null;
  /** The new numbers; missing ones stay missing unless filling them is the step's work. */
  apply(values: Float64Array, state: ColumnState, options: Readonly<O>): Float64Array;
  /** True when the step can be learned from a column without a single number. */
  readonly acceptsEmpty?: boolean;
  /** True when the step must say which columns it is for. */
  readonly needsColumns?: boolean;
}

/** One entry of a study's `prepare` list: the step, the columns it is for (default: all), its options. */
export interface PrepareStep {
  readonly step: string;
  readonly columns?: readonly string[];
  readonly [option: string]: unknown;
}

export interface FittedStep {
  readonly step: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** By column name; null: the column was taken out. */
  readonly columns: Readonly<Record<string, ColumnState | null>>;
}

/** Fitted steps as plain JSON: all that is needed to prepare other rows in the same way. */
export interface Preparation {
  readonly version: 1;
  /** The columns that the steps were fitted on. */
  readonly inputs: readonly string[];
  readonly steps: readonly FittedStep[];
  /** The columns that come out, in this order; the only ones that other rows must have. */
  readonly outputs: readonly string[];
}
