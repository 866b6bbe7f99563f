import type { Measured } from './measure-columns.ts';
import {
  entityScore,
  namesAmount,
  namesEvent,
  namesId,
  namesIndex,
  namesPositive,
} from './names.ts';

/** What is segmented and where it stands in time. */
export interface Layout {
  readonly layout: 'events' | 'entities';
  readonly entity: readonly string[];
  readonly time?: string;
  readonly value?: string;
}

/** Exact number of different combinations of the named columns. */
export type CountDistinct = (columns: readonly string[]) => Promise<number>;

/** Values few enough to be part of a key beside the entity, such as the kind of API called. */
const FEW = 100;

/**
 * Guesses the layout: events, when something with an id comes again under different times.
 *
 * @param unique names of the columns in which every row has a value of its own
 */
export async function findLayout(
  columns: readonly Measured[],
  rows: number,
  unique: ReadonlySet<string>,
  distinct: CountDistinct,
): Promise<Layout> {
  const time = columns
    .filter((column) => column.kind === 'date' && column.filled >= 0.5 * rows)
    .sort((a, b) => b.distinct - a.distinct)[0];
  const ids = columns.filter((column) => isKeyLike(column) && !isRowIndex(column, rows));
  const own = ids
    .filter((column) => unique.has(column.name))
    .sort((a, b) => entityScore(b.name) - entityScore(a.name))[0];
  const repeated = ids
    .filter((column) => !unique.has(column.name) && column.filled >= 0.5 * rows)
    .map((column) => ({ column, score: entityScore(column.name) }))
    .filter(
      ({ score, column }) =>
        score > 0 ||
        (column.kind === 'text' && column.distinct > FEW && score === 0 && column.meanLength < 24),
    )
    .sort((a, b) => b.score - a.score || b.column.distinct - a.column.distinct)[0];

  const events =
    time !== undefined &&
    repeated !== undefined &&
    (own === undefined ||
      namesEvent(own.name) ||
      entityScore(repeated.column.name) > entityScore(own.name));
  if (!events) {
    if (own !== undefined) return { layout: 'entities', entity: [own.name] };
    const pair = repeated && (await pairedKey(repeated.column, columns, rows, distinct));
    return { layout: 'entities', entity: pair ?? [] };
  }

  const entity = await widenKey(repeated.column, time, columns, rows, distinct);
  const value = columns
    .filter((c) => c.kind === 'number' && !entity.includes(c.name) && !unique.has(c.name))
    .filter((c) => c.distinct > 1 && !namesId(c.name) && !isRowIndex(c, rows))
    .map((c) => ({ c, score: (namesAmount(c.name) ? 2 : 0) - (namesPositive(c.name) ? 1 : 0) }))
    .sort((a, b) => b.score - a.score)[0];
  return { layout: 'events', entity, time: time.name, value: value?.c.name };
}

/** Adds a column of few values when only with it entity and time name one row. */
async function widenKey(
  entity: Measured,
  time: Measured,
  columns: readonly Measured[],
  rows: number,
  distinct: CountDistinct,
): Promise<string[]> {
  const key = [entity.name];
  if ((await distinct([...key, time.name])) === rows) return key;
  for (const column of partsOfKeys(entity, columns, rows)) {
    if ((await distinct([...key, column.name, time.name])) === rows) return [...key, column.name];
  }
  return key;
}

/** Two columns that together have a value of their own in every row: a user and a kind of API. */
async function pairedKey(
  entity: Measured,
  columns: readonly Measured[],
  rows: number,
  distinct: CountDistinct,
): Promise<string[] | undefined> {
  for (const column of partsOfKeys(entity, columns, rows)) {
    const key = [entity.name, column.name];
    if ((await distinct(key)) === rows) return key;
  }
  return undefined;
}

function partsOfKeys(entity: Measured, columns: readonly Measured[], rows: number): Measured[] {
  return columns
    .filter((column) => column.kind === 'text' && column.name !== entity.name)
    .filter((column) => column.distinct > 1 && column.distinct <= FEW && column.filled === rows)
    .slice(0, 5);
}

/** Text or whole numbers: something that can name an entity. */
function isKeyLike(column: Measured): boolean {
  if (column.filled === 0) return false;
  if (column.kind === 'text') return column.meanLength < 64 || namesId(column.name);
  return (
    column.kind === 'number' &&
    column.whole &&
    column.negative === 0 &&
    (namesId(column.name) || entityScore(column.name) > 0)
  );
}

/** A column that only counts the rows, as written by a table library. */
export function isRowIndex(column: Measured, rows: number): boolean {
  return (
    namesIndex(column.name) &&
    column.kind === 'number' &&
    column.whole &&
    column.filled === rows &&
    column.distinct > 0.9 * rows
  );
}
