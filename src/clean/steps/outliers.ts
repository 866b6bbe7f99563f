import { choice, OptionError, optional, real, show, text } from '../../base/index.ts';
import { duckdb, type Fragment, join, literal, name, raw, sql } from '../../sql/index.ts';
import { changedCells } from '../cell-counts.ts';
import type { Change, CleanMethod, StepInput, StepRows } from '../types.ts';

export interface OutliersOptions {
  /** iqr: beyond the quartiles by so many times their distance (Tukey 1977). mad: from the median by so many of its typical deviations (Iglewicz and Hoaglin 1993). Default: mad. */
  readonly method: 'iqr' | 'mad';
  /** How many times. Larger: fewer outliers. Left out: 1.5 for iqr, 3.5 for mad. */
  readonly limit: number | null;
  /** Which end. Default: both. */
  readonly side: 'both' | 'low' | 'high';
  /** log: measured among logarithms, for amounts that grow by factors; what is not above 0 is no outlier then. Default: linear. */
  readonly scale: 'linear' | 'log';
  /** Measured per value of this column, such as each customer: all rows of an outlying one count. */
  readonly by: string | null;
  /** What is measured per value of `by`. Default: sum. */
  readonly of: 'sum' | 'mean' | 'max' | 'min' | 'rows';
  /** flag the rows, drop them, keep only them, or cap the cells at the bound. Default: flag. */
  readonly action: 'flag' | 'drop' | 'keep' | 'cap';
  /** The new column of `flag`. Default: outlier. */
  readonly flag: string;
}

/** The least and the greatest value that is no outlier; null: there is none. */
interface Bounds {
  readonly low: number | null;
  readonly high: number | null;
}

/** Values far from the rest, by bounds that outliers themselves cannot move; learned once. */
export const outliers: CleanMethod<OutliersOptions> = {
  meaning:
    'Values far from the rest of their column, by bounds that outliers themselves cannot move: they are flagged, dropped, kept alone or capped. With `by`, whole customers instead of rows. The bounds are learned once and applied when scoring.',
  table: {
    method: choice(['iqr', 'mad'], {
      meaning:
        'iqr: beyond the quartiles by so many times their distance. mad: from the median by so many of its typical deviations.',
      default: 'mad',
    }),
    limit: optional(
      real({
        min: 0,
        meaning: 'How many times. Larger: fewer outliers. Left out: 1.5 for iqr, 3.5 for mad.',
        default: 1.5,
      }),
    ),
    side: choice(['both', 'low', 'high'], { meaning: 'Which end.', default: 'both' }),
    scale: choice(['linear', 'log'], {
      meaning:
        'log: measured among logarithms, for amounts that grow by factors; what is not above 0 is no outlier then.',
      default: 'linear',
    }),
    by: optional(
      text({
        meaning:
          'Measured per value of this column, such as each customer: all rows of an outlying one count.',
        default: '',
      }),
    ),
    of: choice(['sum', 'mean', 'max', 'min', 'rows'], {
      meaning: 'What is measured per value of `by`.',
      default: 'sum',
    }),
    action: choice(['flag', 'drop', 'keep', 'cap'], {
      meaning: 'What becomes of them; cap: the cell becomes the bound.',
      default: 'flag',
    }),
    flag: text({ meaning: 'The new column of `action: flag`.', default: 'outlier' }),
  },
  takes: 'named',
  reads: ({ by }) => (by === null ? [] : [by]),
  check: (where, { by, action }) => {
    if (by !== null && action === 'cap') {
      throw new OptionError(`${where}: cap is for cells and cannot be used with by. Drop or flag.`);
    }
  },
  learn: async (input, rows) => {
    const state: Record<string, Bounds> = {};
    for (const { name: column, kind } of input.chosen) {
      if (kind !== 'number') {
        throw new OptionError(
          `${input.where}: column ${show(column)} must hold numbers, got ${kind}. Make it one first, with a step "type".`,
        );
      }
      state[column] = await learnBounds(input, column, rows);
    }
    await listOutlying(input, state, rows);
    return state;
  },
  again: async (input, rows, fitted) => {
    for (const { name: column } of input.chosen) {
      await measured(input.where, input.options, column, rows);
    }
    await listOutlying(input, fitted as Readonly<Record<string, Bounds>>, rows);
    return fitted;
  },
  adds: ({ action, flag }) => (action === 'flag' ? [flag] : []),
  change: (input, state) => changeOf(input, state as Readonly<Record<string, Bounds>>),
  say: ({ method, limit, by, of, action, flag, scale }, columns) => {
    const what = by === null ? columns.join(' or ') : `${of} of ${columns.join(' or ')} per ${by}`;
    const verb = { flag: `${flag}:`, drop: 'dropped:', keep: 'only kept:', cap: 'capped:' }[action];
    const deviations = method === 'mad' ? 'median deviations' : 'quartile distances';
    return `${verb} ${what} beyond ${limit ?? (method === 'mad' ? 3.5 : 1.5)} ${deviations}${scale === 'log' ? ' of the logarithm' : ''}`;
  },
};

function changeOf(
  { where, chosen, options }: StepInput<OutliersOptions>,
  state: Readonly<Record<string, Bounds>>,
): Change {
  const { by, action, flag } = options;
  if (action === 'cap') {
    const make = chosen.map(({ name: column }) => ({
      name: column,
      value: capped(name(column), state[column], options),
    }));
    return { make, counts: changedCells(make) };
  }
  const is =
    by === null
      ? join(
          chosen.map(({ name: column }) => outside(name(column), state[column], options)),
          ' OR ',
        )
      : sql`coalesce(${name(by)} IN (SELECT id FROM ${name(listOf(where))}), false)`;
  const unordered = by !== null;
  if (action === 'drop') return { drop: sql`(${is})`, unordered };
  if (action === 'keep') return { drop: sql`NOT (${is})`, unordered };
  return {
    make: [{ name: flag, value: sql`(${is})` }],
    counts: { flagged: duckdb.oneIf(is) },
    unordered,
  };
}

function outside(value: Fragment, { low, high }: Bounds, { scale }: OutliersOptions): Fragment {
  const ends = [
    ...(low === null ? [] : [sql`${value} < ${literal(low)}`]),
    ...(high === null ? [] : [sql`${value} > ${literal(high)}`]),
  ];
  if (ends.length === 0) return sql`false`;
  const far = sql`coalesce(${join(ends, ' OR ')}, false)`;
  return scale === 'log' ? sql`(${far} AND ${value} > 0)` : far;
}

function capped(cell: Fragment, { low, high }: Bounds, { scale }: OutliersOptions): Fragment {
  const number = duckdb.toNumber(cell);
  const below = low === null ? number : sql`greatest(${number}, ${literal(low)})`;
  const both = high === null ? below : sql`least(${below}, ${literal(high)})`;
  const kept = scale === 'log' ? sql`${number} IS NULL OR ${number} <= 0` : sql`${number} IS NULL`;
  return sql`CASE WHEN ${kept} THEN ${number} ELSE ${both} END`;
}

/** A value of a normal distribution lies this many median deviations from the median for each standard deviation. */
const TO_SIGMA = 1.482602218505602;

/** Exact order statistics, so the bounds are the same on any number of threads. Memory: 8 bytes per value. */
async function learnBounds(
  { where, options }: StepInput<OutliersOptions>,
  column: string,
  rows: StepRows,
): Promise<Bounds> {
  const { method, side, scale } = options;
  const limit = options.limit ?? (method === 'mad' ? 3.5 : 1.5);
  const values = await measured(where, options, column, rows);
  const value = scale === 'log' ? sql`CASE WHEN value > 0 THEN ln(value) END` : sql`value`;
  const table = await rows.query(
    sql`SELECT CAST(quantile_cont(x, 0.25) AS DOUBLE), CAST(median(x) AS DOUBLE), CAST(quantile_cont(x, 0.75) AS DOUBLE), CAST(mad(x) AS DOUBLE) FROM (SELECT CAST(${value} AS DOUBLE) AS x FROM ${values}) WHERE isfinite(x)`,
  );
  const [q1, median, q3, mad] = table.columns.map(({ values: [number] }) =>
    number === null ? Number.NaN : Number(number),
  );
  const spread = method === 'mad' ? mad * TO_SIGMA : q3 - q1;
  if (!(spread > 0)) {
    rows.note(
      'no-spread',
      `column ${show(column)} has no spread to measure by: ${method === 'mad' ? 'more than half of its values' : 'the middle half of its values'} are equal. Nothing is an outlier.`,
    );
    return { low: null, high: null };
  }
  const back = (x: number) => (scale === 'log' ? Math.exp(x) : x);
  const ends = method === 'mad' ? [median, median] : [q1, q3];
  return {
    low: side === 'high' ? null : back(ends[0] - limit * spread),
    high: side === 'low' ? null : back(ends[1] + limit * spread),
  };
}

/** A relation with one column, `value`: the cells; or, as a table of its own, one value per entity, with `id`. */
async function measured(
  where: string,
  { by, of }: OutliersOptions,
  column: string,
  { relation, execute }: StepRows,
): Promise<Fragment> {
  const cell = duckdb.toNumber(name(column));
  if (by === null) return sql`(SELECT ${cell} AS value FROM ${name(relation)})`;
  const aggregates = {
    // Sums of fractions depend on the order of threads in the last bit, which must decide nothing.
    sum: sql`round(${duckdb.compensatedSum(cell)}, 9)`,
    mean: sql`round(${duckdb.compensatedSum(cell)} / count(${cell}), 9)`,
    max: sql`max(${cell})`,
    min: sql`min(${cell})`,
    rows: sql`CAST(count(*) AS DOUBLE)`,
  };
  const table = valuesOf(where, column);
  await execute(
    sql`CREATE OR REPLACE TABLE ${table} AS SELECT ${name(by)} AS id, ${aggregates[of]} AS value FROM ${name(relation)} WHERE ${name(by)} IS NOT NULL GROUP BY ${name(by)}`,
  );
  return table;
}

const valuesOf = (where: string, column: string) => name(`${where} ${column}`);

const listOf = (where: string) => `${where} list`;

/** With `by`: a table of the outlying ids among these rows. It never leaves the engine. */
async function listOutlying(
  { where, chosen, options }: StepInput<OutliersOptions>,
  state: Readonly<Record<string, Bounds>>,
  rows: StepRows,
): Promise<void> {
  if (options.by === null) return;
  const lists = chosen.map(
    ({ name: column }) =>
      sql`SELECT id FROM ${valuesOf(where, column)} WHERE ${outside(raw('value'), state[column], options)}`,
  );
  await rows.execute(
    sql`CREATE OR REPLACE TABLE ${name(listOf(where))} AS ${join(lists, ' UNION ')}`,
  );
}
