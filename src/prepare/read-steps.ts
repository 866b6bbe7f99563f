import { OptionError, readOptions, show, suggest } from '../base/index.ts';
import { prepareMethods } from './registry.ts';
import type { PrepareMethod, PrepareStep } from './types.ts';

/** A step whose name and options are known to be right. */
export interface CheckedStep {
  readonly step: string;
  readonly method: PrepareMethod;
  readonly columns: readonly string[] | undefined;
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * Checks a list of steps before any row is read.
 *
 * @throws {OptionError} an unknown step or option (with a suggestion), a value out of bounds
 */
export function readSteps(steps: readonly PrepareStep[]): CheckedStep[] {
  return steps.map((given, i) => {
    const { step, columns, ...options } = given;
    const where = `prepare, step ${i + 1}`;
    if (typeof step !== 'string' || !Object.hasOwn(prepareMethods, step)) {
      throw new OptionError(
        `${where}: there is no step ${show(step)}. ${suggest(String(step), Object.keys(prepareMethods))}`,
      );
    }
    const named = Array.isArray(columns) && columns.every((column) => typeof column === 'string');
    if (columns !== undefined && (!named || columns.length === 0)) {
      throw new OptionError(
        `${where} (${step}): columns must be a list of column names, got ${show(columns)}.`,
      );
    }
    const method = prepareMethods[step];
    if (method.needsColumns && columns === undefined) {
      throw new OptionError(
        `${where} (${step}): columns must name at least one column, it is missing.`,
      );
    }
    return {
      step,
      method,
      columns,
      options: readOptions(`${where} (${step})`, method.table, options),
    };
  });
}
