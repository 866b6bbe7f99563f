import { name, raw, sql } from '../fragment.ts';
import type { StoreDialect } from '../stores.ts';

/** SQLite. Dates and moments are texts in ISO order, which its date functions read. */
export const sqlite: StoreDialect = {
  name: 'SQLite',
  longestName: 200,
  columnar: false,
  emptiesInPlace: false,
  qualified: ({ name: table }) => name(table),
  typeOf: (type) => raw(typeWord(type)),
  engineType: (stored) =>
    ({ INTEGER: 'BIGINT', REAL: 'DOUBLE', TEXT: 'VARCHAR' })[stored.toUpperCase()] ?? stored,
  columns: ({ name: table }) =>
    sql`SELECT name, type FROM pragma_table_info(${table}) ORDER BY cid`,
  createView: (view, select) => [
    sql`DROP VIEW IF EXISTS ${name(view.name)}`,
    sql`CREATE VIEW ${name(view.name)} AS ${select}`,
  ],
};

function typeWord(type: string): string {
  if (type === 'BOOLEAN' || /^U?(TINY|SMALL|BIG)?INT(EGER)?$/.test(type)) return 'INTEGER';
  return type === 'DOUBLE' || type === 'FLOAT' ? 'REAL' : 'TEXT';
}
