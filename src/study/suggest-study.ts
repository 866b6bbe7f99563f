import { Document, YAMLSeq } from 'yaml';
import { DataError, integer, OptionError, show, suggest } from '../base/index.ts';
import type { ColumnInspection, Inspection } from '../table/index.ts';
import { expandGrid, type GridOptions } from './grid.ts';
import { comment, nameOf } from './study-text.ts';
import { annotateClean, suggestClean } from './suggest-clean.ts';
import { findRetail, suggestRetail } from './suggest-retail.ts';
import { findSeries, suggestSeries } from './suggest-series.ts';
import { hasLongTail, tableSteps, useOf } from './table-steps.ts';

/** What a person may decide otherwise than was guessed. */
export interface StudyWishes {
  readonly entity?: readonly string[];
  readonly time?: string;
  readonly value?: string;
  readonly features?: readonly string[];
  /** Numbers of segments to try, such as '2..10'. */
  readonly clusters?: string;
}

/** What `clade init` would write when nothing is wished otherwise. */
export interface StudyGuess
  extends Required<Pick<StudyWishes, 'entity' | 'features' | 'clusters'>> {
  readonly layout: Inspection['layout'];
  readonly time?: string;
  readonly value?: string;
  /** The key whose few values are clustered apart. */
  readonly within?: string;
  /** Columns of few values, to compare the segments with. */
  readonly compare: readonly string[];
}

/** A group column of more values than this makes groups too small to look at one by one. */
const MOST_GROUPS = 20;

const isFeature = ({ role }: ColumnInspection) =>
  role === 'feature' || role === 'category' || role === 'text';

/** @throws {DataError} there is no column to segment by */
export function guessStudy(inspection: Inspection): StudyGuess {
  const { columns, entity, layout, time, value } = inspection;
  const named = (role: ColumnInspection['role']) =>
    columns.filter((column) => column.role === role);
  const numbers = named('feature');
  const categories = named('category');
  const texts = named('text');
  // Where numbers are the lesser part, what describes an entity stands in its levels and words; beside many
  // numbers a category is more often a group that is known already.
  const mixed = layout === 'entities' && (texts.length > 0 || categories.length > numbers.length);
  const features = columns
    .filter(
      (column) =>
        numbers.includes(column) || (mixed && column.role !== 'feature' && isFeature(column)),
    )
    .map(({ name }) => name);
  if (layout === 'entities' && features.length === 0) {
    const same = columns.filter(({ distinct }) => distinct <= 1).length;
    const why = same === 0 ? '' : ` (${same} of ${columns.length} hold one value in all rows)`;
    throw new DataError(
      inspection.rows < 2
        ? `init: there must be at least two rows to make segments of, got ${inspection.rows}. Give more rows.`
        : `init: there must be at least one column to segment by, got none${why}. See what is there with: clade inspect DATA`,
    );
  }
  const keys = columns.filter(({ name }) => entity.includes(name));
  const within = layout === 'events' && keys.length > 1 ? fewest(keys) : undefined;
  const compare = (mixed ? [] : categories).filter(
    ({ distinct }) => distinct >= 2 && distinct <= MOST_GROUPS,
  );
  return {
    layout,
    entity,
    time,
    value,
    features,
    clusters: '2..10',
    within,
    compare: layout === 'entities' ? compare.map(({ name }) => name) : [],
  };
}

/** @throws {OptionError} a wish for a column that is not there or of the wrong kind, or for no number of segments */
export function checkWishes({ columns }: Inspection, wishes: StudyWishes): void {
  const check = (wish: string, kind?: 'number' | 'date') => {
    const column = columns.find(({ name }) => name === wish);
    if (column === undefined) {
      const known = columns.map(({ name }) => name);
      throw new OptionError(
        `init: there is no column ${show(wish)} in the data. ${suggest(wish, known)}`,
      );
    }
    if (kind === undefined || column.kind === kind) return;
    const fitting = columns.filter((other) => other.kind === kind).map(({ name }) => name);
    const noun = kind === 'number' ? 'a number' : 'a date';
    throw new OptionError(
      `init: column ${show(wish)} must be ${noun}, got ${column.kind}. ${suggest(wish, fitting)}`,
    );
  };
  for (const wish of wishes.entity ?? []) check(wish);
  for (const wish of wishes.features ?? []) check(wish);
  if (wishes.time !== undefined) check(wishes.time, 'date');
  if (wishes.value !== undefined) check(wishes.value, 'number');
  if (wishes.clusters !== undefined) {
    expandGrid('init', { clusters: segmentCount }, { clusters: countsOf(wishes.clusters) });
  }
}

const segmentCount = integer({ min: 1, meaning: 'number of segments', default: 8 });

/** '3' → 3, '2, 3, 5' → a list, '2..10' stays a range. */
function countsOf(clusters: string): GridOptions[string] {
  const counts = clusters
    .split(',')
    .map((count) => (count.trim() === '' ? Number.NaN : Number(count)));
  if (counts.some(Number.isNaN)) return clusters;
  return counts.length === 1 ? counts[0] : counts;
}

/**
 * A study file for what was seen, with the reasons as comments.
 *
 * @param path the data, as the study will name it
 */
export function suggestStudy(
  inspection: Inspection,
  path: string,
  wishes: StudyWishes = {},
): string {
  checkWishes(inspection, wishes);
  const guess = { ...guessStudy(inspection), ...wishes };
  const plain = wishes.features === undefined && wishes.value === undefined;
  const retail = plain ? findRetail(inspection, guess) : undefined;
  if (retail !== undefined) {
    return suggestRetail(inspection, path, retail, guess.entity, countsOf(guess.clusters));
  }
  const series = wishes.features === undefined ? findSeries(inspection, guess) : undefined;
  if (series !== undefined) {
    const { entity, clusters } = guess;
    return suggestSeries(inspection, path, series, entity, countsOf(clusters));
  }
  const events = guess.layout === 'events' && guess.time !== undefined;
  const used = inspection.columns.filter(({ name }) => guess.features.includes(name));
  const mixed = !events && used.some((column) => useOf(column) !== 'number');
  const skewed = events ? skewedUsage : used.filter(hasLongTail).map(({ name }) => name);
  const clean = suggestClean({ ...inspection, entity: guess.entity, time: guess.time });
  const document = new Document({
    clade: 1,
    name: nameOf(path),
    parameters: { data: path },
    source: '${data}',
    ...(clean.steps.length > 0 ? { clean: clean.steps } : {}),
    ...(guess.entity.length > 0 ? { entity: guess.entity } : {}),
    features: events
      ? { kind: 'usage', time: guess.time, ...(guess.value ? { value: guess.value } : {}) }
      : { kind: 'table', columns: guess.features },
    prepare: mixed
      ? tableSteps(used)
      : [
          ...(events ? [{ step: 'drop', columns: describing }] : []),
          { step: 'impute' },
          ...(skewed.length > 0 ? [{ step: 'log1p', columns: skewed }] : []),
          { step: 'standard' },
        ],
    cluster: {
      method: 'KMeans',
      ...(events && guess.within ? { within: guess.within } : {}),
      clusters: countsOf(guess.clusters),
      restarts: 5,
    },
    choose: { by: 'silhouette' },
    ...(!events && guess.compare.length > 0 ? { compare: guess.compare } : {}),
  });
  annotate(document, inspection, guess, events);
  annotateClean(document, clean);
  return document.toString({ lineWidth: 100 });
}

/** Usage features that describe segments but do not make them: they repeat what the others say. */
const describing = [
  'usage_range',
  'mean_usage_scaled',
  'sd_usage_scaled',
  'mean_per_day',
  'slope',
  'peaks',
  'days_since_last',
  'total_share',
];

/** Usage features that are counts over orders of magnitude. */
const skewedUsage = ['use_days', 'use_duration', 'avg_cont_use'];

function fewest(keys: readonly ColumnInspection[]): string | undefined {
  const sorted = keys
    .filter(({ distinct }) => distinct <= MOST_GROUPS)
    .sort((a, b) => a.distinct - b.distinct);
  return sorted[0]?.name;
}

function annotate(
  document: Document,
  inspection: Inspection,
  guess: StudyGuess,
  events: boolean,
): void {
  const { rows, columns, traps } = inspection;
  document.commentBefore = [
    ` Written from ${rows.toLocaleString('en')} rows. Change what is not meant so, then: clade fit`,
    ...traps.map(({ message }) => ` Note: ${message}`),
  ].join('\n');
  const ignored = columns.filter(({ role }) => role === 'ignored');
  const unused = columns.filter(
    ({ name, role }) =>
      role === 'category' && ![...guess.features, ...guess.compare].includes(name),
  );
  comment(
    document,
    ['features'],
    [
      ...(events ? [' Every feature of usage events; list some under "columns" for fewer.'] : []),
      ...ignored.map(({ name, reason }) => ` Left out: ${name} (${reason})`),
      ...(events
        ? []
        : unused.map(
            ({ name, distinct }) =>
              ` Left out: ${name} (${distinct} levels; list it here, with a step "category" or "text", to segment by it)`,
          )),
    ],
  );
  comment(
    document,
    ['compare'],
    [' Never used for clustering: the report says how far the segments agree with these.'],
  );
  comment(document, ['prepare'], [' Fitted once here, applied unchanged by clade score.']);
  comment(
    document,
    ['cluster', 'clusters'],
    [' A value, a list or a range; the best is chosen below.'],
  );
  const steps = (document.get('prepare') as YAMLSeq).items.length;
  for (const item of [
    document.get('entity', true),
    document.getIn(['features', 'columns'], true),
    document.get('compare', true),
    ...Array.from({ length: steps }, (_, i) => document.getIn(['prepare', i, 'columns'], true)),
    ...Array.from({ length: steps }, (_, i) => document.getIn(['prepare', i, 'values'], true)),
  ]) {
    if (item instanceof YAMLSeq) item.flow = true;
  }
}
