import { Run, type RunContext } from '../../base/index.ts';
import { name, sql } from '../../sql/index.ts';
import type { Database } from '../database.ts';
import { holdRows } from '../hold-rows.ts';
import type { SourceFacts } from '../source-facts.ts';
import { chooseRole } from './choose-roles.ts';
import { countDistinct } from './count-distinct.ts';
import { dateFacts } from './date-facts.ts';
import { findDisguises } from './find-disguises.ts';
import { findLayout, isRowIndex, type Layout } from './find-layout.ts';
import { findTraps } from './find-traps.ts';
import { type Measured, measureColumns, SAMPLE_ROWS } from './measure-columns.ts';
import { entityScore, namesEvent, namesId } from './names.ts';
import { topValues } from './top-values.ts';
import type { ColumnInspection, DateFacts, Inspection } from './types.ts';

/** Columns of at most this many values show them all. */
const MOST_TOP_VALUES = 20;

/** What is known beforehand. */
export interface InspectOptions {
  /** The key columns of a table that has one row per entity; the layout is guessed when left out. */
  readonly entity?: readonly string[];
}

/**
 * What is in a relation: types, missing values in any disguise, duplicates, ids, dates and their
 * gaps, traps, and a guess of what each column is good for in a study.
 *
 * Values are shown only of columns with at most 20 different ones that are no ids.
 *
 * Missing: counted, never filled. Units: dates in milliseconds since 1970-01-01 UTC.
 * Cost: four to eight passes over the rows (7 s for 10 million rows of four columns on 2 cores);
 * 8 bytes per row for duplicates, spilled to disk when memory is short.
 * Repeatable: yes, on any number of threads; above a million rows quantiles are of a fixed sample.
 *
 * @throws {QueryError} there is no such relation
 * @example const { columns, traps } = await inspect(database, 'events')
 */
export async function inspect(
  database: Database,
  relation: string,
  context: RunContext = {},
  { entity }: InspectOptions = {},
): Promise<Inspection> {
  const source = database.facts(relation);
  const held = await holdRows(database, relation, context);
  try {
    const layout = entity === undefined ? undefined : ({ layout: 'entities', entity } as const);
    return await inspectRows(database, held, source, layout, context);
  } finally {
    if (held !== relation) await database.execute(sql`DROP TABLE IF EXISTS ${name(held)}`);
  }
}

async function inspectRows(
  database: Database,
  relation: string,
  source: SourceFacts | undefined,
  given: Layout | undefined,
  context: RunContext,
): Promise<Inspection> {
  const run = new Run(context);
  const described = await database.describe(relation);
  const rows =
    source?.rows ??
    Number(
      (await database.query(sql`SELECT count(*) FROM ${name(relation)}`, context)).columns[0]
        .values[0],
    );
  const told = new Map(source?.columns.map((column) => [column.name, column]));
  const stages = 5;
  run.progress('measure columns', 0, stages);
  const measured = await measureColumns(database, relation, described, rows, context);

  run.progress('look for duplicates', 1, stages);
  const all = described.map((column) => column.name);
  const distinct = (columns: readonly string[]) =>
    countDistinct(database, relation, columns, context);
  const duplicateRows = rows - (await distinct(all));
  const { unique, idLike } = await findIds(measured, rows, distinct);

  run.progress('find the layout', 2, stages);
  const layout = given ?? (await findLayout(measured, rows, unique, distinct));
  const disguises = await findDisguises(database, relation, measured, told, context);

  run.progress('count values', 3, stages);
  const few = measured.filter(
    (column) =>
      (column.kind !== 'number' || column.whole) &&
      column.kind !== 'date' &&
      column.distinct <= MOST_TOP_VALUES * (rows > SAMPLE_ROWS ? 1.2 : 1) &&
      column.distinct < rows / 2 &&
      !idLike.has(column.name) &&
      !namesId(column.name) &&
      !/^(STRUCT|MAP|JSON)|\[\]$/.test(column.type),
  );
  const top = await topValues(
    database,
    relation,
    few.map((column) => column.name),
    context,
  );

  run.progress('look at dates', 4, stages);
  const dates = new Map<string, DateFacts | undefined>();
  for (const column of measured.filter((some) => some.kind === 'date')) {
    const format = told.get(column.name)?.format;
    dates.set(column.name, await dateFacts(database, relation, column.name, format, context));
  }

  const columns = measured.map((column): ColumnInspection => {
    const values = top.get(column.name);
    const exact = values === undefined ? column : { ...column, distinct: values.length };
    const day = dates.get(column.name);
    return {
      name: column.name,
      type: column.type,
      kind: column.kind,
      missing: rows - column.filled,
      missingShare: rows === 0 ? 0 : (rows - column.filled) / rows,
      disguised: disguises.get(column.name) ?? [],
      distinct: exact.distinct,
      constant: exact.distinct <= 1,
      idLike: idLike.has(column.name),
      ...numbersOf(column),
      ...(day === undefined ? {} : { dates: day }),
      ...(values === undefined || layout.entity[0] === column.name ? {} : { top: values }),
      ...chooseRole(exact, rows, layout, idLike.has(column.name)),
    };
  });
  run.progress('look at dates', stages, stages);
  return {
    rows,
    duplicateRows,
    columns,
    ...layout,
    traps: findTraps(rows, duplicateRows, measured, disguises, idLike, layout, source),
    sampled: rows > SAMPLE_ROWS,
    ...(source === undefined ? {} : { source }),
  };
}

/**
 * Which columns name rows. Where counts are estimates, every column that may be one is counted again.
 */
async function findIds(
  measured: Measured[],
  rows: number,
  distinct: (columns: readonly string[]) => Promise<number>,
): Promise<{ unique: Set<string>; idLike: Set<string> }> {
  const unique = new Set<string>();
  const idLike = new Set<string>();
  for (let c = 0; c < measured.length; c++) {
    const column = measured[c];
    const canBeId = column.kind === 'text' || (column.kind === 'number' && column.whole);
    if (
      !canBeId ||
      rows < 2 ||
      column.distinct < (rows > SAMPLE_ROWS ? 0.6 : 0.9) * column.filled ||
      column.filled === 0
    )
      continue;
    const named = namesId(column.name) || namesEvent(column.name) || entityScore(column.name) > 0;
    // A whole number that is nearly unique may as well be an amount: only its name makes it an id.
    if (column.kind === 'number' && !named && !isRowIndex(column, rows)) continue;
    const exact = (await distinct([column.name])) - (column.filled < rows ? 1 : 0);
    measured[c] = { ...column, distinct: exact };
    if (exact === rows) unique.add(column.name);
    if (exact >= 0.9 * column.filled) idLike.add(column.name);
  }
  return { unique, idLike };
}

function numbersOf(column: Measured): Pick<ColumnInspection, 'numbers'> {
  if (column.kind !== 'number' || column.filled === 0) return {};
  const [p05, p25, median, p75, p95] = column.quantiles;
  return {
    numbers: {
      min: column.min,
      max: column.max,
      mean: column.mean,
      median,
      quantiles: { p05, p25, p75, p95 },
      negative: column.negative,
      zero: column.zero,
      whole: column.whole,
    },
  };
}
