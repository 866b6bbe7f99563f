/**
 * How rows are laid out in a file. `json` is one array or one object per line, told apart by content; `ucr`, `ts` and
 * `npy` hold series, one per row.
 */
export type SourceFormat = 'csv' | 'parquet' | 'json' | 'ucr' | 'ts' | 'npy';

export type Compression = 'none' | 'gzip' | 'zstd';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** What a column of a text file is to be read as, when the study says so. */
export type ReadAs = 'text' | 'number' | 'date' | 'boolean';

/**
 * Where rows live and how to read them: a plain description, nothing is opened.
 *
 * Everything left out is found by looking at the file.
 */
export interface Source {
  /** Files, patterns with `*` or addresses of other places; all of them hold the same columns. */
  readonly paths: readonly string[];
  /** The table to read in a database, where its address names none. */
  readonly table?: string;
  /** A SELECT whose rows are the source, run by the database. */
  readonly query?: string;
  readonly format?: SourceFormat;
  readonly compression?: Compression;
  readonly encoding?: Encoding;
  /** One character between the cells of a CSV row, such as `,` `;` or a tab. */
  readonly delimiter?: string;
  /** Whether the first row of a CSV file names the columns. */
  readonly header?: boolean;
  /** The character around cells that hold the delimiter; empty for none. */
  readonly quote?: string;
  /** Names for the columns of a file without a header row, in order. */
  readonly names?: readonly string[];
  /** Columns whose type is not left to be found: an id to be kept as text, for example. */
  readonly columns?: Readonly<Record<string, ReadAs>>;
  /** Words that mean missing in every column, beside the empty cell. */
  readonly missing?: readonly string[];
  /**
   * What to do with rows of too many or too few cells: `skip` leaves them out, `pad` lets those of too few end in empty
   * cells, as series do that end early. Default: an error that names the line.
   */
  readonly raggedRows?: 'error' | 'skip' | 'pad';
  /** Of files of series: whether the first number of a row is its class. Default: of `ucr` it is, of `npy` it is not. */
  readonly label?: 'first' | 'none';
}
