import { show } from '../../base/index.ts';
import { WITH_OFFSET } from '../csv/date-formats.ts';
import type { ColumnFacts, SourceFacts } from '../source-facts.ts';
import type { Layout } from './find-layout.ts';
import { type Measured, SAMPLE_ROWS } from './measure-columns.ts';
import { namesAmount, namesPositive } from './names.ts';
import type { Disguise, Trap } from './types.ts';

const count = (n: number) => Math.round(n).toLocaleString('en-US');
const inRows = (n: number) => `${count(n)} row${Math.round(n) === 1 ? '' : 's'}`;

/** What misleads in a relation, one sentence each; values of rows never appear. */
export function findTraps(
  rows: number,
  duplicateRows: number,
  columns: readonly Measured[],
  disguises: ReadonlyMap<string, readonly Disguise[]>,
  idLike: ReadonlySet<string>,
  layout: Layout,
  source: SourceFacts | undefined,
): Trap[] {
  const traps: Trap[] = (source?.warnings ?? []).map(({ code, message }) => ({ code, message }));
  if (duplicateRows > 0) {
    traps.push({
      code: 'duplicate-rows',
      message: `${count(duplicateRows)} of ${inRows(rows)} ${duplicateRows === 1 ? 'repeats' : 'repeat'} another row in every column.`,
    });
  }
  const told = new Map(source?.columns.map((column) => [column.name, column]));
  for (const column of columns) {
    const own = disguises.get(column.name) ?? [];
    traps.push(...columnTraps(column, rows, told.get(column.name), own, idLike, layout));
  }
  return traps;
}

function columnTraps(
  column: Measured,
  rows: number,
  told: ColumnFacts | undefined,
  disguises: readonly Disguise[],
  idLike: ReadonlySet<string>,
  layout: Layout,
): Trap[] {
  const traps: Trap[] = [];
  const c = show(column.name);
  const say = (code: string, message: string) => traps.push({ code, column: column.name, message });
  const missing = rows - column.filled;
  if (layout.entity.includes(column.name) && missing > 0) {
    say(
      'missing-key',
      `${c} is empty in ${inRows(missing)}, which belong to no one and cannot be segmented.`,
    );
  }
  for (const { what, count: times, why } of disguises) {
    if (what === '0') {
      say('zero-for-missing', `${c} is 0 in ${inRows(times)}; ${why}, so it may mean unknown.`);
    } else {
      const form = what === 'blank' ? 'blank' : what === 'words' ? 'a word for nothing' : what;
      say(
        'disguised-missing',
        `${c} is ${form} in ${inRows(times)} (${why}), which may mean missing.`,
      );
    }
  }
  if (told?.wholeFloats) {
    say(
      'whole-floats',
      `${c} is written with .0 (an id that went through a float?) and is read as whole numbers.`,
    );
  }
  if (told?.leadingZeros !== undefined) {
    say(
      'leading-zeros',
      `${c} has leading zeros in ${inRows(told.leadingZeros)} and is kept as text; as a number they would be lost.`,
    );
  }
  if (told?.longDigits) {
    say('long-digits', `${c} has more digits than a number can keep and is kept as text.`);
  }
  if (told?.format?.endsWith(WITH_OFFSET)) {
    say(
      'offset-from-utc',
      `${c} is written with an offset from UTC; its days are those of UTC, which near midnight are not the local ones.`,
    );
  }
  if (told?.otherFormat !== undefined) {
    say(
      'ambiguous-date',
      `${c} is read as ${told.format}, but ${told.otherFormat} fits every row as well.`,
    );
  }
  if (told?.almost !== undefined) {
    say(
      'nearly-all',
      `${c} would be a ${told.almost.kind}, but ${count(told.almost.others)} ${told.almost.others === 1 ? 'cell is' : 'cells are'} not, so it is text.`,
    );
  } else if (column.kind === 'text' && column.filled > 0 && column.datesInText === column.filled) {
    say('date-in-text', `${c} holds dates stored as text.`);
  }
  if (
    column.negative > 0 &&
    column.negative < 0.5 * column.filled &&
    (namesAmount(column.name) || namesPositive(column.name))
  ) {
    say(
      'negative-amounts',
      `${c} is negative in ${inRows(column.negative)}: returns, corrections or mistakes.`,
    );
  }
  // Above a million rows both counts are estimates, and small differences prove nothing.
  const folds =
    rows > SAMPLE_ROWS ? column.folded < 0.7 * column.distinct : column.folded < column.distinct;
  if (column.kind === 'text' && folds && !idLike.has(column.name)) {
    say('mixed-case', `${c} has values that differ only in case or outer spaces.`);
  }
  if (idLike.has(column.name) && column.kind === 'text' && !layout.entity.includes(column.name)) {
    say(
      'unique-text',
      `${c} is different in nearly every row: an id or free text, not a category.`,
    );
  }
  if (column.filled > 0 && column.distinct <= 1 && !layout.entity.includes(column.name)) {
    say('constant', `${c} has the same value in every row.`);
  }
  return traps;
}
