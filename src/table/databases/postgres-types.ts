import type { PostgresField } from '../../connect/index.ts';

/** Built-in types of PostgreSQL by their object ids (pg_type.dat), and the engine's types that hold them. */
const types: Readonly<Record<number, string>> = {
  16: 'BOOLEAN',
  20: 'BIGINT',
  21: 'SMALLINT',
  23: 'INTEGER',
  26: 'UINTEGER',
  700: 'FLOAT',
  701: 'DOUBLE',
  1082: 'DATE',
  1114: 'TIMESTAMP',
  1184: 'TIMESTAMP WITH TIME ZONE',
};

const NUMERIC = 1700;
const FIXED_TEXT = 1042;

/**
 * The engine's type for a column. Whole numerics stay whole, so that long ids keep their digits; numerics without
 * a scale are 64-bit floats. Whatever has no counterpart (uuid, json, arrays, enums, intervals) is text.
 */
export function typeOfField({ type, modifier }: PostgresField): string {
  if (type !== NUMERIC) return types[type] ?? 'VARCHAR';
  if (modifier < 4) return 'DOUBLE';
  // Precision in the upper half, scale in eleven bits with a sign (numeric.c, make_numeric_typmod).
  const precision = ((modifier - 4) >> 16) & 0xffff;
  const scale = (((modifier - 4) & 0x7ff) ^ 1024) - 1024;
  if (precision > 38 || scale < 0 || scale > precision) return 'DOUBLE';
  if (scale === 0) return precision <= 18 ? 'BIGINT' : 'HUGEINT';
  return `DECIMAL(${precision}, ${scale})`;
}

/** How the server is to send a column: as it is, without the blanks that fill up char(n), dates without infinity. */
export function sentExpression({ type }: PostgresField, quoted: string): string {
  if (type === FIXED_TEXT) return `rtrim(${quoted}) AS ${quoted}`;
  if (type === 1082 || type === 1114 || type === 1184) {
    return `CASE WHEN isfinite(${quoted}) THEN ${quoted} END AS ${quoted}`;
  }
  return quoted;
}
