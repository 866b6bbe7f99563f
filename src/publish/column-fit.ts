/** Whole numbers by how many digits they hold; each fits where a later one is. */
const integers = [
  'TINYINT',
  'UTINYINT',
  'SMALLINT',
  'USMALLINT',
  'INTEGER',
  'UINTEGER',
  'BIGINT',
  'UBIGINT',
  'HUGEINT',
];

/** True for the engine's types of whole numbers. */
export const isInteger = (type: string): boolean => integers.includes(type);

/**
 * True when every value of a column of type `incoming` can stand in one of type `stored` and be read back as
 * what it was; types are the engine's. A text holds anything.
 */
export function columnFits(incoming: string, stored: string): boolean {
  if (incoming === stored || stored === 'VARCHAR') return true;
  const [from, to] = [integers.indexOf(incoming), integers.indexOf(stored)];
  if (from >= 0 && to >= 0) return from <= to;
  if (from >= 0) return stored.startsWith('DECIMAL') || (stored === 'DOUBLE' && from <= 5);
  if (incoming === 'FLOAT' || incoming.startsWith('DECIMAL')) {
    return stored === 'DOUBLE' || (stored.startsWith('DECIMAL') && incoming !== 'FLOAT');
  }
  return incoming === 'DATE' && stored.startsWith('TIMESTAMP');
}
