import { DataError, OptionError, type Run, show } from '../base/index.ts';
import type { Panel } from '../numeric/index.ts';
import { duckdb, join, name, raw, sql } from '../sql/index.ts';
import type { Column, ColumnDescription, Database, NumberColumn } from '../table/index.ts';
import { checkColumns } from './check-columns.ts';
import { describeCurves } from './series/describe-curves.ts';
import { describeSeries } from './series/describe-series.ts';
import { type FilledPanel, fillPanel } from './series/fill-panel.ts';
import {
  gridOf,
  readMoment,
  type SeriesGrid,
  type StepUnit,
  stepMoment,
  stepName,
} from './series/grid.ts';
import {
  type AskedColumns,
  askedColumns,
  channelCount,
  isWide,
  keyNames,
  matches,
  type SeriesLayout,
  type WideSeries,
  wideGrid,
} from './series/layout.ts';
import type { Fill } from './series/panel-sums.ts';
import { ENTITIES, type SeriesFacts, seriesFacts } from './series/series-facts.ts';
import type { FeatureSchema } from './types.ts';

export interface SeriesOptions {
  /** The key: one column or more. Left out for a wide table, rows are numbered from 1 in a key named "row". */
  readonly entity?: readonly string[];
  /** Long data: the column with a date, a timestamp, or a text of one. */
  readonly time?: string;
  /** Long data: the column with the number, or one for each channel; every row counts 1 when left out. */
  readonly value?: string | readonly string[];
  /** How a text in `time` is written, as for strptime. Default: ISO order. */
  readonly timeFormat?: string;
  /** Long data: `own` counts the steps of each entity from its own first value, so that series differ in length. Default: 'shared'. */
  readonly start?: 'shared' | 'own';
  /** Wide data: the columns in the order of time, as a list, as 'W0..W51' or as 'W*'; of several channels, these by the channel's name. */
  readonly columns?: AskedColumns;
  /** The columns that `columns` stood for at an earlier time; further ones are left out, lacking ones at the end are empty where gaps are. */
  readonly fitted?: AskedColumns;
  /** The length of a step. Default: a day, or what the names of wide columns say. */
  readonly every?: StepUnit;
  /** What stands where there is no row: 0, or missing. Default: 'zero'. */
  readonly fill?: Fill;
  /** The first and the last step, as 2024-12-31. Default: the first and the last in the data. */
  readonly from?: string;
  readonly until?: string;
  /** How many steps there are, where they are counted from each entity's own first. Default: those of the longest series. */
  readonly steps?: number;
  /** What `total_share` is a share of. Default: the total of all entities in the data. */
  readonly total?: number;
}

/** Entities, their series, and what describes these. */
export interface SeriesTable {
  readonly schema: FeatureSchema;
  readonly keys: readonly Column[];
  readonly features: readonly NumberColumn[];
  /** One series per entity, in the order of the keys. */
  readonly panel: Panel;
  readonly grid: SeriesGrid;
  readonly facts: SeriesTableFacts;
}

export interface SeriesTableFacts {
  /** Rows; of a wide table, its cells. */
  readonly rows: number;
  readonly used: number;
  readonly repeated: number;
  readonly outside: number;
  readonly negative: number;
  readonly total: number;
  /** The columns of a wide table, as found. */
  readonly columns: readonly string[] | undefined;
  /** What channels are called; one without a name where there is only one. */
  readonly channels: readonly string[];
}

/** A panel of more numbers than this is more likely a stray date than a wish: 8 GiB. */
const MOST_CELLS = 2 ** 31;

/**
 * A regular panel and describing features from a long or a wide relation.
 *
 * Several values of one entity on one step are added up; where there is none stands 0 (`fill: zero`) or NaN
 * (`fill: gaps`). An entity with rows but without any use is there too, with zeros.
 *
 * Shapes: entities × channels × steps.   Missing: rows without a key, a time or a number are left out and counted.
 * Cost: three scans.   Memory: the panel (4 bytes per cell, see `PanelSums`) and one row per entity.
 * Repeatable: to the bit for whole numbers.
 *
 * @throws {OptionError} neither or both of `time` and `columns`; a date that is none; `from` after `until`
 * @throws {DataError} a column that is not there; a time or value that cannot be read; nothing in the period
 */
export async function seriesFeatures(
  database: Database,
  options: SeriesOptions,
  relation: string,
  run: Run,
): Promise<SeriesTable> {
  const { fill = 'zero' } = options;
  const layout = await layoutOf(database, options, relation, run);
  run.progress('features', 0, 1);
  const facts = await seriesFacts(database, layout, relation, run);
  const grid =
    !isWide(layout) && layout.ownStart !== undefined
      ? await ownGrid(database, layout.ownStart, options, run)
      : cut(options, isWide(layout) ? layout.grid : undefined, facts.first, facts.last);
  const numbers = channelCount(layout) * grid.steps;
  if (facts.entities * numbers > MOST_CELLS) {
    throw new DataError(
      `features: the panel must have at most ${MOST_CELLS} numbers, got ${facts.entities} × ${numbers} from ${stepName(grid, 0)} to ${stepName(grid, grid.steps - 1)}. If a date is astray, set from and until; else take longer steps.`,
    );
  }
  const filled = await fillPanel(database, layout, relation, grid, facts, fill, run);
  warnOfMissing(layout, facts, filled.panel, fill, run);
  warnOf(facts, filled, grid, run);
  const channels = isWide(layout)
    ? layout.channels
    : channelCount(layout) > 1
      ? layout.values
      : [''];
  // Measurements have no days of use; events, which are 0 where there is no row, do.
  const measured = grid.every === 'step' && fill === 'gaps';
  const described = measured
    ? {
        ...describeCurves(filled.panel, keyNames(layout), channels),
        total: options.total ?? facts.total,
      }
    : await describeSeries(
        database,
        { layout, relation, grid, facts, filled, total: options.total },
        run,
      );
  run.progress('features', facts.used, facts.used);
  const { repeated, outside } = filled;
  return {
    schema: described.schema,
    keys: facts.keys,
    features: described.features,
    panel: filled.panel,
    grid,
    facts: {
      rows: facts.rows,
      used: facts.used,
      repeated,
      outside,
      negative: facts.negative,
      total: described.total,
      columns: isWide(layout) ? layout.columns : undefined,
      channels,
    },
  };
}

async function layoutOf(
  database: Database,
  { entity = [], time, value, timeFormat, columns, fitted, fill, every, start }: SeriesOptions,
  relation: string,
  run: Run,
): Promise<SeriesLayout> {
  if ((time === undefined) === (columns === undefined)) {
    throw new OptionError(
      `features: a series is either long, with time and value, or wide, with columns; got ${time === undefined ? 'neither' : 'both'}. Name time and value, or columns.`,
    );
  }
  const there = await database.describe(relation);
  if (columns !== undefined) {
    if (start === 'own') {
      throw new OptionError(
        'features: start: own is for long series; wide ones begin with their first column. Leave start out.',
      );
    }
    const names = there.map((column) => column.name);
    const lacking = fill === 'gaps' && fitted !== undefined ? shorter(fitted, names) : [];
    const asked = askedColumns(fitted ?? columns, [...names, ...lacking], entity);
    if (fitted !== undefined) warnOfLonger(columns, asked.columns, names, run);
    const first = wideGrid(
      asked.columns.slice(0, asked.columns.length / asked.channels.length),
      every,
    );
    const steps = Int32Array.from(asked.columns, (_, i) => first.steps[i % first.steps.length]);
    const wide: WideSeries = {
      entity,
      ...asked,
      grid: first.grid,
      steps,
      absent: new Set(lacking),
    };
    checkColumns('features', entity, there);
    await refuseTexts(database, wide, there, relation);
    return wide;
  }
  if (entity.length === 0) {
    throw new OptionError(
      'features: entity must name the key columns of long series, it is missing. Add: entity: [user_id]',
    );
  }
  const values = value === undefined ? [] : [value].flat();
  checkColumns('features', [...entity, time!, ...values], there);
  return {
    entity,
    time: time!,
    values,
    timeFormat,
    ...(start === 'own' ? { ownStart: every ?? 'day' } : {}),
  };
}

/** The columns at the end of each channel that are not there, where the ones before them are. */
function shorter(fitted: AskedColumns, names: readonly string[]): readonly string[] {
  const there = new Set(names);
  const lists =
    typeof fitted === 'string' || Array.isArray(fitted) ? [fitted] : Object.values(fitted);
  return lists.flatMap((list: string | readonly string[]) => {
    if (typeof list === 'string') return [];
    const end = list.findLastIndex((column) => there.has(column)) + 1;
    return end === 0 ? [] : list.slice(end);
  });
}

/** Says that what the study asks for has more columns by now than it had. */
function warnOfLonger(
  asked: AskedColumns,
  fitted: readonly string[],
  names: readonly string[],
  run: Run,
): void {
  const lists = typeof asked === 'string' || Array.isArray(asked) ? [asked] : Object.values(asked);
  const patterns = lists.filter((list) => typeof list === 'string' && list.includes('*'));
  const known = new Set(fitted);
  const further = patterns
    .flatMap((pattern) => matches(pattern as string, names))
    .filter((column) => !known.has(column));
  if (further.length === 0) return;
  run.warn(
    'longer-series',
    `features: ${further.length} columns from ${show(further[0])} on are more than the longest series of the fit had, and were left out.`,
  );
}

/** Steps counted from each entity's own first: as many as the longest series has. */
async function ownGrid(
  database: Database,
  every: StepUnit,
  { from, until, steps }: SeriesOptions,
  run: Run,
): Promise<SeriesGrid> {
  if (from !== undefined || until !== undefined) {
    throw new OptionError(
      'features: from and until are for series with a common start. Leave them out, or start: own.',
    );
  }
  if (steps !== undefined) return { every: 'step', from: 0, steps };
  const length = duckdb.stepsSince(every, raw('first'), raw('last'));
  const { columns } = await database.query(sql`SELECT max(${length}) FROM ${ENTITIES}`, run);
  const last = Number(columns[0].values[0] ?? Number.NaN);
  if (!Number.isFinite(last)) {
    throw new DataError(
      'features: at least one row must have a key, a day and a number, got none.',
    );
  }
  return { every: 'step', from: 0, steps: last + 1 };
}

/** @throws {DataError} a column of dates, or of texts other than numbers; an empty column may pass for text */
async function refuseTexts(
  database: Database,
  { columns }: WideSeries,
  there: readonly ColumnDescription[],
  relation: string,
): Promise<void> {
  const wanted = new Set(columns);
  const asked = there.filter(({ name }) => wanted.has(name));
  const texts = asked.filter(({ kind }) => kind === 'text').map((column) => column.name);
  const tally = texts.map((column) => {
    const unfit = sql`trim(${duckdb.toText(name(column))}) <> '' AND ${duckdb.toNumber(name(column))} IS NULL`;
    return sql`count(*) FILTER (${unfit})`;
  });
  const counts =
    texts.length === 0
      ? []
      : (await database.query(sql`SELECT ${join(tally)} FROM ${name(relation)}`)).columns;
  const unfit =
    asked.find(({ kind }) => kind === 'date')?.name ??
    texts.find((_, i) => Number(counts[i].values[0]) > 0);
  if (unfit === undefined) return;
  throw new DataError(
    `features: every column of a series must hold numbers, got ${show(unfit)}, which holds texts or dates. Leave it out of columns.`,
  );
}

function warnOfMissing(
  layout: SeriesLayout,
  { missing, rows }: SeriesFacts,
  panel: Panel,
  fill: Fill,
  run: Run,
): void {
  if (isWide(layout) && fill === 'gaps') {
    const { cells, gaps, series } = gapsInside(panel);
    if (gaps === 0) return;
    run.warn(
      'missing-value',
      `features: ${gaps} of ${cells} cells of the series are gaps before their end, in ${series} of ${panel.series} series.`,
    );
  } else if (missing > 0) {
    const what = isWide(layout)
      ? 'cells of the series are empty and count as 0. If that is wrong, say fill: gaps.'
      : layout.values.length > 1
        ? 'values are missing and were left out.'
        : `rows have no ${show(layout.values[0])} and were left out.`;
    run.warn('missing-value', `features: ${missing} of ${rows} ${what}`);
  }
}

/** Cells before the end of their series, those of them that are missing, and the series that these are in. */
function gapsInside({ data, channels, steps, lengths }: Panel) {
  let [cells, gaps, series] = [0, 0, 0];
  for (const [i, length] of lengths.entries()) {
    const before = gaps;
    for (let c = 0; c < channels; c++) {
      const from = (i * channels + c) * steps;
      for (let at = from; at < from + length; at++) if (Number.isNaN(data[at])) gaps++;
    }
    cells += channels * length;
    if (gaps > before) series++;
  }
  return { cells, gaps, series };
}

function warnOf(
  { negative, used }: SeriesFacts,
  { repeated, outside }: FilledPanel,
  grid: SeriesGrid,
  run: Run,
): void {
  const period = `${stepName(grid, 0)} to ${stepName(grid, grid.steps - 1)}`;
  if (outside > 0) {
    run.warn(
      'outside-period',
      `features: ${outside} of ${used} values are not from ${period} and were left out.`,
    );
  }
  if (repeated > 0) {
    run.warn(
      'repeated-steps',
      `features: ${repeated} of ${used} values share their entity and ${grid.every} with another; they were added up.`,
    );
  }
  // Of what is counted there is none below 0; measurements, whose steps have no dates, may be anything.
  if (negative > 0 && grid.every !== 'step') {
    run.warn(
      'negative-values',
      `features: ${negative} of ${used} values are below 0; they were kept as they are.`,
    );
  }
}

/** The grid of the data, with the ends that the options give. */
function cut(
  { from, until, every }: SeriesOptions,
  found: SeriesGrid | undefined,
  first: number,
  last: number,
): SeriesGrid {
  if (found?.every === 'step') {
    if (from === undefined && until === undefined) return found;
    throw new OptionError(
      'features: from and until need columns that are named for dates. Leave them out, and name the columns wanted.',
    );
  }
  const unit = found?.every ?? every ?? 'day';
  const end = found === undefined ? last : stepMoment(found, found.steps - 1);
  const low = from === undefined ? (found?.from ?? first) : readMoment('features: from', from);
  const high = until === undefined ? end : readMoment('features: until', until);
  if (Number.isNaN(low) || Number.isNaN(high)) {
    throw new DataError(
      'features: at least one row must have a key, a day and a number, got none. Name from and until if that is right.',
    );
  }
  const grid = gridOf(unit, low, high);
  if (grid.steps < 1) {
    throw new OptionError(
      `features: from must not be after until, got ${show(from ?? stepName(grid, 0))} and ${show(until ?? new Date(high).toISOString().slice(0, 10))}.`,
    );
  }
  return grid;
}
