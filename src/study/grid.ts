import { OptionError, type OptionTable, readOptions, show } from '../base/index.ts';

/** Options of one method as a study writes them: a value, a list, or a range such as `3..24`. */
export type GridOptions = Readonly<Record<string, unknown>>;

/** More fits than this are more likely a slip of the pen than a wish. */
const MAX_POINTS = 2000;

/** Every point of the grid, in the order written, the last option turning fastest. */
export interface Grid {
  /** Names of the options that take more than one value. */
  readonly searched: readonly string[];
  readonly points: readonly Readonly<Record<string, unknown>>[];
}

/**
 * Expands lists and ranges to the points they stand for, each checked against the method's table.
 *
 * Ranges: `2..8` counts by one, `0.1..0.5 by 0.05` by the step given; both ends are included.
 *
 * @throws {OptionError} an unknown option, a value out of bounds, an empty range, too many points
 */
export function expandGrid(
  where: string,
  table: OptionTable<Record<string, unknown>>,
  options: GridOptions,
): Grid {
  // An unknown name must be reported as such, not as a strange value.
  readOptions(
    where,
    table,
    Object.fromEntries(Object.keys(options).map((key) => [key, undefined])),
  );
  const axes = Object.entries(options).map(([key, given]): [string, readonly unknown[]] => [
    key,
    valuesOf(where, key, given),
  ]);
  for (const [key, values] of axes) {
    if (values.length > 1 && !table[key].searchable) {
      throw new OptionError(
        `${where}: ${key} must ${table[key].must}; it cannot be searched, got ${show(values)}.`,
      );
    }
  }
  const count = axes.reduce((product, [, values]) => product * values.length, 1);
  if (count > MAX_POINTS) {
    throw new OptionError(
      `${where}: the grid must have at most ${MAX_POINTS} points, got ${count}. Shorten a list or widen a step.`,
    );
  }
  let points: Record<string, unknown>[] = [{}];
  for (const [key, values] of axes) {
    points = points.flatMap((point) => values.map((value) => ({ ...point, [key]: value })));
  }
  for (const point of points) readOptions(where, table, point);
  return { searched: axes.filter(([, values]) => values.length > 1).map(([key]) => key), points };
}

function valuesOf(where: string, key: string, given: unknown): readonly unknown[] {
  if (Array.isArray(given)) {
    if (given.length === 0)
      throw new OptionError(`${where}: ${key} must list at least one value, got [].`);
    return given;
  }
  if (typeof given !== 'string') return [given];
  const range = /^\s*(-?[\d.]+?)\s*\.\.\s*(-?[\d.]+)(?:\s+by\s+([\d.]+))?\s*$/.exec(given);
  if (!range) return [given];
  const [from, to] = [Number(range[1]), Number(range[2])];
  const step = range[3] === undefined ? 1 : Number(range[3]);
  if (!(from <= to) || !(step > 0)) {
    throw new OptionError(
      `${where}: the range of ${key} must go up, got ${show(given)}. Write it as 3..24 or 0.1..0.5 by 0.1.`,
    );
  }
  // Counting whole steps keeps 0.1 + 0.1 + 0.1 from missing the end.
  const steps = Math.floor((to - from) / step + 1e-9);
  if (steps >= MAX_POINTS) {
    throw new OptionError(
      `${where}: the range of ${key} must have at most ${MAX_POINTS} values, got ${steps + 1}.`,
    );
  }
  return Array.from({ length: steps + 1 }, (_, i) => Number((from + i * step).toPrecision(12)));
}
