import type { PrepareStep } from '../prepare/index.ts';
import type { ColumnInspection } from '../table/index.ts';

/** What a column of a table becomes. */
export type ColumnUse = 'number' | 'category' | 'text';

/** What a column of a table is used as when it is a feature. Texts that are no category go by their words, never by a column per text. */
export function useOf({ kind, role }: ColumnInspection): ColumnUse {
  if (role === 'category') return 'category';
  return kind === 'text' ? 'text' : kind === 'boolean' ? 'category' : 'number';
}

/**
 * The preparing steps that fit the columns of a table: disguised missing numbers, a flag where some are
 * missing, amounts with a long tail on a logarithmic scale, all numbers on one scale, categories, texts.
 *
 * Missing numbers are filled after scaling: a column weighs as much as it is there. Filled before, the few that
 * are there in a column of gaps would be stretched far out.
 */
export function tableSteps(columns: readonly ColumnInspection[]): PrepareStep[] {
  const used = (use: ColumnUse) => columns.filter((column) => useOf(column) === use);
  const names = (some: readonly ColumnInspection[]) => some.map(({ name }) => name);
  const numbers = used('number');
  const disguises = new Map<string, string[]>();
  for (const column of numbers) {
    const values = numbersFor(column).join();
    if (values !== '') disguises.set(values, [...(disguises.get(values) ?? []), column.name]);
  }
  const lacking = names(
    numbers.filter((column) => column.missing > 0 || numbersFor(column).length > 0),
  );
  const tailed = names(numbers.filter(hasLongTail));
  const categories = names(used('category'));
  const texts = names(used('text'));
  const step = (step: string, some: readonly string[]) =>
    some.length === 0 ? [] : [{ step, columns: some }];
  return [
    ...[...disguises].map(([values, columns]) => ({
      step: 'missing-values',
      columns,
      values: values.split(',').map(Number),
    })),
    ...step('missing-flag', lacking),
    ...step('log1p', tailed),
    ...(numbers.length > 0 ? [{ step: 'standard' }, { step: 'impute', with: 'mean' }] : []),
    ...step('category', categories),
    ...step('text', texts),
  ];
}

/** Amounts without negative values whose largest twentieth is far from the middle. */
export function hasLongTail(column: ColumnInspection): boolean {
  const { numbers } = column;
  // A number that only stands for "missing" may be the one below 0.
  if (numbers === undefined) return false;
  const least = numbersFor(column).includes(numbers.min) ? 0 : numbers.min;
  const { median, quantiles } = numbers;
  return (
    least >= 0 && quantiles.p95 - median > 3 * Math.max(median - quantiles.p05, Number.MIN_VALUE)
  );
}

/** The numbers of a column that stand for "missing". */
function numbersFor({ disguised }: ColumnInspection): number[] {
  return disguised.map(({ what }) => Number(what)).filter((value) => !Number.isNaN(value));
}
