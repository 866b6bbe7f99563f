import { DataError, ModelError, Run, show } from '../base/index.ts';
import type { Column, NumberColumn } from '../table/index.ts';
import { prepareMethods } from './registry.ts';
import type { Cells, FittedStep, Preparation } from './types.ts';

/** Columns between two steps by name, in column order. */
export type Columns = ReadonlyMap<string, Cells>;

/**
 * Rows as numbers, prepared as the rows were that the steps were fitted on. Nothing is fitted again.
 *
 * Columns are found by name; others are ignored. With a run, warns how many numbers `impute` filled and
 * how many levels were never seen; fitting has already told it of the rows that it was fitted on.
 *
 * @throws {DataError} a column is missing, or a number is missing or, as 32 bits, infinite after the last step
 */
export function applyPreparation(
  preparation: Preparation,
  columns: readonly Column[],
  run: Run = new Run(),
): NumberColumn[] {
  checkVersion(preparation);
  const given = startColumns(columns);
  const lacking = preparation.needs.filter((name) => !given.has(name));
  if (lacking.length > 0) {
    throw new DataError(
      `applyPreparation: the rows must have the ${preparation.needs.length} prepared columns, got none named ${lacking.map(show).join(', ')}.`,
    );
  }
  const needed = new Map(preparation.needs.map((name) => [name, given.get(name)!]));
  const current = applySteps(preparation.steps, needed, run);
  return preparation.outputs.map((output) => {
    const column = current.get(output)!;
    refuseText(column);
    refuseMissing(output, column.values);
    return { name: output, type: 'number', values: column.values };
  });
}

/**
 * The columns as segments are described by them: raw, but for the steps that say what a cell means, such
 * as a price of 0 that is none.
 */
export function cleanColumns(
  preparation: Preparation,
  columns: readonly Column[],
): readonly Column[] {
  checkVersion(preparation);
  const steps = preparation.steps.filter(({ step }) => {
    const method = prepareMethods[step];
    return method !== undefined && 'cleans' in method && method.cleans === true;
  });
  return [...applySteps(steps, startColumns(columns), new Run()).values()];
}

function checkVersion({ version }: Preparation): void {
  if (version === 2) return;
  throw new ModelError(
    `applyPreparation: version must be 2, got ${show(version)}. Fit again with this version.`,
  );
}

function applySteps(steps: readonly FittedStep[], columns: Columns, run: Run): Columns {
  return steps.reduce(
    (current, step, i) => applyStep(`prepare, step ${i + 1} (${step.step})`, step, current, run),
    columns,
  );
}

/** The columns after one step. Arrays of columns that it leaves alone are handed on, never changed. */
export function applyStep(where: string, step: FittedStep, columns: Columns, run: Run): Columns {
  const method = prepareMethods[step.step];
  if (method === undefined) {
    throw new ModelError(
      `${where}: this version knows no such step. Use the version that fitted it.`,
    );
  }
  const next = new Map<string, Cells>();
  for (const [name, column] of columns) {
    const state = Object.hasOwn(step.columns, name) ? step.columns[name] : undefined;
    if (state === null) continue;
    const note = (code: string, message: string) =>
      run.warn(code, `${where}: column ${show(name)} ${message}`);
    const made =
      state === undefined
        ? [column]
        : 'spread' in method
          ? method
              .spread(column, state, step.options, note)
              .map((cells) => ({ ...cells, from: column.from }) as Cells)
          : column.type === 'text'
            ? [column]
            : [
                {
                  ...column,
                  values: changed(where, name, () =>
                    method.apply(column.values, state, step.options),
                  ),
                },
              ];
    for (const cells of made) {
      if (next.has(cells.name)) {
        throw new DataError(
          `${where}: every column must have a name of its own, got ${show(cells.name)} twice. Rename one in the data.`,
        );
      }
      next.set(cells.name, cells);
    }
    const after = next.get(name);
    if (column.type === 'text' || after === undefined || after.type === 'text') continue;
    const filled = countMissing(column.values) - countMissing(after.values);
    if (filled > 0) {
      note(
        'imputed',
        `had ${filled} of ${column.values.length} numbers missing, which were filled.`,
      );
    }
  }
  return next;
}

function changed<T>(where: string, name: string, apply: () => T): T {
  try {
    return apply();
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    throw new DataError(`${where}: column ${show(name)}: ${error.message}`, { cause: error });
  }
}

export function startColumns(columns: readonly Column[]): Columns {
  return new Map(columns.map((column) => [column.name, { ...column, from: column.name }]));
}

/** Indices of the rows in which every column is missing: there is nothing to tell them apart by. */
export function rowsWithoutValues(columns: readonly Column[]): Int32Array {
  const rows = columns[0]?.values.length ?? 0;
  const empty: number[] = [];
  for (let i = 0; i < rows; i++) {
    if (columns.every(({ values }) => values[i] === null || Number.isNaN(values[i]))) empty.push(i);
  }
  return Int32Array.from(empty);
}

export function refuseText(column: Cells): asserts column is Cells & NumberColumn {
  if (column.type !== 'text') return;
  throw new DataError(
    `prepare: after the last step every column must hold numbers, got text in ${show(column.name)}. Add the step "category" or "text" for it, or leave the column out.`,
  );
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
