import { DataError, ModelError, Run, show } from '../base/index.ts';
import type { NumberColumn } from '../table/index.ts';
import { prepareMethods } from './registry.ts';
import type { FittedStep, Preparation } from './types.ts';

/** Numbers by column name, in column order. */
export type Columns = ReadonlyMap<string, Float64Array>;

/**
 * Rows as numbers, prepared as the rows were that the steps were fitted on. Nothing is fitted again.
 *
 * Columns are found by name; others are ignored. With a run, warns how many numbers `impute` filled;
 * fitting has already told it of the rows that it was fitted on.
 *
 * @throws {DataError} a column is missing, or a number is missing or, as 32 bits, infinite after the last step
 */
export function applyPreparation(
  preparation: Preparation,
  columns: readonly NumberColumn[],
  run: Run = new Run(),
): NumberColumn[] {
  if (preparation.version !== 1) {
    throw new ModelError(
      `applyPreparation: version must be 1, got ${show(preparation.version)}. Fit again with this version.`,
    );
  }
  const given = byName(columns);
  const lacking = preparation.outputs.filter((output) => !given.has(output));
  if (lacking.length > 0) {
    throw new DataError(
      `applyPreparation: the rows must have the ${preparation.outputs.length} prepared columns, got none named ${lacking.map(show).join(', ')}.`,
    );
  }
  let current: Columns = new Map(preparation.outputs.map((output) => [output, given.get(output)!]));
  preparation.steps.forEach((step, i) => {
    current = applyStep(`prepare, step ${i + 1} (${step.step})`, step, current, run);
  });
  return preparation.outputs.map((output) => {
    const values = current.get(output)!;
    refuseMissing(output, values);
    return { name: output, type: 'number', values };
  });
}

/** The columns after one step. Arrays of columns that it leaves alone are handed on, never changed. */
export function applyStep(where: string, step: FittedStep, columns: Columns, run: Run): Columns {
  const method = prepareMethods[step.step];
  if (method === undefined) {
    throw new ModelError(
      `${where}: this version knows no such step. Use the version that fitted it.`,
    );
  }
  const next = new Map<string, Float64Array>();
  for (const [column, values] of columns) {
    const state = Object.hasOwn(step.columns, column) ? step.columns[column] : undefined;
    if (state === null) continue;
    if (state === undefined) {
      next.set(column, values);
      continue;
    }
    try {
      next.set(column, method.apply(values, state, step.options));
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      throw new DataError(`${where}: column ${show(column)}: ${error.message}`, { cause: error });
    }
    const filled = countMissing(values) - countMissing(next.get(column)!);
    if (filled > 0) {
      run.warn(
        'imputed',
        `${where}: column ${show(column)} had ${filled} of ${values.length} numbers missing, which were filled.`,
      );
    }
  }
  return next;
}

export function byName(columns: readonly NumberColumn[]): Columns {
  return new Map(columns.map((column) => [column.name, column.values]));
}

/** Indices of the rows in which every column is missing: there is nothing to tell them apart by. */
export function rowsWithoutNumbers(columns: readonly NumberColumn[]): Int32Array {
  const rows = columns[0]?.values.length ?? 0;
  const empty: number[] = [];
  for (let i = 0; i < rows; i++) {
    if (columns.every(({ values }) => Number.isNaN(values[i]))) empty.push(i);
  }
  return Int32Array.from(empty);
}

function refuseMissing(column: string, values: Float64Array): void {
  const missing = countMissing(values);
  if (missing > 0) {
    throw new DataError(
      `prepare: after the last step every number of ${show(column)} must be there, got ${missing} of ${values.length} missing. Add the step "impute", or leave the column out.`,
    );
  }
  const infinite = values.reduce(
    (count, value) => count + (Number.isFinite(Math.fround(value)) ? 0 : 1),
    0,
  );
  if (infinite > 0) {
    throw new DataError(
      `prepare: after the last step every number of ${show(column)} must be finite and below 3.4e38 in size, got ${infinite} of ${values.length} that are not. Add the step "standard" or leave the column out.`,
    );
  }
}

function countMissing(values: Float64Array): number {
  let missing = 0;
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) missing++;
  return missing;
}
