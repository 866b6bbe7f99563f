import { Document, YAMLSeq } from 'yaml';
import type { ColumnInspection, Inspection } from '../table/index.ts';
import { findFileSeries } from './find-file-series.ts';
import { type FoundSeries, namesGroups } from './found-series.ts';
import { amountsPlan, shapesPlan } from './series-plans.ts';
import { comment, nameOf } from './study-text.ts';

interface Guessed {
  readonly layout: Inspection['layout'];
  readonly entity: readonly string[];
  readonly time?: string;
  readonly value?: string;
}

/** An entity with rows on fewer of the steps is one of events: features say more of it than a curve of zeros. */
const DENSE = 0.2;
/** A series of fewer steps has no pattern to speak of. */
const FEWEST_STEPS = 12;
const FEWEST_LONG_STEPS = 60;
/** Amounts of which fewer are 0 are there all the time: their shape says more than their days. */
const MANY_ZEROS = 0.1;
/** Columns that count up, whatever they are called: so many are hardly features. */
const MANY_COLUMNS = 100;
/** What columns of steps are called: W0, day 12, t_3. */
const TIME_WORDS = /^(w|wk|week|d|day|h|hr|hour|m|mon|month|q|quarter|t|time|step)[ _.-]?$/i;
const DAY_MS = 86_400_000;

/** Regular series in the data, long or wide; undefined where there are events or features. */
export function findSeries(inspection: Inspection, guess: Guessed): FoundSeries | undefined {
  return (
    findFileSeries(inspection) ??
    (guess.layout === 'events' ? findLong(inspection, guess) : findWide(inspection, guess))
  );
}

function findLong({ columns, rows }: Inspection, guess: Guessed): FoundSeries | undefined {
  const named = (name: string | undefined) => columns.find((column) => column.name === name);
  const [time, value] = [named(guess.time), named(guess.value)];
  const key = guess.entity.length === 1 ? named(guess.entity[0]) : undefined;
  if (time?.dates === undefined || value?.numbers === undefined || key === undefined) return;
  const { frequency, first, last } = time.dates;
  const days = Math.floor((last - first) / DAY_MS) + 1;
  const lengths: Partial<Record<typeof frequency, ['day' | 'week' | 'month', number]>> = {
    'half-hourly': ['day', days],
    hourly: ['day', days],
    daily: ['day', days],
    weekly: ['week', days / 7],
    monthly: ['month', days / 30.4],
  };
  const [every, steps] = lengths[frequency] ?? ['day', 0];
  if (steps < (every === 'day' ? FEWEST_LONG_STEPS : FEWEST_STEPS)) return;
  const density = Math.min(1, rows / (key.distinct * steps));
  if (density < DENSE) return;
  const { numbers } = value;
  // A meter reads something every hour; what sells or is used may be 0, or not be there.
  const gaps = numbers.zero === 0 && !numbers.whole;
  return {
    features: { time: time.name, value: value.name, every, ...(gaps ? { fill: 'gaps' } : {}) },
    steps: Math.round(steps),
    gaps,
    uneven: false,
    amounts: numbers.min >= 0 && (gaps ? 0 : 1 - density) + numbers.zero / rows >= MANY_ZEROS,
    columns: [time.name, value.name],
    compare: [],
    reason: `${show(key.name)} has rows on ${Math.round(100 * density)} % of the ${every}s: its days are a series. For events on few days: kind: usage.`,
  };
}

function findWide({ columns, rows }: Inspection, { entity }: Guessed): FoundSeries | undefined {
  const others = columns.filter(({ name }) => !entity.includes(name));
  const run = longestRun(others);
  if (run.length < FEWEST_STEPS) return;
  const [first, last] = [run[0].name, run[run.length - 1].name];
  const numbers = run.flatMap((column) => column.numbers ?? []);
  const amounts =
    numbers.every(({ min }) => min >= 0) &&
    numbers.reduce((sum, { zero }) => sum + zero, 0) >= MANY_ZEROS * rows * run.length;
  // In a curve nothing is no zero, in series to come neither.
  const gaps = !amounts || run.some(({ missing }) => missing > 0);
  return {
    features: { columns: `${first}..${last}`, ...(gaps ? { fill: 'gaps' } : {}) },
    steps: run.length,
    gaps,
    // A day without a value is a gap, also the last one.
    uneven: !dated(last) && run[run.length - 1].missing > 0,
    amounts,
    columns: run.map(({ name }) => name),
    compare: others
      .filter((column) => !run.includes(column) && namesGroups(column, rows))
      .map(({ name }) => name),
    reason: `Each of the ${rows.toLocaleString('en')} rows has ${run.length} numbers one after the other, ${show(first)} to ${show(last)}.`,
  };
}

/** The longest run of neighbouring columns that count up in steps of time; the first of equals. */
function longestRun(columns: readonly ColumnInspection[]): ColumnInspection[] {
  let best: ColumnInspection[] = [];
  let run: ColumnInspection[] = [];
  for (const column of columns) {
    const goes = run.length > 0 && follows(run[run.length - 1].name, column.name);
    const numbers = column.kind === 'number' || column.missing > 0;
    run = !numbers ? [] : goes ? [...run, column] : [column];
    if (run.length > best.length && isTime(run)) best = run;
  }
  return best;
}

const counted = /^(.*?)(\d+)$/;

function follows(before: string, name: string): boolean {
  if (dated(before) && dated(name)) return name > before;
  const [a, b] = [counted.exec(before), counted.exec(name)];
  return a !== null && b !== null && a[1] === b[1] && Number(b[2]) === Number(a[2]) + 1;
}

function isTime(run: readonly ColumnInspection[]): boolean {
  const [{ name }] = run;
  return (
    dated(name) || TIME_WORDS.test(counted.exec(name)?.[1] ?? '') || run.length >= MANY_COLUMNS
  );
}

const dated = (name: string) => /^\d{4}-\d{2}(-\d{2})?$/.test(name);

const show = (name: string) => JSON.stringify(name);

/** A study of series, with the reasons as comments. */
export function suggestSeries(
  { rows, traps }: Inspection,
  path: string,
  found: FoundSeries,
  entity: readonly string[],
  clusters: unknown,
): string {
  const { features, gaps, amounts, compare, reason } = found;
  const plan = amounts ? amountsPlan(found) : shapesPlan(found);
  const document = new Document({
    clade: 1,
    name: nameOf(path),
    parameters: { data: path },
    source: found.source ?? '${data}',
    ...(entity.length > 0 ? { entity } : {}),
    features: { kind: 'series', ...features },
    prepare: [...(gaps ? [{ step: 'fill-gaps' }] : []), ...plan.prepare],
    ...(plan.encode.length > 0 ? { encode: plan.encode } : {}),
    cluster: { ...plan.cluster, clusters },
    choose: { by: 'silhouette' },
    ...(compare.length > 0 ? { compare } : {}),
  });
  // What is said of a column of a thousand neighbours helps nobody.
  const notes = traps.filter(
    ({ column }) => column === undefined || !found.columns.includes(column),
  );
  document.commentBefore = [
    ` Written from ${rows.toLocaleString('en')} rows. Change what is not meant so, then: clade fit`,
    ...notes.map(({ message }) => ` Note: ${message}`),
  ].join('\n');
  comment(document, ['features'], [` ${reason}`]);
  const filled = gaps ? [' What is missing is a gap and no zero: lines are drawn through it.'] : [];
  comment(document, ['prepare'], [...filled, ...plan.why.prepare]);
  comment(document, ['encode'], plan.why.encode);
  comment(document, ['cluster'], plan.why.cluster);
  comment(
    document,
    ['cluster', 'clusters'],
    [' A value, a list or a range; the best is chosen below.'],
  );
  comment(
    document,
    ['compare'],
    [' Never used for clustering: the report says how far the segments agree with these.'],
  );
  for (const key of ['entity', 'compare']) {
    const list = document.get(key, true);
    if (list instanceof YAMLSeq) list.flow = true;
  }
  return document.toString({ lineWidth: 100 });
}
