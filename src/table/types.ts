/** A column as it leaves an engine. Numbers and dates are 64-bit; NaN and null mean missing. */
export type Column = NumberColumn | TextColumn;

export interface NumberColumn {
  readonly name: string;
  /** `date`: milliseconds since 1970-01-01 UTC. `boolean`: 0 or 1. */
  readonly type: 'number' | 'date' | 'boolean';
  readonly values: Float64Array;
  /** The type the engine had it in, such as BIGINT or DATE; kept when the column goes back in. */
  readonly engineType?: string;
}

export interface TextColumn {
  readonly name: string;
  readonly type: 'text';
  readonly values: readonly (string | null)[];
}

/** Rows handed over by an engine: plain data, no live object behind it. */
export interface Table {
  readonly rows: number;
  readonly columns: readonly Column[];
}

/** Some rows of a SELECT whose columns are INTEGER or DOUBLE. */
export interface NumberChunk {
  readonly rows: number;
  readonly columns: readonly NumberVector[];
}

/** One column of a chunk; null means missing. */
export interface NumberVector {
  getItem(row: number): number | null;
}

/** A column of a relation before its rows are read. */
export interface ColumnDescription {
  readonly name: string;
  /** The engine's own word, such as BIGINT. */
  readonly type: string;
  readonly kind: 'number' | 'text' | 'date' | 'boolean';
}

/** Which of a source's columns are to be read as text, whatever they hold. */
export type AsText = (names: readonly string[]) => readonly string[];
