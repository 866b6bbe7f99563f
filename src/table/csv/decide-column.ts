import { SourceError, show } from '../../base/index.ts';
import { type Fragment, name, sql } from '../../sql/index.ts';
import type { ColumnFacts } from '../source-facts.ts';
import { asBoolean, asDate, asNumber } from './cell-values.ts';
import type { ColumnPlan } from './column-plan.ts';
import type { CellCounts } from './count-cells.ts';

/** What a column is, and the expression that makes it so out of its text. */
export interface DecidedColumn {
  readonly facts: ColumnFacts;
  readonly expression: Fragment;
}

/**
 * A column's type from the counts over all rows: a number or a date only when every filled cell is one.
 *
 * @throws {SourceError} the study says number, date or boolean and some cells are not
 */
export function decideColumn(plan: ColumnPlan, counts: CellCounts, where: string): DecidedColumn {
  const real = counts.filled - counts.blank - counts.words;
  const c = name(plan.name);
  const base = { name: plan.name, blankCells: counts.blank, missingWords: counts.words };
  const text = (more: Partial<ColumnFacts> = {}): DecidedColumn => ({
    facts: { ...base, type: 'VARCHAR', kind: 'text', ...more },
    expression: c,
  });
  if (plan.given === 'text' || (real === 0 && plan.given === undefined)) return text();

  const best = bestDate(plan, counts, real);
  if (best !== undefined && counts.dates[best.at] === real) {
    const date = plan.dates[best.at];
    const hasTime = date.formats.length > 0 ? date.hasTime : counts.timed > 0;
    return {
      facts: {
        ...base,
        type: hasTime ? 'TIMESTAMP' : 'DATE',
        kind: 'date',
        format: date.label,
        otherFormat: best.alternative,
      },
      expression: asDate(c, date, hasTime),
    };
  }
  if (plan.boolean && counts.boolean === real) {
    return { facts: { ...base, type: 'BOOLEAN', kind: 'boolean' }, expression: asBoolean(c) };
  }
  const isNumber = plan.number !== 'no' && counts.number === real;
  const code = counts.leadingZero > 0 || counts.long > 0;
  if (isNumber && (!code || plan.given === 'number')) {
    const wholeFloats = counts.pointZero > 0 && counts.whole + counts.pointZero === real;
    const whole = counts.whole === real || wholeFloats;
    const form = plan.number;
    const number = asNumber(c, form);
    return {
      facts: {
        ...base,
        type: whole ? 'BIGINT' : 'DOUBLE',
        kind: 'number',
        ...(wholeFloats ? { wholeFloats: true } : {}),
        ...(form === 'point' ? {} : { format: numberFormats[form] }),
      },
      // Not through DOUBLE where the text is whole: ids beyond 2^53 would change.
      expression: !whole
        ? number
        : wholeFloats || form === 'thousands'
          ? sql`CAST(${number} AS BIGINT)`
          : sql`TRY_CAST(${c} AS BIGINT)`,
    };
  }
  if (plan.given !== undefined) {
    const fit =
      plan.given === 'number'
        ? counts.number
        : plan.given === 'boolean'
          ? counts.boolean
          : Math.max(0, ...counts.dates);
    throw new SourceError(
      `${where}: column ${show(plan.name)} must be a ${plan.given} in every row, but ${real - fit} of ${real} cells are not. Mend them, or leave the column out of columns.`,
    );
  }
  if (isNumber && counts.leadingZero > 0) return text({ leadingZeros: counts.leadingZero });
  if (isNumber) return text({ longDigits: true });
  return text(almost(counts, real));
}

const numberFormats = { comma: 'decimal comma', thousands: 'commas between thousands' };

/** The date candidate that reads the most cells; the first listed wins a tie, which is reported. */
function bestDate(plan: ColumnPlan, counts: CellCounts, real: number) {
  if (plan.dates.length === 0) return undefined;
  const most = Math.max(...counts.dates);
  const at = counts.dates.indexOf(most);
  const other = counts.dates.indexOf(most, at + 1);
  const alternative = most === real && other >= 0 ? plan.dates[other].label : undefined;
  return { at, alternative };
}

/** Text that is nearly all numbers or dates: worth saying, since a few cells stand in the way. */
function almost(counts: CellCounts, real: number): Partial<ColumnFacts> {
  const dates = Math.max(0, ...counts.dates);
  const kind = dates >= counts.number ? 'date' : 'number';
  const fit = Math.max(dates, counts.number);
  return fit >= 0.9 * real ? { almost: { kind, others: real - fit } } : {};
}
