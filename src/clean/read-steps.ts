import { OptionError, readOptions, show, suggest } from '../base/index.ts';
import { cleanMethods } from './registry.ts';
import type { CleanMethod, CleanStep } from './types.ts';

/** A step whose name and options are known to be right. */
export interface CheckedCleanStep {
  readonly where: string;
  readonly step: string;
  readonly method: CleanMethod;
  readonly columns: readonly string[] | undefined;
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * Checks a study's `clean` list before any row is read.
 *
 * @throws {OptionError} an unknown step or option (with a suggestion), a value out of bounds, no columns
 */
export function readCleanSteps(steps: readonly CleanStep[]): CheckedCleanStep[] {
  return steps.map((given, i) => {
    const { step, columns, ...options } = given;
    if (typeof step !== 'string' || !Object.hasOwn(cleanMethods, step)) {
      throw new OptionError(
        `clean, step ${i + 1}: there is no step ${show(step)}. ${suggest(String(step), Object.keys(cleanMethods))}`,
      );
    }
    const where = `clean, step ${i + 1} (${step})`;
    const method = cleanMethods[step];
    const named =
      Array.isArray(columns) &&
      columns.length > 0 &&
      columns.every((column) => typeof column === 'string');
    if (columns !== undefined && !named) {
      throw new OptionError(
        `${where}: columns must be a list of column names, got ${show(columns)}.`,
      );
    }
    if (columns === undefined && method.takes === 'named') {
      throw new OptionError(`${where}: columns must name at least one column, it is missing.`);
    }
    if (columns !== undefined && method.takes === 'none') {
      throw new OptionError(`${where}: there are no columns to name for this step.`);
    }
    const read = readOptions(where, method.table, options);
    method.check?.(where, read);
    return { where, step, method, columns, options: read };
  });
}

/** The columns of a source that the steps want as text, among the names that it has. */
export function textColumns(
  steps: readonly CheckedCleanStep[],
  names: readonly string[],
): readonly string[] {
  let origins = new Map(names.map((name) => [name, name]));
  const texts = new Set<string>();
  for (const { method, columns = [], options } of steps) {
    if (method.asText) {
      for (const column of columns) {
        const origin = origins.get(column);
        if (origin !== undefined) texts.add(origin);
      }
    }
    if (method.renames === undefined) continue;
    const rename = method.renames(options, [...origins.keys()]);
    origins = new Map([...origins].map(([name, origin]) => [rename[name] ?? name, origin]));
  }
  return [...texts];
}
