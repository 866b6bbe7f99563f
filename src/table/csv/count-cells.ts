import { type Fragment, join, name, raw, sql } from '../../sql/index.ts';
import type { Table } from '../types.ts';
import { asBoolean, asDate, castNumber } from './cell-values.ts';
import type { ColumnPlan } from './column-plan.ts';
import { literal } from './literal.ts';
import { missingWords } from './missing-words.ts';

/** How many cells of a column can be read in which way, over all rows. */
export interface CellCounts {
  /** Cells that are not empty. */
  readonly filled: number;
  readonly blank: number;
  /** Cells that are one of the words for nothing. */
  readonly words: number;
  readonly boolean: number;
  readonly number: number;
  /** Numbers without point or exponent, of at most 18 digits. */
  readonly whole: number;
  /** Numbers written with `.0` at their end. */
  readonly pointZero: number;
  readonly leadingZero: number;
  /** Digits too many for a number to keep. */
  readonly long: number;
  /** Cells read by each date candidate, in the plan's order. */
  readonly dates: readonly number[];
  /** Date cells that carry a time of day. */
  readonly timed: number;
}

/**
 * What a cell is gets one small number, and one histogram per column counts them: a single aggregate
 * however many questions there are. Ten counts per column made the engine plan for 60 s at 200 columns.
 */
const kinds = {
  other: 0,
  blank: 1,
  word: 2,
  boolean: 3,
  leadingZero: 4,
  long: 5,
  whole: 6,
  pointZero: 7,
  fraction: 8,
} as const;

/** From here up: one bit per date candidate, then the bit for a time of day. */
const DATE_BITS = 16;

/** The SELECT of one row that counts, for every column, over all rows of `relation`. */
export function countCells(plans: readonly ColumnPlan[], relation: Fragment): Fragment {
  // The casts stand in a SELECT of their own: inside the CASE they would run once per mention.
  const cells = plans.map((plan, p) => {
    const c = name(plan.name);
    const number =
      plan.number === 'no' ? sql`` : sql`, ${castNumber(c, plan.number)} AS n${raw(`${p}`)}`;
    return sql`${c} AS c${raw(`${p}`)}${number}`;
  });
  const counts = plans.map((plan, p) => {
    const c = raw(`c${p}`);
    return isText(plan)
      ? sql`CAST(count(${c}) AS VARCHAR)`
      : sql`CAST(histogram(${kindOfCell(plan, c, raw(`n${p}`))}) AS VARCHAR)`;
  });
  return sql`SELECT count(*), ${join(counts)} FROM (SELECT ${join(cells)} FROM ${relation})`;
}

/** The counts of one row of `countCells`, by column. */
export function readCounts(
  plans: readonly ColumnPlan[],
  table: Table,
): { rows: number; columns: CellCounts[] } {
  const row = table.columns.map((column) => column.values[0]);
  const columns = plans.map((plan, c) => {
    const text = String(row[c + 1] ?? '{}');
    const bins = isText(plan)
      ? new Map([[kinds.other as number, Number(text)]])
      : new Map(
          [...text.matchAll(/(\d+)=(\d+)/g)].map(([, kind, count]) => [
            Number(kind),
            Number(count),
          ]),
        );
    const sum = (test: (kind: number) => boolean) =>
      [...bins].reduce((total, [kind, count]) => (test(kind) ? total + count : total), 0);
    const only = (wanted: number) => sum((kind) => kind % DATE_BITS === wanted);
    const hasBit = (bit: number) => (kind: number) => ((kind >> (4 + bit)) & 1) === 1;
    return {
      filled: sum(() => true),
      blank: only(kinds.blank),
      words: only(kinds.word),
      boolean: only(kinds.boolean),
      number: sum((kind) => kind % DATE_BITS >= kinds.leadingZero),
      whole: only(kinds.whole),
      pointZero: only(kinds.pointZero),
      leadingZero: only(kinds.leadingZero),
      long: only(kinds.long),
      dates: plan.dates.map((_, d) => sum(hasBit(d))),
      timed: sum(hasBit(plan.dates.length)),
    };
  });
  return { rows: Number(row[0]), columns };
}

/** Nothing in the sample speaks for anything but text, so only the filled cells are counted. */
function isText(plan: ColumnPlan): boolean {
  return plan.number === 'no' && plan.dates.length === 0 && !plan.boolean;
}

function kindOfCell(plan: ColumnPlan, c: Fragment, n: Fragment): Fragment {
  const when = (condition: Fragment, kind: number) => sql`WHEN ${condition} THEN ${raw(`${kind}`)}`;
  const cases: Fragment[] = [];
  if (plan.number !== 'no') {
    const point = plan.number === 'comma' ? sql`contains(${c}, ',')` : sql`contains(${c}, '.')`;
    const comma = plan.number === 'comma' ? sql` OR contains(${c}, '.')` : sql``;
    const number = [
      // What the cast takes and is none: a code (1_000), a telephone number (+49…).
      when(sql`contains(${c}, '_') OR starts_with(${c}, '+')${comma}`, kinds.other),
      sql`WHEN ${point} THEN CASE WHEN ends_with(${c}, '.0') THEN ${raw(`${kinds.pointZero}`)} ELSE ${raw(`${kinds.fraction}`)} END`,
      when(sql`starts_with(${c}, '0') AND length(${c}) > 1`, kinds.leadingZero),
      when(sql`length(${c}) > 18`, kinds.long),
      when(sql`${n} = trunc(${n}) AND abs(${n}) < 1e18`, kinds.whole),
    ];
    cases.push(
      sql`WHEN isfinite(${n}) THEN CASE ${join(number, ' ')} ELSE ${raw(`${kinds.fraction}`)} END`,
    );
  }
  if (plan.boolean) cases.push(when(sql`${asBoolean(c)} IS NOT NULL`, kinds.boolean));
  const words = join(missingWords.map(literal));
  cases.push(
    when(sql`length(${c}) < 12 AND lower(trim(${c})) IN (${words})`, kinds.word),
    when(sql`trim(${c}) = ''`, kinds.blank),
  );
  const plain = sql`CASE ${join(cases, ' ')} ELSE ${raw(`${kinds.other}`)} END`;
  if (plan.dates.length === 0) {
    return sql`CASE WHEN ${c} IS NOT NULL THEN CAST(${plain} AS SMALLINT) END`;
  }
  const bits = plan.dates.map(
    (date, d) =>
      sql`CASE WHEN ${asDate(c, date, true)} IS NULL THEN 0 ELSE ${raw(`${DATE_BITS << d}`)} END`,
  );
  const timed = sql`CASE WHEN length(${c}) > 10 THEN ${raw(`${DATE_BITS << plan.dates.length}`)} ELSE 0 END`;
  const sum = join([...bits, timed], ' + ');
  return sql`CASE WHEN ${c} IS NOT NULL THEN CAST(${plain} + ${sum} AS SMALLINT) END`;
}
