import type { NumberColumn, TextColumn } from '../table/index.ts';

/** The cells of a column as text; null where it is missing. */
export function cellTexts(column: NumberColumn | TextColumn): readonly (string | null)[] {
  if (column.type === 'text') return column.values;
  const { type } = column;
  const say = (value: number) => {
    if (type === 'boolean') return value === 1 ? 'true' : 'false';
    return type === 'date' ? new Date(value).toISOString().slice(0, 10) : String(value);
  };
  return Array.from(column.values, (value) => (Number.isNaN(value) ? null : say(value)));
}
