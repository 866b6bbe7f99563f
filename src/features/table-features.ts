import { DataError, OptionError, type Run, show } from '../base/index.ts';
import { duckdb, type Fragment, join, name, raw, sql } from '../sql/index.ts';
import type { Database } from '../table/index.ts';
import { checkColumns } from './check-columns.ts';
import type { FeatureSchema } from './types.ts';

export interface TableOptions {
  /** The key: one column or more. Left out, rows are numbered from 1 in a key named "row". */
  readonly entity?: readonly string[];
  /** The columns that are features as they are: numbers, or yes and no. */
  readonly columns: readonly string[];
}

export interface TableFeatures {
  readonly schema: FeatureSchema;
  /** One row per row: the key columns, then one DOUBLE per feature; ordered by the key. */
  select(relation: string): Fragment;
  /** Warns of rows left out, and refuses what cannot be read. */
  check(database: Database, relation: string, run: Run): Promise<TableFacts>;
}

export interface TableFacts {
  readonly rows: number;
  /** Rows with a key. */
  readonly used: number;
}

const ROW = 'row';

/**
 * Features of a table that has one row per entity already.
 *
 * Missing: rows without a key are left out; numbers that are missing or not finite stay missing.
 *
 * @throws {OptionError} no columns, or a name twice
 */
export function tableFeatures(options: TableOptions): TableFeatures {
  const { entity = [], columns } = options;
  const keys = entity.length === 0 ? [ROW] : entity;
  checkNames(keys, columns);
  const present = entity.map((key) => sql`${name(key)} IS NOT NULL`);
  const values = columns.map((column) => {
    const value = duckdb.toNumber(name(column));
    return sql`CASE WHEN ${duckdb.isFinite(value)} THEN ${value} END AS ${name(column)}`;
  });
  const named =
    entity.length === 0
      ? [sql`row_number() OVER () AS ${name(ROW)}`]
      : entity.map((key) => name(key));

  return {
    schema: {
      keys,
      features: columns.map((column) => ({
        name: column,
        unit: '',
        meaning: `${show(column)}, as in the table.`,
      })),
    },
    select: (relation) => sql`SELECT ${join(named)},
  ${join(values, ',\n  ')}
FROM ${name(relation)}${present.length === 0 ? raw('') : sql` WHERE ${join(present, ' AND ')}`} ORDER BY ${join(keys.map((key) => name(key)))}`,
    check: (database, relation, run) => checkTable(database, entity, columns, relation, run),
  };
}

function checkNames(keys: readonly string[], columns: readonly string[]): void {
  if (columns.length === 0) {
    throw new OptionError('tableFeatures: columns must name at least one column, got none.');
  }
  const all = [...keys, ...columns];
  const twice = all.find((column, i) => all.indexOf(column) !== i);
  if (twice !== undefined) {
    throw new OptionError(
      `tableFeatures: every key and feature must have a name of its own, got ${show(twice)} twice.`,
    );
  }
}

async function checkTable(
  database: Database,
  entity: readonly string[],
  columns: readonly string[],
  relation: string,
  run: Run,
): Promise<TableFacts> {
  const described = checkColumns(
    'features',
    [...entity, ...columns],
    await database.describe(relation),
  );
  const unfit = described
    .slice(entity.length)
    .find(({ kind }) => kind !== 'number' && kind !== 'boolean');
  if (unfit !== undefined) {
    throw new DataError(
      `features: every feature must be a column of numbers, got ${show(unfit.name)}, which is ${unfit.kind === 'text' ? 'text, or empty' : 'dates'}. Leave it out, or turn it into numbers first.`,
    );
  }
  const facts = await database.query(tableCounts(entity, relation), run);
  const [rows, used, different] = facts.columns.map((column) => Number(column.values[0]));
  const keys = entity.map(show).join(', ');
  if (used < rows) {
    run.warn(
      'missing-key',
      `features: ${rows - used} of ${rows} rows have no ${entity.map(show).join(' or ')} and were left out.`,
    );
  }
  if (used === 0) {
    throw new DataError(
      `features: at least one row must be there${entity.length === 0 ? '' : ` with ${keys}`}, got none of ${rows}.`,
    );
  }
  if (different < used) {
    throw new DataError(
      `features: every row must have its own ${keys}, got ${used - different} of ${used} rows with a key that another row has. Name the columns that tell entities apart, or sum the rows up first.`,
    );
  }
  return { rows, used };
}

function tableCounts(entity: readonly string[], relation: string): Fragment {
  if (entity.length === 0) {
    return sql`SELECT count(*), count(*), count(*) FROM ${name(relation)}`;
  }
  const keys = join(entity.map((key) => name(key)));
  const present = join(
    entity.map((key) => sql`${name(key)} IS NOT NULL`),
    ' AND ',
  );
  return sql`SELECT (SELECT count(*) FROM ${name(relation)}), (SELECT count(*) FROM ${name(relation)} WHERE ${present}),
  (SELECT count(*) FROM (SELECT DISTINCT ${keys} FROM ${name(relation)} WHERE ${present}))`;
}
