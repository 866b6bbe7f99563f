import { OptionError, show } from '../../base/index.ts';

/** The length of a step on a calendar. Weeks begin on Monday; all of it is in UTC. */
export type StepUnit = 'hour' | 'day' | 'week' | 'month';

/** The steps of a panel: regular, the same for every series. */
export interface SeriesGrid {
  /** `step`: the columns of a wide table that say nothing of dates; they are just counted. */
  readonly every: StepUnit | 'step';
  /** Start of the first step in milliseconds since 1970 UTC; 0 without dates. */
  readonly from: number;
  readonly steps: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;
/** 1970-01-05, the first Monday. */
const MONDAY_MS = 4 * DAY_MS;

/** Start of the step that a moment falls in. */
export function stepStart(every: StepUnit, moment: number): number {
  if (every === 'month') {
    const date = new Date(moment);
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
  }
  if (every === 'week') return Math.floor((moment - MONDAY_MS) / WEEK_MS) * WEEK_MS + MONDAY_MS;
  const size = every === 'day' ? DAY_MS : HOUR_MS;
  return Math.floor(moment / size) * size;
}

/** Steps from the start of one step to the start of another. */
export function stepsBetween(every: StepUnit, from: number, to: number): number {
  if (every === 'month') {
    const [a, b] = [new Date(from), new Date(to)];
    return 12 * (b.getUTCFullYear() - a.getUTCFullYear()) + b.getUTCMonth() - a.getUTCMonth();
  }
  return (to - from) / (every === 'week' ? WEEK_MS : every === 'day' ? DAY_MS : HOUR_MS);
}

/** The steps from the one that holds `from` to the one that holds `until`. */
export function gridOf(every: StepUnit, from: number, until: number): SeriesGrid {
  const first = stepStart(every, from);
  return { every, from: first, steps: stepsBetween(every, first, stepStart(every, until)) + 1 };
}

/** Start of step i of a grid, in milliseconds since 1970. */
export function stepMoment({ every, from }: SeriesGrid, i: number): number {
  if (every === 'month') {
    const date = new Date(from);
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + i, 1);
  }
  const size = every === 'hour' ? HOUR_MS : every === 'week' ? WEEK_MS : DAY_MS;
  return from + i * size;
}

/** Start of step i as people write it: 2024-12-31, 2024-12-31T13:00, or "step 7" where there are no dates. */
export function stepName(grid: SeriesGrid, i: number): string {
  if (grid.every === 'step') return `step ${i + 1}`;
  const text = new Date(stepMoment(grid, i)).toISOString();
  return grid.every === 'hour' ? text.slice(0, 16) : text.slice(0, 10);
}

/**
 * Milliseconds since 1970 UTC of a day or an hour as written in a study or a column's name; undefined
 * for anything else.
 */
export function momentOf(text: string): number | undefined {
  if (!/^\d{4}-\d{2}(-\d{2}([T ]\d{2}:\d{2}(:\d{2})?)?)?$/.test(text)) return undefined;
  const iso = text.replace(' ', 'T');
  const moment = Date.parse(text.length > 10 ? `${iso}Z` : iso);
  // Date.parse takes the 30th of February for the 1st of March.
  const back = Number.isNaN(moment) ? '' : new Date(moment).toISOString();
  return back.startsWith(iso.slice(0, 10)) ? moment : undefined;
}

/** @throws {OptionError} no date, or one that is not on the calendar */
export function readMoment(where: string, text: string): number {
  const moment = momentOf(text);
  if (moment === undefined) {
    throw new OptionError(
      `${where} must be a day such as "2024-12-31" or an hour such as "2024-12-31T13:00", got ${show(text)}.`,
    );
  }
  return moment;
}
