import { isRowIndex, type Layout } from './find-layout.ts';
import type { Measured } from './measure-columns.ts';
import { namesAnswer, namesCount, namesId } from './names.ts';
import type { Role } from './types.ts';

export interface ChosenRole {
  readonly role: Role;
  readonly reason: string;
}

/** Texts of more different values than this say too little about each to compare entities by. */
const MOST_CATEGORIES = 50;

/** Texts of more words than this on average are written by people for people. */
const FREE_TEXT_WORDS = 3;

/** Where a value comes in fewer rows on average, most of them would be rare. */
const ROWS_PER_LEVEL = 10;

/** Whole numbers of at most this many different values may be codes. */
const MOST_CODES = 10;

/** What each column is good for, under the layout that was found. */
export function chooseRole(
  column: Measured,
  rows: number,
  layout: Layout,
  idLike: boolean,
): ChosenRole {
  const key = layout.entity.includes(column.name);
  if (key) {
    const alone = layout.entity.length === 1;
    if (layout.layout === 'events') {
      const reason = alone
        ? 'comes again over time'
        : 'names one row with the other key and the time';
      return { role: 'entity', reason };
    }
    const reason = alone
      ? 'has a different value in every row'
      : 'names one row with the other key';
    return { role: 'entity', reason };
  }
  if (column.name === layout.time)
    return { role: 'time', reason: 'the date with the most different values' };
  if (column.name === layout.value)
    return { role: 'value', reason: 'the number that each row adds' };
  if (column.filled === 0) return { role: 'ignored', reason: 'is empty in every row' };
  if (isRowIndex(column, rows)) return { role: 'ignored', reason: 'only counts the rows' };
  if (column.distinct <= 1) return { role: 'ignored', reason: 'has the same value in every row' };
  if (namesAnswer(column.name)) {
    return { role: 'ignored', reason: 'looks like the answer of an earlier grouping' };
  }
  if (layout.layout === 'events') {
    return column.kind === 'number'
      ? {
          role: 'ignored',
          reason: 'one value per event is followed over time, and another column fits better',
        }
      : { role: 'ignored', reason: 'describes the event, not the entity' };
  }
  if (column.kind === 'date') return { role: 'ignored', reason: 'a date says when, not what' };
  if (column.kind === 'boolean') return { role: 'category', reason: 'is yes or no' };
  if (column.kind === 'text') return textRole(column, rows, idLike);
  return numberRole(column, rows, idLike);
}

function textRole(column: Measured, rows: number, idLike: boolean): ChosenRole {
  if (column.links > 0.5 * column.filled) return { role: 'ignored', reason: 'is a link' };
  if (column.meanWords >= FREE_TEXT_WORDS && (idLike || column.distinct > MOST_CATEGORIES)) {
    return { role: 'text', reason: 'is free text: segments can go by its words' };
  }
  if (idLike) return { role: 'ignored', reason: 'is different in nearly every row: an id' };
  if (column.distinct <= Math.max(2, Math.min(MOST_CATEGORIES, rows / 2))) {
    return { role: 'category', reason: `has ${column.distinct} different values` };
  }
  if (column.distinct <= rows / ROWS_PER_LEVEL) {
    return {
      role: 'category',
      reason: `has about ${column.distinct} different values, of which rare ones go together`,
    };
  }
  return {
    role: 'ignored',
    reason: `has about ${column.distinct} different values, too many to compare by`,
  };
}

function numberRole(column: Measured, rows: number, idLike: boolean): ChosenRole {
  if (idLike)
    return { role: 'ignored', reason: 'is an id: a whole number of its own in nearly every row' };
  const few = column.distinct <= MOST_CODES && column.distinct <= rows / 10;
  const counts = namesCount(column.name) || (column.min === 0 && column.distinct > 2);
  if (column.whole && few && !counts) {
    return {
      role: 'category',
      reason: `has only ${column.distinct} whole values, which reads as a code`,
    };
  }
  if (column.whole && namesId(column.name)) {
    return { role: 'ignored', reason: 'its name says that it is a code, not an amount' };
  }
  return { role: 'feature', reason: 'is a number that differs between rows' };
}
