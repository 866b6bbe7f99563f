import { DataError, OptionError, type Run, show, suggest } from '../base/index.ts';
import type { ColumnBlock } from '../numeric/index.ts';
import type { Column, NumberColumn } from '../table/index.ts';
import { applyStep, type Columns, refuseText, startColumns } from './apply-prepare.ts';
import { type CheckedStep, readSteps } from './read-steps.ts';
import type { Cells, ColumnState, FittedStep, Preparation, PrepareStep } from './types.ts';

/**
 * Learns the steps, one after the other, each from what the ones before it made of the rows.
 *
 * Missing: NaN or null, which every step but `impute` passes on. Nothing is filled or dropped unless asked for.
 * Cost: one sort per column and step. Repeatable: yes.
 *
 * @throws {OptionError} an unknown step, option or column; a step for numbers asked to take a text
 * @throws {DataError} an infinite number; a column without numbers; no column left; a text that no step made numbers of
 * @example
 * const steps = [{ step: 'impute' }, { step: 'min-max', columns: ['use_days'] }];
 * const preparation = await fitPrepare(steps, columns, new Run());
 * const prepared = applyPreparation(preparation, columns);
 */
export async function fitPrepare(
  steps: readonly PrepareStep[],
  columns: readonly Column[],
  run: Run,
): Promise<Preparation> {
  const checked = readSteps(steps);
  const inputs = columns.map((column) => column.name);
  for (const column of columns) if (column.type !== 'text') refuseInfinite(column);
  let current: Columns = startColumns(columns);
  const fitted: FittedStep[] = [];
  for (const [i, step] of checked.entries()) {
    run.progress('prepare', i, checked.length);
    const where = `prepare, step ${i + 1} (${step.step})`;
    const states: Record<string, ColumnState | null> = {};
    for (const column of chosen(where, step, current, inputs)) {
      await run.pause();
      states[column.name] = await fitColumn(where, step, column, run);
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
  const cells = [...current.values()];
  for (const column of cells) refuseText(column);
  const used = new Set(cells.map(({ from }) => from));
  return {
    version: 2,
    inputs,
    steps: fitted,
    needs: inputs.filter((input) => used.has(input)),
    outputs: cells.map(({ name }) => name),
    blocks: blocksOf(cells),
  };
}

/** Neighbours that one step made of one column are one block; every other number is its own. */
function blocksOf(cells: readonly Cells[]): ColumnBlock[] {
  const blocks: ColumnBlock[] = [];
  cells.forEach(({ from, part }, at) => {
    const last = blocks.at(-1);
    if (part !== undefined && last?.name === from && last.kind === part.kind) {
      blocks[blocks.length - 1] = { ...last, to: at + 1 };
    } else {
      const kind = part?.kind ?? 'number';
      const scale = part === undefined ? {} : { scale: part.scale };
      blocks.push({ name: from, kind, from: at, to: at + 1, ...scale });
    }
  });
  return blocks;
}

/** A step's columns. One that an earlier step took out or spread is passed over: a warning told of it. */
function chosen(
  where: string,
  { method, columns }: CheckedStep,
  current: Columns,
  inputs: readonly string[],
): Cells[] {
  const takes = method.takes ?? 'numbers';
  const fits = ({ type, part }: Cells) =>
    takes === 'any' || (part === undefined && (type === 'text') === (takes === 'texts'));
  if (columns === undefined) return [...current.values()].filter(fits);
  return columns.flatMap((name) => {
    if (!inputs.includes(name)) {
      throw new OptionError(`${where}: there is no column ${show(name)}. ${suggest(name, inputs)}`);
    }
    const column = current.get(name);
    if (column === undefined) return [];
    // A category or a text may be made of numbers, when the study says so.
    if (takes === 'numbers' && column.type === 'text') {
      throw new OptionError(
        `${where}: column ${show(name)} must hold numbers, got text. Make it a category or a text first, or leave it out.`,
      );
    }
    return [column];
  });
}

async function fitColumn(
  where: string,
  { method, options }: CheckedStep,
  column: Cells,
  run: Run,
): Promise<ColumnState | null> {
  const note = (code: string, message: string) =>
    run.warn(code, `${where}: column ${show(column.name)} ${message}`);
  const present = 'spread' in method ? new Float64Array(0) : presentNumbers(column);
  if (!('spread' in method) && present.length === 0 && !method.acceptsEmpty) {
    throw new DataError(
      `${where}: column ${show(column.name)} must hold at least one number, got none in ${column.values.length} rows. Leave it out, or impute it with "zero" first.`,
    );
  }
  if (column.type === 'text' && column.values.every((value) => value === null)) {
    throw new DataError(
      `${where}: column ${show(column.name)} must hold at least one value, got none in ${column.values.length} rows. Leave it out.`,
    );
  }
  try {
    if ('spread' in method) return await method.fit(column, options, note, run);
    return method.fit(present, options, note);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    throw new DataError(`${where}: column ${show(column.name)}: ${error.message}`, {
      cause: error,
    });
  }
}

/** Ascending, without the missing; of texts, a number per different text. */
function presentNumbers(column: Cells): Float64Array {
  if (column.type !== 'text') return column.values.filter((value) => !Number.isNaN(value)).sort();
  const texts = new Set(column.values);
  texts.delete(null);
  return Float64Array.from(texts, (_, i) => i);
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
