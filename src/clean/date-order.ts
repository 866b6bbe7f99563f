import { dateCandidates } from '../table/index.ts';

/** Cells of one column that are written alike. */
export interface Shape {
  /** One of them. */
  readonly example: string;
  readonly cells: number;
  /** Cells whose first number is above 12, so that it is no month; the same for the second. */
  readonly firstAbove12: number;
  readonly secondAbove12: number;
}

/** How the cells of a column are read, for good. */
export interface DateReading {
  /** strptime formats, tried in this order. */
  readonly formats: readonly string[];
  /** ISO dates are read too, before them nothing. */
  readonly iso: boolean;
  /** Some cells say a time of day. */
  readonly time: boolean;
}

type Order = 'month-first' | 'day-first';

const orderOf = (label: string): Order | null =>
  /^MM?[/-]/.test(label)
    ? 'month-first'
    : /^DD?[/-]\w*M/.test(label) && !/Mon/.test(label)
      ? 'day-first'
      : null;

/**
 * How a column's dates are read, by the ways in which its cells are written. Where month and day could be
 * exchanged, all cells together decide: one with a first number above 12 says that days come first.
 *
 * @returns `note`: what has to be said about the decision, or null where nothing was open
 */
export function decideFormats(
  shapes: readonly Shape[],
  wanted: 'auto' | Order,
): { reading: DateReading; cells: number; readable: number; note: string | null } {
  const read = shapes.map((shape) => ({ shape, ways: dateCandidates([shape.example]) }));
  const open = read.filter(({ ways }) => ways.some(({ label }) => orderOf(label) !== null));
  const sum = (of: (shape: Shape) => number) =>
    open.reduce((total, { shape }) => total + of(shape), 0);
  const dayFirst = sum(({ firstAbove12 }) => firstAbove12);
  const monthFirst = sum(({ secondAbove12 }) => secondAbove12);
  const order = wanted === 'auto' ? (dayFirst > monthFirst ? 'day-first' : 'month-first') : wanted;
  const both = wanted === 'auto' && dayFirst > 0 && monthFirst > 0;
  const formats = new Set<string>();
  const second = new Set<string>();
  let iso = false;
  let time = false;
  let readable = 0;
  for (const { shape, ways } of read) {
    const possible = ways.filter(({ label }) => (orderOf(label) ?? order) === order);
    const others = both ? ways.filter((way) => !possible.includes(way)) : [];
    for (const way of possible) {
      if (way.formats.length === 0) iso = true;
      for (const format of way.formats) formats.add(format);
      if (way.hasTime) time = true;
    }
    for (const way of others) for (const format of way.formats) second.add(format);
    const impossible = order === 'day-first' ? shape.secondAbove12 : shape.firstAbove12;
    const isOpen = open.some((some) => some.shape === shape);
    if (possible.length > 0) readable += shape.cells - (isOpen && !both ? impossible : 0);
  }
  for (const format of second) formats.add(format);
  const cells = shapes.reduce((total, shape) => total + shape.cells, 0);
  const reading = { formats: [...formats], iso, time };
  const note = wanted === 'auto' && open.length > 0 ? noteOf(order, dayFirst, monthFirst) : null;
  return { reading, cells, readable, note };
}

/** Null where every cell that could decide says the same. */
function noteOf(order: Order, dayFirst: number, monthFirst: number): string | null {
  const words = order === 'day-first' ? 'day first' : 'month first';
  if (dayFirst > 0 && monthFirst > 0) {
    return `has ${dayFirst} cells that can only be day first and ${monthFirst} that can only be month first; those that could be either are read ${words}. State the order, or mend the file.`;
  }
  if (dayFirst > 0 || monthFirst > 0) return null;
  return `could be read month first or day first in every cell, and is read ${words}. State it: order: day-first`;
}

/** 'is read as %m/%d/%Y %H:%M'. */
export function sayFormats(reading: DateReading | undefined): string {
  if (reading === undefined) return '';
  const { formats, iso } = reading;
  const ways = [...(iso ? ['ISO order'] : []), ...formats];
  if (ways.length === 0) return 'holds nothing to read';
  return `is read as ${ways.length <= 3 ? ways.join(', ') : `${ways.length} ways of writing dates`}`;
}
