import type {
  DuckDBDataChunk,
  DuckDBResult,
  DuckDBType,
  DuckDBValue,
  DuckDBVector,
} from '@duckdb/node-api';
import type { Column } from './types.ts';

/** Gathers one column of a result chunk by chunk. */
interface Gatherer {
  take(vector: DuckDBVector, rows: number): void;
  finish(): Column;
}

/** DuckDB's type names that become 64-bit numbers without loss. */
const numberTypes = /^(TINYINT|SMALLINT|INTEGER|UTINYINT|USMALLINT|UINTEGER|FLOAT|DOUBLE)$/;
const wideTypes = /^(BIGINT|UBIGINT|HUGEINT|UHUGEINT)$/;

/** Microseconds or other ticks per millisecond, by DuckDB's type name. */
const ticksPerMs: Readonly<Record<string, number>> = {
  TIMESTAMP: 1e3,
  'TIMESTAMP WITH TIME ZONE': 1e3,
  TIMESTAMP_S: 1e-3,
  TIMESTAMP_MS: 1,
  TIMESTAMP_NS: 1e6,
};

/** Gatherers for the columns of a result, in order. */
export function gatherers(result: DuckDBResult): Gatherer[] {
  const names = uniqueNames(result.columnNames());
  return result.columnTypes().map((type, c) => gathererFor(names[c], type));
}

/** Hands a chunk's columns to their gatherers; the number of rows taken. */
export function takeChunk(chunk: DuckDBDataChunk, into: readonly Gatherer[]): number {
  const rows = chunk.rowCount;
  for (let c = 0; c < into.length; c++) into[c].take(chunk.getColumnVector(c), rows);
  return rows;
}

function gathererFor(name: string, type: DuckDBType): Gatherer {
  const word = String(type);
  if (word === 'BOOLEAN') return numbers(name, 'boolean', word, (value) => (value ? 1 : 0));
  if (numberTypes.test(word)) return numbers(name, 'number', word, Number);
  if (wideTypes.test(word)) return wholeNumbers(name, word);
  if (word.startsWith('DECIMAL')) return numbers(name, 'number', word, (v) => Number(String(v)));
  if (word === 'DATE') {
    return numbers(name, 'date', word, (v) => (v as { days: number }).days * 86_400_000);
  }
  const ticks = ticksPerMs[word];
  if (ticks !== undefined) return numbers(name, 'date', word, (v) => tickCount(v) / ticks);
  return texts(name);
}

/** A timestamp's count since 1970 in its own unit: the one bigint among its fields. */
function tickCount(value: DuckDBValue): number {
  for (const field of Object.values(value as object)) {
    if (typeof field === 'bigint') return Number(field);
  }
  return Number.NaN;
}

function numbers(
  name: string,
  type: 'number' | 'date' | 'boolean',
  engineType: string,
  convert: (value: Exclude<DuckDBValue, null>) => number,
): Gatherer {
  let values = new Float64Array(2048);
  let length = 0;
  return {
    take(vector, rows) {
      values = roomFor(values, length + rows);
      for (let i = 0; i < rows; i++) {
        const item = vector.getItem(i);
        values[length++] = item === null ? Number.NaN : convert(item);
      }
    },
    finish: () => ({ name, type, engineType, values: values.slice(0, length) }),
  };
}

/**
 * Integers of 64 bits and more. They leave as numbers when every one of them is a number exactly,
 * otherwise as text: the last digits of an id must not be rounded away.
 */
function wholeNumbers(name: string, engineType: string): Gatherer {
  let values = new Float64Array(2048);
  let length = 0;
  let exact: (string | null)[] | undefined;
  return {
    take(vector, rows) {
      values = roomFor(values, length + rows);
      for (let i = 0; i < rows; i++) {
        const item = vector.getItem(i) as bigint | null;
        const value = item === null ? Number.NaN : Number(item);
        values[length] = value;
        if (exact === undefined && Math.abs(value) > Number.MAX_SAFE_INTEGER) {
          exact = Array.from(values.subarray(0, length), digits);
        }
        exact?.push(item === null ? null : String(item));
        length++;
      }
    },
    finish: () =>
      exact === undefined
        ? { name, type: 'number', engineType, values: values.slice(0, length) }
        : { name, type: 'text', values: exact },
  };
}

function digits(value: number): string | null {
  return Number.isNaN(value) ? null : String(value);
}

function texts(name: string): Gatherer {
  const values: (string | null)[] = [];
  return {
    take(vector, rows) {
      for (let i = 0; i < rows; i++) {
        const item = vector.getItem(i);
        values.push(item === null ? null : typeof item === 'string' ? item : String(item));
      }
    },
    finish: () => ({ name, type: 'text', values }),
  };
}

function roomFor(values: Float64Array<ArrayBuffer>, needed: number): Float64Array<ArrayBuffer> {
  if (needed <= values.length) return values;
  const larger = new Float64Array(Math.max(needed, values.length * 2));
  larger.set(values);
  return larger;
}

/** Column names made different from each other: a, a_2, a_3. */
function uniqueNames(names: readonly string[]): string[] {
  const used = new Set<string>();
  return names.map((name) => {
    let unique = name;
    for (let n = 2; used.has(unique); n++) unique = `${name}_${n}`;
    used.add(unique);
    return unique;
  });
}
