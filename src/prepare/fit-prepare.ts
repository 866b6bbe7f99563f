import { DataError, OptionError, type Run, show, suggest } from '../base/index.ts';
import type { NumberColumn } from '../table/index.ts';
import { applyStep, byName, type Columns } from './apply-prepare.ts';
import { type CheckedStep, readSteps } from './read-steps.ts';
import type { ColumnState, FittedStep, Preparation, PrepareStep } from './types.ts';

/**
 * Learns the steps, one after the other, each from what the ones before it made of the rows.
 *
 * Missing: NaN, which every step but `impute` passes on. Nothing is filled or dropped unless asked for.
 * Cost: one sort per column and step. Repeatable: yes.
 *
 * @throws {OptionError} an unknown step, option or column
 * @throws {DataError} an infinite number; a column without numbers; no column left
 * @example
 * const steps = [{ step: 'impute' }, { step: 'min-max', columns: ['use_days'] }];
 * const preparation = await fitPrepare(steps, columns, new Run());
 * const prepared = applyPreparation(preparation, columns);
 */
export async function fitPrepare(
  steps: readonly PrepareStep[],
  columns: readonly NumberColumn[],
  run: Run,
): Promise<Preparation> {
  const checked = readSteps(steps);
  const inputs = columns.map((column) => column.name);
  columns.forEach(refuseInfinite);
  let current: Columns = byName(columns);
  const fitted: FittedStep[] = [];
  for (const [i, step] of checked.entries()) {
    run.progress('prepare', i, checked.length);
    const where = `prepare, step ${i + 1} (${step.step})`;
    const states: Record<string, ColumnState | null> = {};
    for (const column of chosen(where, step, current, inputs)) {
      await run.pause();
      states[column] = fitColumn(where, step, column, current.get(column)!, run);
    }
    const done = { step: step.step, options: step.options, columns: states };
    current = applyStep(where, done, current, run);
    fitted.push(done);
  }
  if (current.size === 0) {
    throw new DataError(
      `prepare: at least one column must be left, got none of ${inputs.length}. Every column is constant or without numbers: choose other features.`,
    );
  }
  return { version: 1, inputs, steps: fitted, outputs: [...current.keys()] };
}

/** Names of a step's columns. One that an earlier step took out is passed over: a warning told of it. */
function chosen(
  where: string,
  step: CheckedStep,
  current: Columns,
  inputs: readonly string[],
): string[] {
  for (const column of step.columns ?? []) {
    if (!inputs.includes(column)) {
      throw new OptionError(
        `${where}: there is no column ${show(column)}. ${suggest(column, inputs)}`,
      );
    }
  }
  return (step.columns ?? [...current.keys()]).filter((column) => current.has(column));
}

function fitColumn(
  where: string,
  { method, options }: CheckedStep,
  column: string,
  values: Float64Array,
  run: Run,
): ColumnState | null {
  const present = values.filter((value) => !Number.isNaN(value)).sort();
  if (present.length === 0 && !method.acceptsEmpty) {
    throw new DataError(
      `${where}: column ${show(column)} must hold at least one number, got none in ${values.length} rows. Leave it out, or impute it with "zero" first.`,
    );
  }
  const note = (code: string, message: string) =>
    run.warn(code, `${where}: column ${show(column)} ${message}`);
  try {
    return method.fit(present, options, note);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    throw new DataError(`${where}: column ${show(column)}: ${error.message}`, { cause: error });
  }
}

function refuseInfinite({ name, values }: NumberColumn): void {
  const infinite = values.reduce(
    (count, value) => count + (Math.abs(value) === Infinity ? 1 : 0),
    0,
  );
  if (infinite > 0) {
    throw new DataError(
      `prepare: column ${show(name)} must hold finite numbers, got ${infinite} infinite. Make them missing, or leave the column out.`,
    );
  }
}
