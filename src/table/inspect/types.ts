import type { SourceFacts } from '../source-facts.ts';
import type { ColumnDescription } from '../types.ts';

/** What a column is good for in a study, as far as its content and name tell. */
export type Role = 'entity' | 'time' | 'value' | 'feature' | 'category' | 'text' | 'ignored';

/** Something in the data that misleads, as a sentence without any row's content. */
export interface Trap {
  readonly code: string;
  readonly column?: string;
  readonly message: string;
}

/** Values that stand for nothing without being empty. */
export interface Disguise {
  /** 'blank', 'words' such as NA, or the number itself, such as '-999'. */
  readonly what: string;
  readonly count: number;
  readonly why: string;
}

/** Numbers of one column; missing ones are left out. */
export interface NumberFacts {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly median: number;
  readonly quantiles: {
    readonly p05: number;
    readonly p25: number;
    readonly p75: number;
    readonly p95: number;
  };
  readonly negative: number;
  readonly zero: number;
  readonly whole: boolean;
}

/** Days of one date column. Units: milliseconds since 1970-01-01 UTC, counts of days. */
export interface DateFacts {
  readonly first: number;
  readonly last: number;
  /** Days on which there is at least one row. */
  readonly days: number;
  /** Days between the first and the last without any row. */
  readonly missingDays: number;
  readonly longestGapDays: number;
  readonly frequency:
    | 'half-hourly'
    | 'hourly'
    | 'moments'
    | 'daily'
    | 'weekly'
    | 'monthly'
    | 'irregular';
  readonly format?: string;
}

export interface ColumnInspection extends ColumnDescription {
  readonly missing: number;
  readonly missingShare: number;
  readonly disguised: readonly Disguise[];
  /** Different values; above a million rows an estimate, except where `idLike` hangs on it. */
  readonly distinct: number;
  readonly constant: boolean;
  /** Nearly every row has a value of its own, so it names rows instead of describing them. */
  readonly idLike: boolean;
  readonly numbers?: NumberFacts;
  readonly dates?: DateFacts;
  /** Every value with its count, for columns of few values that are not ids. */
  readonly top?: readonly { readonly value: string; readonly count: number }[];
  readonly role: Role;
  /** Why this role, as half a sentence. */
  readonly reason: string;
}

/** What is in a relation, as plain data: `clade inspect` prints it, `clade init` writes a study from it. */
export interface Inspection {
  readonly rows: number;
  /** Rows that repeat an earlier row in every column. */
  readonly duplicateRows: number;
  readonly columns: readonly ColumnInspection[];
  /** Whether an entity comes again over time, or has one row. */
  readonly layout: 'events' | 'entities';
  /** The entity's key columns; empty when each row is an entity of its own. */
  readonly entity: readonly string[];
  readonly time?: string;
  readonly value?: string;
  readonly traps: readonly Trap[];
  /** True when quantiles come from a sample of about a million rows. */
  readonly sampled: boolean;
  readonly source?: SourceFacts;
}
