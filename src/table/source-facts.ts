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
  /** What was hashed: every byte, or (for very large files) the size, time of change and both ends. */
  readonly of: 'content' | 'size, time of change, first and last megabyte';
}

/** What was found out about a source while it was attached. */
export interface SourceFacts {
  readonly files: readonly string[];
  readonly format: SourceFormat;
  readonly bytes: number;
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
