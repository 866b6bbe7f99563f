import { DataError, integer, OptionError, optional, show, text } from '../../base/index.ts';
import { duckdb, literal, name, sql } from '../../sql/index.ts';
import type { CleanMethod, StepInput, StepRows } from '../types.ts';

export interface FillIdOptions {
  /** The column whose value stands for the missing id: rows of one invoice become one customer. */
  readonly from: string;
  /** What the new id begins with; after it comes the value of `from`. Default: invented-. */
  readonly prefix: string;
  /** Numbers instead, from this one up, in the order in which values of `from` without an id appear in the file. They mean something else in every file. */
  readonly numberedFrom: number | null;
  /** A new column that is true where the id was invented. Default: invented. */
  readonly flag: string;
}

/** The table of new numbers that a numbered step leaves, by step. */
const numbers = 'clean numbers';

/** Rows without an id get one from another key: the customer of each invoice that names none. */
export const fillId: CleanMethod<FillIdOptions> = {
  meaning:
    'Rows without an id get one from another key, such as one invented customer per invoice that names none. Where the other key is missing too, the id stays missing.',
  table: {
    from: text({ meaning: 'The column that stands for the missing id (required).', default: '' }),
    prefix: text({
      meaning: 'What the new id begins with; after it comes the value of `from`.',
      default: 'invented-',
    }),
    numberedFrom: optional(
      integer({
        min: 0,
        meaning:
          'Numbers instead, from this one up, in the order in which values of `from` without an id appear in the file. They mean something else in every file.',
        default: 0,
      }),
    ),
    flag: text({
      meaning: 'A new column that is true where the id was invented.',
      default: 'invented',
    }),
  },
  takes: 'named',
  check: (where, { from }) => {
    if (from === '') {
      throw new OptionError(`${where}: from must name the column that stands for the id.`);
    }
  },
  reads: ({ from }) => [from],
  ordered: ({ numberedFrom }) => numberedFrom !== null,
  learn: (input, rows) => numberInvented(input, rows),
  again: (input, rows) => numberInvented(input, rows),
  adds: ({ flag }) => [flag],
  change: ({ chosen, options }) => {
    const [column] = chosen;
    const cell = name(column.name);
    const { from, prefix, flag, numberedFrom } = options;
    const key = duckdb.toText(name(from));
    const invented = sql`(${cell} IS NULL AND ${name(from)} IS NOT NULL)`;
    if (numberedFrom === null) {
      const value = sql`coalesce(${duckdb.toText(cell)}, ${literal(prefix)} || ${key})`;
      return {
        make: [
          { name: column.name, value },
          { name: flag, value: invented },
        ],
        counts: { flagged: duckdb.oneIf(invented) },
      };
    }
    const number = column.kind === 'number' ? sql`number` : duckdb.toText(sql`number`);
    return {
      whole: {
        select: (relation) =>
          sql`SELECT * EXCLUDE (number_of, number, file_row) REPLACE (coalesce(${cell}, ${number}) AS ${cell}), ${invented} AS ${name(flag)}
            FROM (SELECT *, row_number() OVER () AS file_row FROM ${relation}) LEFT JOIN (SELECT id AS number_of, number FROM ${name(numbers)}) ON number_of = ${key}
            ORDER BY file_row`,
        counts: { flagged: duckdb.oneIf(name(flag)) },
      },
    };
  },
  say: ({ from, prefix, numberedFrom }, [column]) =>
    numberedFrom === null
      ? `${column}, where missing, is ${show(prefix)} and ${from}`
      : `${column}, where missing, is a number from ${numberedFrom} up, one per ${from}`,
};

/** Lists the values of `from` without an id in the order of the file, each with its number. */
async function numberInvented(
  { where, chosen, options }: StepInput<FillIdOptions>,
  rows: StepRows,
): Promise<{ numbered?: number }> {
  const { from, numberedFrom } = options;
  if (numberedFrom === null) return {};
  const [column] = chosen;
  const cell = name(column.name);
  const relation = name(rows.relation);
  await rows.execute(
    sql`CREATE OR REPLACE TABLE ${name(numbers)} AS
      SELECT id, CAST(row_number() OVER (ORDER BY earliest) - 1 + ${literal(numberedFrom)} AS BIGINT) AS number
      FROM (SELECT id, min(file_row) AS earliest
        FROM (SELECT ${duckdb.toText(name(from))} AS id, ${cell} IS NULL AS lacking, row_number() OVER () AS file_row FROM ${relation})
        WHERE lacking AND id IS NOT NULL GROUP BY id)`,
  );
  const taken = await rows.query(
    sql`SELECT (SELECT count(*) FROM ${name(numbers)}), count(DISTINCT ${cell}) FROM ${relation}
      WHERE ${duckdb.toNumber(cell)} BETWEEN ${literal(numberedFrom)} AND ${literal(numberedFrom)} - 1 + (SELECT count(*) FROM ${name(numbers)})`,
  );
  const [numbered, twice] = taken.columns.map(({ values }) => Number(values[0]));
  if (twice > 0) {
    throw new DataError(
      `${where}: numbers from ${numberedFrom} up must be free, but ${twice} of them name someone in ${show(column.name)} already. Start higher, or leave numberedFrom out.`,
    );
  }
  if (!rows.fitting && numbered > 0) {
    rows.note(
      'numbers-start-anew',
      `${numbered} invented ids are numbered anew in the order of these rows; the same number named something else when fitting. Leave numberedFrom out for ids that last.`,
    );
  }
  return { numbered };
}
