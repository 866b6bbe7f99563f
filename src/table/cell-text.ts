import type { Column } from './types.ts';

/** A cell as text; '' when it is missing. */
export function cellText(column: Column, row: number): string {
  const value = column.values[row];
  if (value === null || Number.isNaN(value)) return '';
  if (column.type === 'date') return new Date(value as number).toISOString().slice(0, 10);
  if (column.type === 'boolean') return value === 1 ? 'true' : 'false';
  return String(value);
}
