import type { Warning } from '../base/index.ts';
import type { Compression, Encoding, SourceFormat } from '../source/index.ts';
import type { ColumnDescription } from './types.ts';

/** A column of a source, with what its text told before it was given its type. */
export interface ColumnFacts extends ColumnDescription {
  /** How dates or numbers are written, such as 'M/D/YYYY H:MM' or 'decimal comma'. */
  readonly format?: string;
  /** Another way to read the same dates that fits every row as well. */
  readonly otherFormat?: string;
  /** Cells of spaces only. In a column of numbers or dates they are missing. */
  readonly blankCells?: number;
  /** Cells such as NA, null, ? or -. In a column of numbers or dates they are missing. */
  readonly missingWords?: number;
  /** Whole numbers written with a point, such as 17850.0: often an id that went through a float. */
  readonly wholeFloats?: boolean;
  /** Cells such as 00017, which kept the column text. */
  readonly leadingZeros?: number;
  /** Digits too many for a number, which kept the column text. */
  readonly longDigits?: boolean;
  /** Text that would be of another kind, were it not for a few cells. */
  readonly almost?: { readonly kind: 'number' | 'date'; readonly others: number };
}

/** Tells whether a later run reads the same bytes. */
export interface Fingerprint {
  readonly sha256: string;
  /** What was hashed: every byte, or the size, time of change and both ends (very large files), or size, version and footer (Parquet that was fetched in part). */
  readonly of:
    | 'content'
    | 'size, version and footer'
    | 'size, time of change, first and last megabyte';
}

/** Where rows come from that are in no file of their own. */
export type DatabaseFormat = 'postgres' | 'sqlite' | 'duckdb';

/** What was found out about a source while it was attached. */
export interface SourceFacts {
  /** Paths and addresses, without passwords. */
  readonly files: readonly string[];
  readonly format: SourceFormat | DatabaseFormat;
  /** Size of the files, or of the rows as a database sent them. */
  readonly bytes: number;
  /** Bytes that came over the network, of a source that is not on this machine. */
  readonly fetchedBytes?: number;
  /** Columns that the source has beside those that were read. */
  readonly unread?: readonly string[];
  readonly rows: number;
  /** Rows left out because of too many or too few cells; only when the study allows it. */
  readonly skippedRows: number;
  readonly compression: Compression;
  readonly encoding?: Encoding;
  readonly delimiter?: string;
  readonly quote?: string;
  readonly header?: boolean;
  readonly columns: readonly ColumnFacts[];
  readonly warnings: readonly Warning[];
  readonly fingerprint: Fingerprint;
}
