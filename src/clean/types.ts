import type { OptionTable } from '../base/index.ts';
import type { Fragment } from '../sql/index.ts';
import type { ColumnDescription, Table } from '../table/index.ts';

/** What a step learned from the rows that it was fitted on, as JSON. Never the content of a row. */
export type CleanState = Readonly<Record<string, unknown>>;

/** What is counted while a step runs, beside rows in and out. */
export interface StepCounts {
  /** Cells that were read as what the step makes of them. */
  readonly read?: number;
  /** Cells that have another value now. */
  readonly changed?: number;
  /** Cells that could not be read and are missing now. */
  readonly unreadable?: number;
  /** Rows that a flag was set on. */
  readonly flagged?: number;
}

/** What a step sees of the rows that reach it. */
export interface StepInput<O extends object> {
  /** Begins the step's messages. */
  readonly where: string;
  /** Every column that is there. */
  readonly columns: readonly ColumnDescription[];
  /** Those that the step is for. */
  readonly chosen: readonly ColumnDescription[];
  readonly options: Readonly<O>;
}

/** The rows that reach a step, for those that learn from them. */
export interface StepRows {
  /** A view of them. */
  readonly relation: string;
  query(fragment: Fragment): Promise<Table>;
  execute(fragment: Fragment): Promise<void>;
  /** Tells something: a stable code and a sentence after the step's name. */
  note(code: string, message: string): void;
  /** False while scoring, when nothing may be learned. */
  readonly fitting: boolean;
}

/** A column that a step makes, in the place of one of the same name or after the last. */
export interface MadeColumn {
  readonly name: string;
  readonly value: Fragment;
}

/** What a step does to every row, in terms of the columns that reach it. No parameters: views cannot hold any. */
export interface Change {
  /** Old name to new name. */
  readonly rename?: Readonly<Record<string, string>>;
  readonly make?: readonly MadeColumn[];
  /** Rows of which this is true go. */
  readonly drop?: Fragment;
  /** True when rows come out in no order that can be relied on. */
  readonly unordered?: boolean;
  /** Whole numbers of each row, added up over the rows that reach the step. */
  readonly counts?: Readonly<Partial<Record<keyof StepCounts, Fragment>>>;
  /**
   * A SELECT over a relation for what needs to see all rows at once, instead of all of the above. The rows are
   * kept as a table then. `ordered`: a later step asks for the order of the file.
   */
  readonly whole?: {
    select(relation: Fragment, ordered: boolean): Fragment;
    /** Counts over the table that came out. */
    readonly counts?: Change['counts'];
  };
}

/** One kind of step: how it is asked for, learned and applied. */
export interface CleanMethod<O extends object = Record<never, never>> {
  readonly meaning: string;
  readonly table: OptionTable<O>;
  /** The columns it is for when the study names none; none: the step has no use for `columns`. */
  readonly takes: 'named' | 'texts' | 'all' | 'none';
  /** True when it wants cells as the file has them, not as numbers and dates. */
  readonly asText?: boolean;
  /** True when what it does depends on the order of the rows in the file. */
  readonly ordered?: (options: Readonly<O>) => boolean;
  /** Other columns that the options name. */
  readonly reads?: (options: Readonly<O>) => readonly string[];
  /** Old name to new one, of the names that are there. */
  readonly renames?: (
    options: Readonly<O>,
    names: readonly string[],
  ) => Readonly<Record<string, string>>;
  /** The new columns that it makes. */
  readonly adds?: (options: Readonly<O>) => readonly string[];
  /** Refuses options that cannot be meant together. */
  readonly check?: (where: string, options: Readonly<O>) => void;
  /** What is learned from the rows; when scoring, what was learned is handed to `again` if there is one. */
  readonly learn?: (input: StepInput<O>, rows: StepRows) => Promise<CleanState>;
  /** For scoring: what has to be looked up in the new rows; the fitted state otherwise. */
  readonly again?: (input: StepInput<O>, rows: StepRows, fitted: CleanState) => Promise<CleanState>;
  change(input: StepInput<O>, state: CleanState): Change;
  /** What it does, as half a sentence: 'country is one of 2 values'. */
  say(options: Readonly<O>, columns: readonly string[], state: CleanState): string;
}

/** One entry of a study's `clean` list. */
export interface CleanStep {
  readonly step: string;
  readonly columns?: readonly string[];
  readonly [option: string]: unknown;
}

/** A step as fitted, and what it did to the rows that it was fitted on. */
export interface CleanedStep {
  readonly step: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** The columns that it was for. */
  readonly columns: readonly string[];
  /** True when the study named them, so that other rows must have them. */
  readonly named: boolean;
  readonly state: CleanState;
  /** What it does, as half a sentence. */
  readonly says: string;
  readonly rowsIn: number;
  readonly rowsOut: number;
  readonly counts: StepCounts;
}

/** Cleaning as fitted: plain JSON, all that is needed to clean other rows in the same way. */
export interface Cleaning {
  readonly version: 1;
  readonly rowsIn: number;
  readonly rowsOut: number;
  readonly steps: readonly CleanedStep[];
  /** The source's columns. */
  readonly inputs: readonly string[];
  /** Those of them that must be read as text. */
  readonly asText: readonly string[];
  /** The source's column behind each column that came out; null: made by a step. */
  readonly origins: Readonly<Record<string, string | null>>;
  /** Columns of the source that the steps name. */
  readonly needs: readonly string[];
}
