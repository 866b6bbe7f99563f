import type { SqliteColumn, SqliteValue } from '../../connect/index.ts';

/** What the cells of a column are. */
export interface Cells {
  readonly whole: number;
  readonly real: number;
  readonly text: number;
  readonly blob: number;
  /** Texts that are a day, or a moment, in ISO 8601 order. */
  readonly days: number;
  readonly moments: number;
  /** Whole numbers other than 0 and 1. */
  readonly notBoolean: number;
}

export function quoted(column: string): string {
  return `"${column.replaceAll('"', '""')}"`;
}

const DAY = '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]';

/** A SELECT of one row: seven counts for each column. */
export function cellCounts(columns: readonly SqliteColumn[], from: string): string {
  const counts = columns.flatMap(({ name }) => {
    const cell = quoted(name);
    const kind = (wanted: string) => `sum(typeof(${cell}) = '${wanted}')`;
    return [
      kind('integer'),
      kind('real'),
      kind('text'),
      kind('blob'),
      `sum(typeof(${cell}) = 'text' AND ${cell} GLOB '${DAY}')`,
      `sum(typeof(${cell}) = 'text' AND ${cell} GLOB '${DAY}[ T][0-2][0-9]:[0-5][0-9]*' AND datetime(${cell}) IS NOT NULL)`,
      `sum(typeof(${cell}) = 'integer' AND ${cell} NOT IN (0, 1))`,
    ];
  });
  return `SELECT ${counts.join(', ')} FROM ${from}`;
}

export function readCells(columns: readonly SqliteColumn[], row: readonly SqliteValue[]): Cells[] {
  return columns.map((_, i) => {
    const [whole, real, text, blob, days, moments, notBoolean] = row
      .slice(7 * i, 7 * i + 7)
      .map((count) => Number(count ?? 0));
    return { whole, real, text, blob, days, moments, notBoolean };
  });
}

/** The engine's type that holds every cell of a column. */
export function typeOfCells(cells: Cells, declared: string | null): string {
  if (cells.blob > 0) return 'VARCHAR';
  if (cells.text > 0) {
    if (cells.whole + cells.real > 0) return 'VARCHAR';
    if (cells.days === cells.text) return 'DATE';
    return cells.days + cells.moments === cells.text ? 'TIMESTAMP' : 'VARCHAR';
  }
  if (cells.real > 0) return 'DOUBLE';
  const boolean = /^bool/i.test(declared ?? '') && cells.notBoolean === 0;
  if (cells.whole > 0) return boolean ? 'BOOLEAN' : 'BIGINT';
  return typeOfEmpty(declared);
}

/** A column without a single value: what its table says of it. */
function typeOfEmpty(declared: string | null): string {
  if (/bool/i.test(declared ?? '')) return 'BOOLEAN';
  if (/int/i.test(declared ?? '')) return 'BIGINT';
  if (/real|floa|doub|num|dec/i.test(declared ?? '')) return 'DOUBLE';
  return /date|time/i.test(declared ?? '') ? 'TIMESTAMP' : 'VARCHAR';
}

/** A row as CSV. Numbers keep all their digits, blobs become hexadecimal digits. */
export function csvLine(columns: readonly SqliteColumn[]): string {
  const cells = columns.map(({ name }) => {
    const cell = quoted(name);
    return `CASE typeof(${cell}) WHEN 'null' THEN '' WHEN 'integer' THEN CAST(${cell} AS TEXT) WHEN 'real' THEN printf('%!.17g', ${cell}) WHEN 'blob' THEN '"' || hex(${cell}) || '"' ELSE '"' || replace(${cell}, '"', '""') || '"' END`;
  });
  return cells.join(` || ',' || `);
}
