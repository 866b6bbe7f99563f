import { choice, DataError, OptionError, optional, show, text } from '../../base/index.ts';
import { duckdb, type Fragment, join, literal, name, raw, sql } from '../../sql/index.ts';
import { readCells } from '../cell-counts.ts';
import { type DateReading, decideFormats, type Shape, sayFormats } from '../date-order.ts';
import type { CleanMethod, StepInput, StepRows } from '../types.ts';

export interface DateOptions {
  /** How it is written, as for strptime: '%d/%m/%Y %H:%M'. Left out, every known way is recognised, several in one column too. */
  readonly format: string | null;
  /** What comes first in 3/4/2011. auto: what all cells of the column together allow. Default: auto. */
  readonly order: 'auto' | 'month-first' | 'day-first';
}

/** What was decided about one column. */
interface DateState {
  readonly [column: string]: DateReading;
}

/** Text becomes a day or a moment, whatever way it is written; what cannot be read becomes missing and is counted. */
export const date: CleanMethod<DateOptions> = {
  meaning:
    'Text becomes a day or a moment, whatever way it is written; what cannot be read becomes missing and is counted. Moments with an offset become UTC.',
  table: {
    format: optional(
      text({
        meaning:
          "How it is written, as for strptime: '%d/%m/%Y %H:%M'. Left out, every known way is recognised, several in one column too.",
        default: '',
      }),
    ),
    order: choice(['auto', 'month-first', 'day-first'], {
      meaning:
        'What comes first in 3/4/2011. auto: what all cells of the column together allow; month first, with a warning, where both fit.',
      default: 'auto',
    }),
  },
  takes: 'named',
  asText: true,
  check: (where, { format, order }) => {
    if (format !== null && !format.includes('%')) {
      throw new OptionError(
        `${where}: format must be written as for strptime, such as '%m/%d/%Y %H:%M', got ${show(format)}.`,
      );
    }
    if (format !== null && order !== 'auto') {
      throw new OptionError(
        `${where}: either format or order may be given; a format has an order.`,
      );
    }
  },
  learn: async (input, rows) => {
    const state: Record<string, DateReading> = {};
    for (const { name, kind, type } of input.chosen) {
      // New rows may come as text where these came as dates; ISO order is all that can be read then.
      state[name] =
        kind === 'date'
          ? { formats: [], iso: true, time: type !== 'DATE' }
          : await learn(input, name, rows);
    }
    return state;
  },
  change: ({ chosen }, state) => {
    const read = chosen.flatMap((column) => {
      if (column.kind === 'date') return [];
      const reading = (state as DateState)[column.name];
      return [{ name: column.name, value: readCell(name(column.name), reading) }];
    });
    return { make: read, counts: readCells(read) };
  },
  say: (_options, columns, state) =>
    columns.map((column) => `${column} ${sayFormats((state as DateState)[column])}`).join('; '),
};

function readCell(cell: Fragment, { formats, iso, time }: DateReading): Fragment {
  const bare = duckdb.trimmed(cell);
  const ways = [
    ...(formats.length > 0 ? [duckdb.parseAny(bare, formats)] : []),
    ...(iso ? [duckdb.toUtc(bare)] : []),
  ];
  const moment = ways.length === 1 ? ways[0] : sql`coalesce(NULL, ${join([...ways, raw('NULL')])})`;
  return time ? duckdb.toTimestamp(moment) : duckdb.toDate(moment);
}

/** Below this share of readable cells a column holds something else than dates. */
const FEWEST_READABLE = 0.5;

async function learn(
  { where, options }: StepInput<DateOptions>,
  column: string,
  rows: StepRows,
): Promise<DateReading> {
  const { format, order } = options;
  if (format !== null) {
    return { formats: [format], iso: false, time: /%[HIMSTXcpf]/.test(format) };
  }
  const shapes = await readShapes(column, rows);
  const decided = decideFormats(shapes, order);
  const { cells, readable } = decided;
  if (cells > 0 && readable < FEWEST_READABLE * cells) {
    throw new DataError(
      `${where}: column ${show(column)} must hold dates, but only ${readable} of ${cells} cells can be read as such. State how they are written: format: '%d/%m/%Y'.`,
    );
  }
  if (decided.note !== null) rows.note('date-order', `column ${show(column)} ${decided.note}`);
  return decided.reading;
}

/** The ways in which cells are written, digits and letters aside: one cell of each as an example, and how many. */
async function readShapes(column: string, rows: StepRows): Promise<Shape[]> {
  const digits = '0123456789';
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  const shape = sql`translate(cell, ${literal(digits + letters)}, ${literal('0'.repeat(10) + 'a'.repeat(52))})`;
  const part = (at: string) =>
    sql`TRY_CAST(regexp_extract(cell, '^(\\d{1,2})[-/.](\\d{1,2})[-/.]', ${literal(Number(at))}) AS INTEGER) > 12`;
  const table = await rows.query(
    sql`SELECT any_value(cell ORDER BY cell), sum(times), sum(CASE WHEN ${part('1')} THEN times ELSE 0 END), sum(CASE WHEN ${part('2')} THEN times ELSE 0 END)
      FROM (SELECT ${duckdb.trimmed(name(column))} AS cell, count(*) AS times FROM ${name(rows.relation)} GROUP BY cell)
      WHERE cell IS NOT NULL GROUP BY ${shape} ORDER BY 2 DESC, 1`,
  );
  const [example, cells, first, second] = table.columns.map(({ values }) => values);
  return Array.from({ length: table.rows }, (_, i) => ({
    example: String(example[i]),
    cells: Number(cells[i]),
    firstAbove12: Number(first[i]),
    secondAbove12: Number(second[i]),
  }));
}
