import { type Document, YAMLSeq } from 'yaml';
import type { CleanStep } from '../clean/index.ts';
import type { Inspection } from '../table/index.ts';
import { comment } from './study-text.ts';

/** Steps that the data call for, with the reasons. */
export interface SuggestedClean {
  readonly steps: readonly CleanStep[];
  /** A sentence each, also on what was not put in because it is no one's guess. */
  readonly reasons: readonly string[];
}

/** Where month and day could be exchanged, by the way dates are written. */
const monthFirst = /^MM?[/-]D/;
const dayFirst = /^DD?[/-]M(?!on)/;

/**
 * The cleaning that an inspection calls for: blanks and words for nothing in texts, dates whose order new rows
 * alone might not tell, rows of no one, rows that repeat.
 *
 * Equal rows of events may be two sales of one thing, so they are only spoken of.
 */
export function suggestClean(
  inspection: Pick<
    Inspection,
    'columns' | 'layout' | 'entity' | 'time' | 'duplicateRows' | 'source'
  >,
): SuggestedClean {
  const { columns, layout, entity, time, duplicateRows, source } = inspection;
  const steps: CleanStep[] = [];
  const reasons: string[] = [];
  const add = (step: CleanStep, reason: string) => {
    steps.push(step);
    reasons.push(reason);
  };
  const texts = (what: string) =>
    columns
      .filter(
        ({ kind, disguised }) => kind === 'text' && disguised.some((one) => one.what === what),
      )
      .map(({ name }) => name);
  const blank = texts('blank');
  if (blank.length > 0)
    add({ step: 'trim', columns: blank }, 'trim: cells of spaces only are missing.');
  const words = texts('words');
  if (words.length > 0) {
    add(
      { step: 'missing', columns: words },
      'missing: cells such as NA, null, ? or - are missing.',
    );
  }
  const at = columns.find(({ name }) => name === time);
  const told = source?.columns.find(({ name }) => name === time);
  const order = orderOf(at?.dates?.format);
  if (at !== undefined && order !== undefined) {
    add(
      { step: 'date', columns: [at.name], order },
      told?.otherFormat === undefined
        ? `date: ${at.name} is ${order}, which a few new rows alone might not tell.`
        : `date: every cell of ${at.name} could be ${order === 'month-first' ? 'day' : 'month'}-first as well; say which it is.`,
    );
  }
  const lacking = columns.filter(({ name, missing }) => entity.includes(name) && missing > 0);
  if (layout === 'events' && lacking.length > 0) {
    const names = lacking.map(({ name }) => name);
    add(
      { step: 'drop', columns: names, missing: true },
      `drop: rows without ${names.join(', ')} belong to no one. To give them ids from another column instead: step: fill-id`,
    );
  }
  const many = `${duplicateRows.toLocaleString('en')} ${duplicateRows === 1 ? 'row repeats' : 'rows repeat'} another in every column`;
  if (duplicateRows > 0 && layout === 'entities') {
    add({ step: 'duplicates' }, `duplicates: ${many}.`);
  } else if (duplicateRows > 0) {
    reasons.push(`${many}: if that is a mistake of the export, add step: duplicates`);
  }
  return { steps, reasons };
}

function orderOf(format: string | undefined): 'month-first' | 'day-first' | undefined {
  if (format === undefined) return undefined;
  if (monthFirst.test(format)) return 'month-first';
  return dayFirst.test(format) ? 'day-first' : undefined;
}

/** Puts the reasons before the steps, and the steps' columns on one line. */
export function annotateClean(document: Document, { steps, reasons }: SuggestedClean): void {
  if (steps.length > 0)
    comment(
      document,
      ['clean'],
      reasons.map((reason) => ` ${reason}`),
    );
  steps.forEach((_, i) => {
    const columns = document.getIn(['clean', i, 'columns'], true);
    if (columns instanceof YAMLSeq) columns.flow = true;
  });
}
