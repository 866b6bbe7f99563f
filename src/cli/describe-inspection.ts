import { show } from '../base/index.ts';
import type { ColumnInspection, Inspection, SuggestedClean } from '../study/index.ts';
import { table } from './table.ts';

/** An inspection as a table for people, traps below. */
export function describeInspection({
  rows,
  columns,
  layout,
  entity,
  traps,
  source,
}: Inspection): string {
  const many = (count: number, noun: string) =>
    `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
  const written = [
    source?.format,
    source?.compression === 'none' ? undefined : source?.compression,
    source?.encoding,
  ]
    .filter((part) => part !== undefined)
    .join(', ');
  const fetched =
    source?.fetchedBytes === undefined
      ? ''
      : `, ${source.fetchedBytes.toLocaleString('en')} bytes fetched${source.fetchedBytes < source.bytes ? ` of ${source.bytes.toLocaleString('en')}` : ''}`;
  const head = `${many(rows, 'row')}, ${many(columns.length, 'column')}${written === '' ? '' : ` (${written})`}${fetched}`;
  const lines = columns.map((column) => [
    column.name,
    column.type.toLowerCase(),
    column.missing === 0
      ? ''
      : `${column.missing.toLocaleString('en')} (${percent(column.missingShare)})`,
    column.distinct.toLocaleString('en'),
    content(column),
    column.role,
    column.reason,
  ]);
  const keys =
    entity.length === 0
      ? 'each row is an entity of its own'
      : `one entity is one ${entity.join(' + ')}`;
  return [
    head,
    '',
    table(['column', 'type', 'missing', 'distinct', 'content', 'role', 'because'], lines),
    '',
    layout === 'events'
      ? `Layout: events over time; ${keys}.`
      : `Layout: one row per entity; ${keys}.`,
    ...(traps.length === 0
      ? []
      : ['', 'Traps:', ...joinTraps(traps, columns).map((trap) => `  - ${trap}`)]),
  ].join('\n');
}

/** As many neighbouring columns of which the same is to be said are one line. */
const RUN = 8;

function joinTraps(traps: Inspection['traps'], columns: readonly ColumnInspection[]): string[] {
  const places = new Map(columns.map(({ name }, place) => [name, place]));
  const said = traps.map(({ column, message }) =>
    column === undefined
      ? undefined
      : { place: places.get(column)!, what: message.replace(show(column), '') },
  );
  const goesOn = (at: number) =>
    said[at] !== undefined &&
    said[at].what === said[at - 1]?.what &&
    said[at].place === said[at - 1]!.place + 1;
  const lines: string[] = [];
  for (let from = 0; from < traps.length; ) {
    let to = from + 1;
    while (to < traps.length && goesOn(to)) to++;
    if (to - from < RUN) lines.push(...traps.slice(from, to).map(({ message }) => message));
    else {
      const last = show(traps[to - 1].column);
      lines.push(
        `${traps[from].message} The same is true of the ${to - from - 1} columns after it, up to ${last}.`,
      );
    }
    from = to;
  }
  return lines;
}

function content({ constant, role, numbers, dates, top }: ColumnInspection): string {
  // The least and the greatest id are two customers, and in short form they are no ids at all.
  if (role === 'entity') return '';
  if (constant) return 'constant';
  if (numbers) return `${short(numbers.min)} … ${short(numbers.median)} … ${short(numbers.max)}`;
  if (dates) return `${day(dates.first)} to ${day(dates.last)}, ${dates.frequency}`;
  if (!top) return '';
  const shown = top
    .slice(0, 4)
    .map(({ value }) => (value.length > 16 ? `${value.slice(0, 15)}…` : value));
  return shown.join(' ') + (top.length > 4 ? ' …' : '');
}

const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
const short = (value: number) =>
  Math.abs(value) >= 1e15
    ? value.toExponential(2)
    : new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 }).format(
        value,
      );
const percent = (share: number) => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;

/** The steps that the data call for; clade init writes them. */
export function describeSuggestedClean({ steps, reasons }: SuggestedClean): string[] {
  if (reasons.length === 0) return [];
  const head =
    steps.length > 0 ? "Steps for a study's clean list, which clade init writes:" : 'Cleaning:';
  return ['', head, ...reasons.map((reason) => `  - ${reason}`)];
}
