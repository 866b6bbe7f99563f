import {
  flag,
  OptionError,
  type OptionKind,
  type OptionTable,
  optional,
  type Scalar,
  scalar,
  scalars,
  show,
  text,
} from '../base/index.ts';
import { duckdb, type Fragment, join, literal, name, raw, sql } from '../sql/index.ts';
import type { ColumnDescription } from '../table/index.ts';

/** Which cells are meant: by one of a pattern, a list, a range, or being missing. */
export interface Condition {
  /** A regular expression (RE2) that the text holds; ^ and $ tie it to both ends. */
  readonly pattern: string | null;
  /** The cell is one of these. */
  readonly values: readonly Scalar[] | null;
  /** Least and greatest, both included. Dates as 2024-12-31. */
  readonly from: Scalar | null;
  readonly to: Scalar | null;
  /** Greater and less than, themselves not included. */
  readonly above: Scalar | null;
  readonly below: Scalar | null;
  /** The cell is missing. */
  readonly missing: boolean;
}

const bound = (meaning: string): OptionKind<Scalar | null> =>
  optional(scalar({ meaning, default: 0 }));

/** The options of a condition, for the tables of the steps that have one. */
export const conditionTable: OptionTable<Condition> = {
  pattern: optional(
    text({
      meaning:
        'A regular expression (RE2) that the text holds; ^ and $ tie it to both ends. Capitals count.',
      default: '',
    }),
  ),
  values: optional(scalars({ meaning: 'The cell is one of these.', default: [] })),
  from: bound('The least, itself included. Dates as 2024-12-31.'),
  to: bound('The greatest, itself included.'),
  above: bound('Greater than this.'),
  below: bound('Less than this.'),
  missing: flag({ meaning: 'The cell is missing.', default: false }),
};

/** @throws {OptionError} none or several ways to say which cells are meant; bounds of different kinds */
export function checkCondition(where: string, condition: Condition): void {
  const { pattern, values, missing } = condition;
  const ways = [pattern !== null, values !== null, bounds(condition).length > 0, missing];
  const given = ways.filter((way) => way).length;
  if (given !== 1) {
    throw new OptionError(
      `${where}: exactly one of pattern, values, a range (from, to, above, below) or missing must be given, got ${given}. Write two steps for two conditions.`,
    );
  }
  for (const [key, value] of bounds(condition)) {
    if (
      typeof value === 'number' ||
      /^\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d)?)?$/.test(String(value))
    )
      continue;
    throw new OptionError(
      `${where}: ${key} must be a number or a date such as 2024-12-31, got ${show(value)}.`,
    );
  }
}

function bounds(condition: Condition): [string, Scalar][] {
  const keys = ['from', 'to', 'above', 'below'] as const;
  return keys.flatMap((key): [string, Scalar][] => {
    const value = condition[key];
    return value === null ? [] : [[key, value]];
  });
}

const signs: Readonly<Record<string, string>> = { from: '>=', to: '<=', above: '>', below: '<' };

/**
 * True, false, or neither where the cell is missing.
 *
 * @throws {OptionError} a range over a text, a number against a date
 */
export function meets(where: string, condition: Condition, column: ColumnDescription): Fragment {
  const cell = name(column.name);
  const { pattern, values } = condition;
  if (condition.missing) return sql`${cell} IS NULL`;
  if (pattern !== null) return duckdb.matches(duckdb.toText(cell), literal(pattern));
  if (values !== null) {
    // As texts: 17850 in the study is the same id, whichever type the file gave the column.
    const words =
      column.kind === 'number' ? values.map(numberOf(where, column)) : values.map(String);
    const left = column.kind === 'number' ? cell : duckdb.toText(cell);
    return sql`${left} IN (${join(words.map(literal))})`;
  }
  return join(
    bounds(condition).map(([key, value]) => {
      refuseKind(where, key, value, column);
      const right = typeof value === 'number' ? literal(value) : duckdb.momentOf(String(value));
      return sql`${cell} ${raw(signs[key])} ${right}`;
    }),
    ' AND ',
  );
}

const numberOf =
  (where: string, column: ColumnDescription) =>
  (value: Scalar): number => {
    const number = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value);
    if (Number.isFinite(number)) return number;
    throw new OptionError(
      `${where}: column ${show(column.name)} holds numbers, so values must be numbers, got ${show(value)}.`,
    );
  };

function refuseKind(where: string, key: string, value: Scalar, column: ColumnDescription): void {
  const wanted = typeof value === 'number' ? 'number' : 'date';
  if (column.kind === wanted) return;
  throw new OptionError(
    `${where}: column ${show(column.name)} must hold ${wanted}s for ${key}: ${show(value)}, got ${column.kind}. Make it one first, with a step "${wanted === 'date' ? 'date' : 'type'}".`,
  );
}

/** 'is one of 2 values', 'matches "^[a-z]+$"', 'is missing'. */
export function sayCondition(condition: Condition): string {
  const { pattern, values } = condition;
  if (condition.missing) return 'is missing';
  if (pattern !== null) return `matches ${show(pattern)}`;
  if (values !== null) {
    return values.length <= 4
      ? `is ${values.map(String).join(' or ')}`
      : `is one of ${values.length} values`;
  }
  const words: Readonly<Record<string, string>> = {
    from: 'at least',
    to: 'at most',
    above: 'above',
    below: 'below',
  };
  return `is ${bounds(condition)
    .map(([key, value]) => `${words[key]} ${value}`)
    .join(' and ')}`;
}
