import { OptionError, type Run } from '../base/index.ts';
import { type SeriesOptions, seriesFeatures, stepName } from '../features/index.ts';
import type { Panel } from '../numeric/index.ts';
import type { Database } from '../table/index.ts';
import { carriedColumns } from './carried-columns.ts';
import type { Declared } from './declared.ts';
import type { Entities, FeaturesOf, Resolved } from './entities.ts';
import { readTruth, withinColumn } from './entities.ts';
import type { OpenedSource } from './open-source.ts';
import type { Study } from './schema.ts';

/** Entities that are described by usage features and clustered by their series. */
export async function seriesEntities(
  database: Database,
  study: Study,
  features: FeaturesOf<'series'>,
  { relation, truth, facts: source }: OpenedSource,
  run: Run,
  resolved: Resolved,
): Promise<Entities> {
  const { entity = [], cluster, compare = [] } = study;
  const { kind: _, ...asked } = features;
  const { columns, channels, ...fixed } = resolved;
  const fitted = columns && byChannel(columns, channels);
  const options = { ...asked, entity, ...fixed, ...(fitted === undefined ? {} : { fitted }) };
  const table = await seriesFeatures(database, options, relation, run);
  const { panel, grid, facts, keys } = table;
  const wide = facts.columns !== undefined;
  const several = panel.channels > 1;
  const count = panel.series;
  if (compare.length > 0 && !(wide && source.rows === count)) {
    throw new OptionError(
      'study: compare needs a table of one row per entity, got series with several rows of one. Leave compare out.',
    );
  }
  const beside =
    wide && source.rows === count ? [...new Set([...compare, ...withinOf(cluster)])] : compare;
  const carried = await carriedColumns(
    database,
    relation,
    entity,
    beside.filter((column) => !entity.includes(column)),
    run,
  );
  const dated = grid.every !== 'step';
  const [first, last] = [stepName(grid, 0), stepName(grid, grid.steps - 1)];
  return {
    schema: table.schema,
    count,
    keys,
    features: table.features,
    within: withinColumn(cluster.within, [...keys, ...carried]),
    known:
      truth === null
        ? carried.filter((column) => compare.includes(column.name))
        : [await readTruth(database, truth, keys, run)],
    resolved: {
      total: facts.total,
      ...(dated ? { from: first, until: last } : {}),
      ...(asked.start === 'own' ? { steps: grid.steps } : {}),
      ...(wide ? { columns: facts.columns } : {}),
      ...(several ? { channels: facts.channels } : {}),
    },
    rowsRead: wide ? source.rows : facts.rows / panel.channels,
    rowsUsed: wide ? source.rows : Math.ceil((facts.used - facts.outside) / panel.channels),
    period: dated ? [first, last] : null,
    series: { panel, grid, channels: facts.channels },
    declared: silent(panel, features.fill ?? 'zero', `from ${first} to ${last}`),
  };
}

/** The columns by the name of their channel. */
function byChannel(
  columns: readonly string[],
  channels: readonly string[] | undefined,
): SeriesOptions['columns'] {
  if (channels === undefined) return columns;
  const width = columns.length / channels.length;
  return Object.fromEntries(
    channels.map((channel, c) => [channel, columns.slice(c * width, (c + 1) * width)]),
  );
}

const withinOf = ({ within }: Study['cluster']) => (within === undefined ? [] : [within]);

/** Series without any activity: they have no shape to be clustered by. Gap-aware ones may also have no value at all. */
function silent(panel: Panel, fill: 'zero' | 'gaps', period: string): Declared[] {
  const zeros: number[] = [];
  const empty: number[] = [];
  for (let i = 0; i < panel.series; i++) {
    const row = panel.row(i);
    if (row.every((value) => Number.isNaN(value))) empty.push(i);
    else if (row.every((value) => value === 0 || Number.isNaN(value))) zeros.push(i);
  }
  return [
    { name: 'no activity', rule: `no value other than 0 ${period}`, rows: Int32Array.from(zeros) },
    ...(fill === 'zero'
      ? []
      : [{ name: 'no data', rule: `no value at all ${period}`, rows: Int32Array.from(empty) }]),
  ];
}
