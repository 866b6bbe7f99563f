import { DataError, OptionError, type Run, show } from '../base/index.ts';
import { duckdb, type Fragment, join, name, raw, sql } from '../sql/index.ts';
import type { ColumnDescription, Database } from '../table/index.ts';
import { checkColumns } from './check-columns.ts';
import type { FeatureSchema } from './types.ts';

export interface TableOptions {
  /** The key: one column or more. Left out, rows are numbered from 1 in a key named "row". */
  readonly entity?: readonly string[];
  /** The columns that are features as they are. */
  readonly columns: readonly string[];
  /** What they hold, as the engine describes them. Those left out are numbers. A date becomes days since 1970. */
  readonly kinds?: Readonly<Record<string, ColumnDescription['kind']>>;
  /** Those of the texts that are free text; the others are levels of a category. */
  readonly texts?: readonly string[];
  /** Leaves out rows in which a feature is missing. Default: false. */
  readonly complete?: boolean;
}

export interface TableFeatures {
  readonly schema: FeatureSchema;
  /** One row per row: the key columns, then one column per feature; ordered by the key. */
  select(relation: string): Fragment;
  /** The same rows in the same order with other columns of the relation. */
  selectBeside(relation: string, columns: readonly string[]): Fragment;
  /** Warns of rows left out, and refuses what cannot be read. */
  check(database: Database, relation: string, run: Run): Promise<TableFacts>;
}

export interface TableFacts {
  readonly rows: number;
  /** Rows with a key, and complete where that was asked for. */
  readonly used: number;
}

const ROW = 'row';

/**
 * Features of a table that has one row per entity already.
 *
 * Missing: rows without a key are left out; numbers that are missing or not finite stay missing, and so do
 * texts of nothing but blanks. Outer blanks of a text go.
 *
 * @throws {OptionError} no columns, or a name twice
 */
export function tableFeatures(options: TableOptions): TableFeatures {
  const { entity = [], columns, kinds = {}, texts = [], complete = false } = options;
  const keys = entity.length === 0 ? [ROW] : entity;
  checkNames(keys, columns);
  const kindOf = (column: string) => kinds[column] ?? 'number';
  const cells = columns.map((column) => cellValue(name(column), kindOf(column)));
  const values = columns.map((column, i) => sql`${cells[i]} AS ${name(column)}`);
  const named =
    entity.length === 0
      ? [sql`row_number() OVER () AS ${name(ROW)}`]
      : entity.map((key) => name(key));
  const hasKey = entity.map((key) => sql`${name(key)} IS NOT NULL`);
  const filled = complete ? cells.map((cell) => sql`${cell} IS NOT NULL`) : [];
  const order = join(keys.map((key) => name(key)));

  return {
    schema: {
      keys,
      features: columns.map((column) => ({
        name: column,
        unit: kindOf(column) === 'date' ? 'days since 1970' : '',
        meaning: `${show(column)}, as in the table.`,
        ...(kindOf(column) === 'text'
          ? { kind: texts.includes(column) ? 'text' : 'category' }
          : undefined),
      })),
    },
    select: (relation) => {
      const rows = sql`SELECT ${join(named)},
  ${join(values, ',\n  ')}
FROM ${name(relation)}${where(hasKey)}`;
      if (!complete) return sql`${rows} ORDER BY ${order}`;
      const there = columns.map((column) => sql`${name(column)} IS NOT NULL`);
      return sql`SELECT * FROM (${rows})${where(there)} ORDER BY ${order}`;
    },
    selectBeside: (relation, beside) => {
      const list = join(beside.map((column) => name(column)));
      const rows = sql`SELECT ${list} FROM ${name(relation)}${where([...hasKey, ...filled])}`;
      return entity.length === 0 ? rows : sql`${rows} ORDER BY ${order}`;
    },
    check: (database, relation, run) =>
      checkTable(database, options, where([...hasKey, ...filled]), relation, run),
  };
}

const where = (conditions: readonly Fragment[]) =>
  conditions.length === 0 ? raw('') : sql` WHERE ${join(conditions, ' AND ')}`;

/** A cell as a feature; null where it says nothing. */
function cellValue(column: Fragment, kind: ColumnDescription['kind']): Fragment {
  if (kind === 'text') return duckdb.trimmed(column);
  if (kind === 'boolean') return column;
  const value = kind === 'date' ? duckdb.daysSinceEpoch(column) : duckdb.toNumber(column);
  return sql`CASE WHEN ${duckdb.isFinite(value)} THEN ${value} END`;
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
  { entity = [], columns, kinds = {}, complete = false }: TableOptions,
  used: Fragment,
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
    .find(({ name, kind }) => kinds[name] === undefined && kind !== 'number' && kind !== 'boolean');
  if (unfit !== undefined) {
    throw new DataError(
      `features: every feature must be a column of numbers, got ${show(unfit.name)}, which is ${unfit.kind === 'text' ? 'text, or empty' : 'dates'}. Leave it out, or turn it into numbers first.`,
    );
  }
  const facts = await database.query(tableCounts(entity, relation), run);
  const [rows, keyed, different] = facts.columns.map((column) => Number(column.values[0]));
  const keys = entity.map(show).join(', ');
  if (keyed < rows) {
    run.warn(
      'missing-key',
      `features: ${rows - keyed} of ${rows} rows have no ${entity.map(show).join(' or ')} and were left out.`,
    );
  }
  if (keyed === 0) {
    throw new DataError(
      `features: at least one row must be there${entity.length === 0 ? '' : ` with ${keys}`}, got none of ${rows}.`,
    );
  }
  if (different < keyed) {
    throw new DataError(
      `features: every row must have its own ${keys}, got ${keyed - different} of ${keyed} rows with a key that another row has. Name the columns that tell entities apart, or sum the rows up first.`,
    );
  }
  if (!complete) return { rows, used: keyed };
  const left = await database.query(sql`SELECT count(*) FROM ${name(relation)}${used}`, run);
  const filled = Number(left.columns[0].values[0]);
  if (filled < keyed) {
    run.warn(
      'incomplete-rows',
      `features: ${keyed - filled} of ${keyed} rows have an empty cell among the features and were left out, as "rows: complete" asks.`,
    );
  }
  return { rows, used: filled };
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
