import type { OptionTable, Run } from '../base/index.ts';
import type { ColumnBlock } from '../numeric/index.ts';
import type { NumberColumn, TextColumn } from '../table/index.ts';

/** What a fitted step knows of one column, as JSON that keeps every bit; many numbers are packed into a text. */
export type ColumnState = Readonly<
  Record<string, number | string | boolean | readonly number[] | readonly (string | null)[]>
>;

/** Tells something about the column at hand: a stable code, and what stands after the column's name. */
export type Note = (code: string, message: string) => void;

/** A column between two steps. */
export type Cells = (NumberColumn | TextColumn) & {
  /** The column of the data that it was made of. */
  readonly from: string;
  /** What it says, once a step has made it part of a block; steps for numbers leave it alone then. */
  readonly part?: { readonly kind: 'flag' | 'category' | 'text'; readonly scale: number };
};

interface Step<O extends object> {
  readonly meaning: string;
  readonly table: OptionTable<O>;
  /** The columns it is for when the study names none. Default: numbers that no step has made a block of. */
  readonly takes?: 'numbers' | 'texts' | 'any';
  /** True when the step must say which columns it is for. */
  readonly needsColumns?: boolean;
}

/** A step that makes one column of numbers of one. It sees one column at a time. */
export interface NumberStep<O extends object = Record<never, never>> extends Step<O> {
  /**
   * What is learned from a column. `present` holds its numbers without the missing ones, ascending (of
   * texts, a number per different text). Null takes the column out.
   */
  fit(present: Float64Array, options: Readonly<O>, note: Note): ColumnState | null;
  /** The new numbers; missing ones stay missing unless filling them is the step's work. */
  apply(values: Float64Array, state: ColumnState, options: Readonly<O>): Float64Array;
  /** True when the step can be learned from a column without a single number. */
  readonly acceptsEmpty?: boolean;
  /** True when the step says what a cell means, so that segments are described by its result too. */
  readonly cleans?: boolean;
}

/** A step that makes several columns of one: a block, such as one column per level. */
export interface SpreadStep<O extends object = Record<never, never>> extends Step<O> {
  /** What is learned from a column. Null takes it out. */
  fit(
    column: NumberColumn | TextColumn,
    options: Readonly<O>,
    note: Note,
    run: Run,
  ): ColumnState | null | Promise<ColumnState | null>;
  /** The columns that take its place. */
  spread(
    column: NumberColumn | TextColumn,
    state: ColumnState,
    options: Readonly<O>,
    note: Note,
  ): readonly Omit<Cells, 'from'>[];
}

/** One kind of step: how it is asked for, learned and applied. */
export type PrepareMethod<O extends object = Record<never, never>> = NumberStep<O> | SpreadStep<O>;

/** One entry of a study's `prepare` list: the step, the columns it is for (default: all it can take), its options. */
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
  readonly version: 2;
  /** The columns that the steps were fitted on. */
  readonly inputs: readonly string[];
  readonly steps: readonly FittedStep[];
  /** Those of the inputs that something came out of; the only ones that other rows must have. */
  readonly needs: readonly string[];
  /** The columns that come out, in this order. */
  readonly outputs: readonly string[];
  /** What they say, in the same order. */
  readonly blocks: readonly ColumnBlock[];
}
