import { DataError, type Run, show } from '../../base/index.ts';
import { duckdb, type Fragment, join, raw, sql } from '../../sql/index.ts';
import type { Column, Database, NumberColumn, Table } from '../../table/index.ts';
import { channelCount, givenRows, isWide, keyList, keyNames, type SeriesLayout } from './layout.ts';

/** What the rows of a relation are worth as series. */
export interface SeriesFacts {
  /** Rows of the long form: of a wide table, its cells. */
  readonly rows: number;
  /** Those with a key, a moment and a number. */
  readonly used: number;
  /** Those with a key and a moment, and no number. */
  readonly missing: number;
  /** Entities, whether they have a number or not, ordered by the key. */
  readonly keys: readonly Column[];
  readonly entities: number;
  /** Of the values used: those below 0, their sum, their largest size, the sum of their sizes. */
  readonly negative: number;
  readonly total: number;
  readonly largest: number;
  readonly absolute: number;
  /** All values used are whole, and so small that sums of them are exact. */
  readonly whole: boolean;
  /** The first and the last `tick` of the values used: milliseconds since 1970, or places of columns. NaN without any. */
  readonly first: number;
  readonly last: number;
}

/** The table that gives every entity its place in the panel, made by `seriesFacts`. */
export const ENTITIES = raw('series_entities');

const tallies = ['no_time', 'no_value', 'bad_time', 'bad_value', 'used', 'negative'] as const;

/**
 * Finds the entities, counts what their rows are worth, and warns of those that are left out.
 *
 * Missing: empty and blank cells, and NaN. Cost: one scan and one grouping by entity.
 *
 * @throws {DataError} a time that is no date, a value that is no number or infinite, no entity
 */
export async function seriesFacts(
  database: Database,
  layout: SeriesLayout,
  relation: string,
  run: Run,
): Promise<SeriesFacts> {
  await database.execute(entityTable(layout, relation), run);
  const table = await database.query(
    sql`SELECT * EXCLUDE (place) FROM ${ENTITIES} ORDER BY place NULLS LAST`,
    run,
  );
  const width = keyNames(layout).length;
  const numbers = table.columns.slice(width) as NumberColumn[];
  const column = (wanted: string) => numbers.find(({ name }) => name === wanted)!.values;
  const sum = (wanted: string) => column(wanted).reduce((a, b) => a + (Number.isNaN(b) ? 0 : b), 0);
  const rows = sum('rows');
  const present = column('present');
  const entities = present.reduce((a, b) => a + b, 0);
  const withoutKey = column('rows').reduce((a, b, i) => a + (present[i] === 1 ? 0 : b), 0);
  await refuseBad(database, layout, relation, { rows, sum }, run);
  const lacking = [
    ['missing-key', withoutKey, keyNames(layout).map(show).join(' or ')],
    ['missing-time', sum('no_time'), isWide(layout) ? '' : show(layout.time)],
  ] as const;
  for (const [code, count, what] of lacking) {
    if (count > 0)
      run.warn(code, `features: ${count} of ${rows} rows have no ${what} and were left out.`);
  }
  if (entities === 0) {
    throw new DataError(`features: at least one row must have a key, got none of ${rows}.`);
  }
  const least = (values: Float64Array, sign: number) =>
    values.reduce((a, b) => (Number.isNaN(b) || b * sign > a * sign ? a : b), sign * Infinity);
  const [first, last] = [least(column('first'), 1), least(column('last'), -1)];
  const absolute = sum('absolute');
  return {
    rows,
    used: sum('used'),
    missing: sum('no_value'),
    keys: namedKeys(table, layout, entities),
    entities,
    negative: sum('negative'),
    total: sum('total'),
    largest: column('largest').reduce((a, b) => (Number.isNaN(b) ? a : Math.max(a, b)), 0),
    absolute,
    whole: column('whole').every((flag) => flag !== 0) && absolute < 2 ** 53,
    first: Number.isFinite(first) ? first : Number.NaN,
    last: Number.isFinite(last) ? last : Number.NaN,
  };
}

function namedKeys(table: Table, layout: SeriesLayout, entities: number): Column[] {
  return keyNames(layout).map((name, i): Column => {
    const column = table.columns[i];
    return column.type === 'text'
      ? { ...column, name, values: column.values.slice(0, entities) }
      : { ...column, name, values: column.values.slice(0, entities) };
  });
}

/** One row per entity: its place in the order of the keys, and its tallies. Rows without a whole key have no place. */
function entityTable(layout: SeriesLayout, relation: string): Fragment {
  const keys = keyList(layout);
  const present = join(
    keyNames(layout).map((_, i) => sql`key${raw(String(i + 1))} IS NOT NULL`),
    ' AND ',
  );
  const counts = tallies.map(
    (flag) => sql`count(*) FILTER (present AND ${raw(flag)}) AS ${raw(flag)}`,
  );
  const used = raw('FILTER (present AND used)');
  return sql`CREATE OR REPLACE TABLE ${ENTITIES} AS
SELECT *, CASE WHEN present THEN row_number() OVER (PARTITION BY present ORDER BY ${keys}) - 1 END AS place FROM (
  SELECT ${keys}, present, count(*) AS rows, ${join(counts)}, min(tick) ${used} AS first, max(tick) ${used} AS last,
    ${duckdb.compensatedSum(raw('value'))} ${used} AS total, max(abs(value)) ${used} AS largest, sum(abs(value)) ${used} AS absolute,
    coalesce(bool_and(value = trunc(value)) ${used}, true) AS whole
  FROM (SELECT *, ${present} AS present FROM (${judgedRows(layout, relation)})) GROUP BY ${keys}, present)`;
}

/** Each row with what is wrong with it. Blank texts and NaN are missing; other texts that say nothing are bad. */
function judgedRows(layout: SeriesLayout, relation: string, extra: Fragment = raw('')): Fragment {
  const written = (given: string) => sql`coalesce(trim(${duckdb.toText(raw(given))}) <> '', false)`;
  return sql`SELECT *, NOT dated AND NOT bad_time AS no_time, dated AND NOT fit AND NOT bad_value AS no_value,
  dated AND fit AS used, dated AND fit AND value < 0 AS negative FROM (
    SELECT *, CASE WHEN dated THEN false ELSE ${written('time_given')} END AS bad_time,
      CASE WHEN fit OR coalesce(${duckdb.isNaN(raw('value'))}, false) THEN false ELSE ${written('value_given')} END AS bad_value FROM (
      SELECT *${extra}, tick IS NOT NULL AS dated, coalesce(${duckdb.isFinite(raw('value'))}, false) AS fit FROM (${givenRows(layout, relation)})))`;
}

async function refuseBad(
  database: Database,
  layout: SeriesLayout,
  relation: string,
  { rows, sum }: { rows: number; sum: (wanted: string) => number },
  run: Run,
): Promise<void> {
  for (const flag of ['bad_time', 'bad_value'] as const) {
    const count = sum(flag);
    if (count === 0) continue;
    const judged = judgedRows(layout, relation, raw(', row_number() OVER () AS row_place'));
    const { columns } = await database.query(
      sql`SELECT min(row_place) FROM (${judged}) WHERE ${raw(flag)}`,
      run,
    );
    const place = Number(columns[0].values[0]);
    if (isWide(layout)) {
      const name = layout.columns[(place - 1) % layout.columns.length];
      throw new DataError(
        `features: every value of a series must be a finite number, got ${count} of ${rows} that are not, the first in column ${show(name)}. Mend them, or leave the column out.`,
      );
    }
    const { time, timeFormat, values } = layout;
    const [value, row] = [
      values[(place - 1) % values.length],
      Math.ceil(place / channelCount(layout)),
    ];
    const form = timeFormat === undefined ? 'a date such as 2024-12-31' : `as ${show(timeFormat)}`;
    throw new DataError(
      flag === 'bad_time'
        ? `features: every ${show(time)} must be ${form}, got ${count} of ${rows} rows that are not, the first in row ${row}. Mend them, or say with timeFormat how they are written.`
        : `features: every ${show(value)} must be a finite number, got ${count} of ${rows} rows that are not, the first in row ${row}. Mend them, or choose another column.`,
    );
  }
}
