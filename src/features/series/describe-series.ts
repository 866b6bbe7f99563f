import type { Run } from '../../base/index.ts';
import { duckdb, type Fragment, join, name, raw, sql } from '../../sql/index.ts';
import type { Database, NumberColumn } from '../../table/index.ts';
import { keyAlias } from '../events.ts';
import type { Feature, FeatureSchema } from '../types.ts';
import { usageList } from '../usage/usage-list.ts';
import { usageFeatures } from '../usage-features.ts';
import type { FilledPanel } from './fill-panel.ts';
import type { SeriesGrid } from './grid.ts';
import { firstChannel, givenRows, isWide, keyNames, type SeriesLayout, stepOf } from './layout.ts';
import { ENTITIES, type SeriesFacts } from './series-facts.ts';

/** The view of the values other than 0 within the grid, one day for each step. */
const USE = 'series_use';
/** A Monday, for the first step of grids that are not of days. */
const FIRST_MONDAY = '1970-01-05';

/** What an entity without any use has: none of it. Other features are missing. */
const withoutUse = ['use_days', 'use_duration', 'total_calls_log10', 'total_share'];

export interface DescribedSeries {
  readonly layout: SeriesLayout;
  readonly relation: string;
  readonly grid: SeriesGrid;
  readonly facts: SeriesFacts;
  readonly filled: FilledPanel;
  /** What `total_share` is a share of; the sum of this data when left out. */
  readonly total: number | undefined;
}

export interface Description {
  readonly schema: FeatureSchema;
  /** One number per entity and feature, in the order of the places. */
  readonly features: readonly NumberColumn[];
  readonly total: number;
}

/**
 * The usage features of each series: they say in words what a curve shows, and nothing is clustered by
 * them.
 *
 * Steps that are not days are counted as if they were, and the words say so. A value of 0 is no use. Of several channels
 * the first is described.
 */
export async function describeSeries(
  database: Database,
  series: DescribedSeries,
  run: Run,
): Promise<Description> {
  const { layout, grid, facts, filled } = series;
  const daily = grid.every === 'day';
  const list = usageList.filter((feature) => daily || feature.name !== 'weekend_share');
  const keys = keyNames(layout);
  const schema = {
    keys,
    features: list.map(({ name, unit, meaning }) => inSteps({ name, unit, meaning }, grid)),
  };
  const total = series.total ?? facts.total;
  if (filled.usedValues === 0) {
    const columns = list.map((feature) => emptyColumn(feature.name, facts.entities));
    return { schema, features: columns, total };
  }
  await database.execute(useView(series), run);
  const [from, dayMs] = [daily ? grid.from : Date.parse(FIRST_MONDAY), 86_400_000];
  const day = (step: number) => new Date(from + step * dayMs).toISOString().slice(0, 10);
  const { usedValues, usedCells, firstUsed, lastUsed } = filled;
  const usage = usageFeatures({
    entity: keys.map((_, i) => keyAlias(i).text),
    time: 'step_day',
    value: 'value',
    columns: list.map((feature) => feature.name),
    until: day(grid.steps - 1),
    total,
    facts: {
      rows: usedValues,
      used: usedValues,
      entityDays: usedCells,
      total,
      firstDay: day(firstUsed),
      lastDay: day(lastUsed),
      calendarDays: lastUsed - firstUsed + 1,
      whole: facts.whole,
      largestDay: usedCells === usedValues ? facts.largest : facts.absolute,
    },
  });
  const none = new Set(withoutUse);
  const columns = list.map(({ name: feature }) =>
    none.has(feature) ? sql`coalesce(${name(feature)}, 0) AS ${name(feature)}` : name(feature),
  );
  const table = await database.query(
    sql`SELECT ${join(columns)} FROM ${ENTITIES} LEFT JOIN (${usage.select(USE)}) USING (${join(keys.map((_, i) => keyAlias(i)))}) WHERE place IS NOT NULL ORDER BY place`,
    run,
  );
  return { schema, features: table.columns as readonly NumberColumn[], total };
}

function useView({ layout: given, relation, grid }: DescribedSeries): Fragment {
  const layout = firstChannel(given);
  const first =
    grid.every === 'day' ? new Date(grid.from).toISOString().slice(0, 10) : FIRST_MONDAY;
  const keys = join(keyNames(layout).map((_, i) => keyAlias(i)));
  const own = !isWide(layout) && layout.ownStart !== undefined;
  const values = own
    ? sql`(${givenRows(layout, relation)}) AS given JOIN (SELECT ${keys}, first FROM ${ENTITIES}) AS entities USING (${keys})`
    : sql`(${givenRows(layout, relation)})`;
  return sql`CREATE OR REPLACE VIEW ${name(USE)} AS SELECT ${keys}, ${duckdb.dayAfter(first, raw('step'))} AS step_day, value FROM (
  SELECT *, ${stepOf(layout, grid, raw('entities'))} AS step FROM ${values}
) WHERE step >= 0 AND step < ${raw(String(grid.steps))} AND ${duckdb.isFinite(raw('value'))} AND value <> 0`;
}

function emptyColumn(column: string, entities: number): NumberColumn {
  const value = withoutUse.includes(column) ? 0 : Number.NaN;
  return { name: column, type: 'number', values: new Float64Array(entities).fill(value) };
}

/** The same words for steps of another length. */
function inSteps(feature: Feature, { every }: SeriesGrid): Feature {
  if (every === 'day') return feature;
  const say = (text: string) =>
    text
      .replaceAll(/\bdays\b/g, `${every}s`)
      .replaceAll(/\bday\b/g, every)
      .replaceAll(/\bDays\b/g, `${every[0].toUpperCase()}${every.slice(1)}s`);
  return { ...feature, unit: say(feature.unit), meaning: say(feature.meaning) };
}
