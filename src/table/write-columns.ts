import type { DuckDBAppender, DuckDBDataChunk, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import type { Run } from '../base/index.ts';
import type { Column, Table } from './types.ts';

/** Rows per chunk: DuckDB's vector size. */
const CHUNK_ROWS = 2048;

/** Engine types that a column read from an engine may take back into a table. */
const integerTypes: Readonly<Record<string, true>> = {
  TINYINT: true,
  SMALLINT: true,
  INTEGER: true,
  BIGINT: true,
  UTINYINT: true,
  USMALLINT: true,
  UINTEGER: true,
};

/** The type a column takes in a new table: the one it came with where that holds its values. */
export function columnType(column: Column): string {
  if (column.type === 'text') return 'VARCHAR';
  if (column.type === 'boolean') return 'BOOLEAN';
  if (column.type === 'date') return column.engineType === 'DATE' ? 'DATE' : 'TIMESTAMP';
  const type = column.engineType ?? 'DOUBLE';
  return integerTypes[type] && column.values.every((v) => Number.isNaN(v) || Number.isInteger(v))
    ? 'BIGINT'
    : 'DOUBLE';
}

/** Appends every row of `table`, a chunk at a time. */
export async function appendTable(
  appender: DuckDBAppender,
  createChunk: (types: readonly DuckDBType[], rows: number) => DuckDBDataChunk,
  wrap: Wrap,
  table: Table,
  run: Run,
): Promise<void> {
  const types = table.columns.map((_, c) => appender.columnType(c));
  const converters = table.columns.map((column) => converterFor(column, wrap));
  for (let start = 0; start < table.rows; start += CHUNK_ROWS) {
    await run.pause();
    const rows = Math.min(CHUNK_ROWS, table.rows - start);
    const chunk = createChunk(types, rows);
    for (let c = 0; c < types.length; c++) {
      const vector = chunk.getColumnVector(c);
      const convert = converters[c];
      for (let i = 0; i < rows; i++) vector.setItem(i, convert(start + i));
      vector.flush();
    }
    appender.appendDataChunk(chunk);
  }
  appender.flushSync();
}

/** Makes the engine's own date values: the engine is loaded lazily, so its classes are handed in. */
export interface Wrap {
  date(days: number): DuckDBValue;
  timestamp(microseconds: bigint): DuckDBValue;
}

function converterFor(column: Column, wrap: Wrap): (row: number) => DuckDBValue {
  if (column.type === 'text') return (row) => column.values[row];
  const { values } = column;
  const type = columnType(column);
  const convert = (value: number): DuckDBValue => {
    switch (type) {
      case 'BOOLEAN':
        return value !== 0;
      case 'DATE':
        return wrap.date(Math.floor(value / 86_400_000));
      case 'TIMESTAMP':
        return wrap.timestamp(BigInt(Math.round(value * 1000)));
      case 'BIGINT':
        return BigInt(value);
      default:
        return value;
    }
  };
  return (row) => (Number.isNaN(values[row]) ? null : convert(values[row]));
}
