import { choice, OptionError } from '../../base/index.ts';
import { duckdb, type Fragment, literal, name, sql } from '../../sql/index.ts';
import { changedCells, readCells } from '../cell-counts.ts';
import { sayColumns } from '../say-columns.ts';
import type { CleanMethod, StepRows } from '../types.ts';

export interface TypeOptions {
  /** What the cells are. id: a text as it stands, but for the .0 of ids that went through a float. */
  readonly as: 'number' | 'integer' | 'id' | 'text' | 'boolean' | null;
  /** What stands before the fraction of a number. auto: what all cells of the column together say. Default: auto. */
  readonly decimal: 'auto' | 'point' | 'comma';
}

type Decimal = 'point' | 'comma';

/** Cells become numbers, whole numbers, ids, texts or yes and no; what cannot be read becomes missing and is counted. */
export const type: CleanMethod<TypeOptions> = {
  meaning:
    'Cells become numbers, whole numbers, ids, texts or yes and no; what cannot be read becomes missing and is counted. $1,234.50, 12 % and 1.234,50 € are numbers; of 12 % the number is 12.',
  table: {
    as: {
      ...choice(['number', 'integer', 'id', 'text', 'boolean'], {
        meaning:
          'What the cells are (required). id: a text as it stands, 00017 too, but 17850.0 is 17850.',
        default: 'text',
      }),
      default: null,
    },
    decimal: choice(['auto', 'point', 'comma'], {
      meaning:
        'What stands before the fraction of a number. auto: what all cells of the column together say.',
      default: 'auto',
    }),
  },
  takes: 'named',
  asText: true,
  check: (where, { as }) => {
    if (as === null) throw new OptionError(`${where}: as must say what the cells are: as: number`);
  },
  learn: async ({ chosen, options }, rows) => {
    const state: Record<string, Decimal> = {};
    if (options.as !== 'number' && options.as !== 'integer') return state;
    for (const { name: column, kind } of chosen) {
      if (kind !== 'text') continue;
      state[column] =
        options.decimal === 'auto' ? await decideDecimal(column, rows) : options.decimal;
    }
    return state;
  },
  change: ({ chosen, options }, state) => {
    const make = chosen.map((column) => ({
      name: column.name,
      value: typed(
        name(column.name),
        options.as,
        column.kind === 'text' ? ((state[column.name] as Decimal | undefined) ?? 'point') : null,
      ),
    }));
    if (options.as === 'id') return { make, counts: changedCells(make) };
    return { make, counts: readCells(make) };
  },
  say: ({ as }, columns, state) => {
    const commas = columns.filter((column) => state[column] === 'comma');
    const noun = {
      number: 'numbers',
      integer: 'whole numbers',
      id: 'ids',
      text: 'texts',
      boolean: 'yes or no',
    };
    return `${sayColumns(columns)}: ${noun[as ?? 'text']}${commas.length > 0 ? ', with a decimal comma' : ''}`;
  },
};

/** @param decimal null: the cell is no text */
function typed(cell: Fragment, as: TypeOptions['as'], decimal: Decimal | null): Fragment {
  const text = duckdb.trimmed(cell);
  if (as === 'text') return duckdb.toText(cell);
  // A fraction of zeros is what a float puts behind an id; zeros in front belong to it.
  if (as === 'id') return duckdb.replaceAll(text, literal('^(-?[0-9]+)[.]0+$'), literal('\\1'));
  if (as === 'boolean') {
    return sql`CASE WHEN ${duckdb.lower(text)} IN ('true', 'yes', 'y', 't', '1', '1.0') THEN true WHEN ${duckdb.lower(text)} IN ('false', 'no', 'n', 'f', '0', '0.0') THEN false END`;
  }
  if (decimal === null) {
    const number = duckdb.toNumber(cell);
    return as === 'number'
      ? number
      : sql`CASE WHEN ${number} = trunc(${number}) THEN TRY_CAST(${cell} AS BIGINT) END`;
  }
  const [grouped, group] = decimal === 'point' ? [`,`, ','] : [`[.]`, '.'];
  const point = decimal === 'point' ? '[.]' : ',';
  const bare = duckdb.replaceAll(text, literal('[\\s\\x{a0}$€£¥%]'), literal(''));
  const shape = `[-+]?([0-9]{1,3}(${grouped}[0-9]{3})+|[0-9]+)?(${point}[0-9]*)?([eE][-+]?[0-9]+)?`;
  const plain = sql`replace(replace(${bare}, ${literal(group)}, ''), ${literal(decimal === 'point' ? '.' : ',')}, '.')`;
  const is = sql`regexp_full_match(${bare}, ${literal(shape)})`;
  if (as === 'number') return sql`CASE WHEN ${is} THEN ${duckdb.toNumber(plain)} END`;
  // Digits alone never pass through a float, which would change the last ones of long ids.
  const whole = sql`regexp_replace(${plain}, ${literal('[.]0*$')}, '')`;
  return sql`CASE WHEN ${is} THEN CASE WHEN contains(${whole}, '.') OR contains(lower(${whole}), 'e') THEN CASE WHEN ${duckdb.toNumber(plain)} = trunc(${duckdb.toNumber(plain)}) THEN TRY_CAST(${duckdb.toNumber(plain)} AS BIGINT) END ELSE TRY_CAST(${whole} AS BIGINT) END END`;
}

/** A comma before one, two or more than three last digits, or after a point, is no thousands' comma; the same for points. */
async function decideDecimal(column: string, rows: StepRows): Promise<Decimal> {
  const cell = duckdb.trimmed(name(column));
  const counted = (pattern: string) =>
    sql`count(*) FILTER (${duckdb.matches(cell, literal(pattern))})`;
  const ends = (mark: string, other: string) =>
    `^[^.,]*[0-9]*${mark}([0-9]{1,2}|[0-9]{4,})[^0-9.,]*$|[0-9]${other}[0-9]{3}${mark}[0-9]*`;
  const table = await rows.query(
    sql`SELECT ${counted(ends('[.]', ','))}, ${counted(ends(',', '[.]'))}, ${counted('^[^.,]*[0-9]{1,3},[0-9]{3}[^0-9.,]*$')} FROM ${name(rows.relation)}`,
  );
  const [point, comma, open] = table.columns.map(({ values }) => Number(values[0]));
  const decided = comma > point ? 'comma' : 'point';
  if (point > 0 && comma > 0) {
    rows.note(
      'decimal-mixed',
      `column ${JSON.stringify(column)} has ${comma} cells with a decimal comma and ${point} with a decimal point; they are read with a ${decided}. State it: decimal: ${decided}`,
    );
  } else if (point === 0 && comma === 0 && open > 0) {
    rows.note(
      'decimal-open',
      `column ${JSON.stringify(column)} has ${open} cells such as 1,234, read as thousands. State it if the comma is decimal: decimal: comma`,
    );
  }
  return decided;
}
