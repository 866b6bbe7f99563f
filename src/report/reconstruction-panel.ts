import { type ChartDocument, compactNumber, fullNumber, seriesPair } from '../charts/index.ts';
import {
  type ReconstructedRow,
  type Reconstructions,
  segmentCode,
  type TableReconstruction,
} from '../explain/index.ts';
import { html, type Markup, name } from './markup.ts';
import { panel, trusted } from './panel.ts';
import { valuesBehind } from './value-table.ts';

/** A sample of rows beside what the encoder gives back of them, best to worst. */
export function reconstructionPanel(
  document: ChartDocument,
  sample: Reconstructions,
  includeIds: boolean,
): Markup {
  const heldOut = sample.rows.filter((row) => row.heldOut).length;
  const of =
    heldOut === sample.rows.length
      ? 'rows that training never saw'
      : heldOut === 0
        ? 'rows that training saw'
        : `${heldOut} of them never seen in training`;
  return panel({
    title: 'Reconstructions',
    meaning: `${shown(sample)} ${of}, evenly spaced from the best to the worst`,
    body: pictures(document, sample, includeIds, () => '', evenly),
    read: `${HOW[sample.kind]} The sample is spread evenly over all errors: the picture is as good and as bad as the whole.${gathered(sample)}`,
    long: sample.kind === 'table',
  });
}

/** The rows that the encoder knows least what to do with. */
export function strangestPanel(
  document: ChartDocument,
  sample: Reconstructions,
  includeIds: boolean,
): Markup {
  return panel({
    title: 'Strangest rows',
    meaning: `the ${shown(sample)} largest errors${includeIds ? '' : '; keys are left out'}`,
    body: pictures(document, sample, includeIds, (place) => `#${place + 1}`, first),
    read: `${HOW[sample.kind]} A row that comes back badly is unlike those that the encoder learned from: look here for faults in the data, and for the few that matter.${gathered(sample)}`,
    long: sample.kind === 'table',
  });
}

const HOW = {
  series: 'Grey is the row, blue is what comes back; all on one scale.',
  table:
    'For each row, the columns that come back worst: the value and what comes back, numbers in prepared units, of a text only the error; the bar is the error.',
} as const;

function shown({ kind, rows }: Reconstructions): number {
  return kind === 'table' ? Math.min(TABLES, rows.length) : rows.length;
}

function gathered(sample: Reconstructions): string {
  if (sample.kind === 'table' || sample.grid.bucket === 1) return '';
  return ` Thin lines are means over ${sample.grid.bucket} steps, bands run from the least to the largest of them, so that spikes show.`;
}

function pictures(
  document: ChartDocument,
  sample: Reconstructions,
  includeIds: boolean,
  title: (place: number) => string,
  choose: <T>(rows: readonly T[], most: number) => readonly T[],
): Markup {
  const words = (row: ReconstructedRow) =>
    [
      title(sample.rows.findIndex((other) => other.row === row.row)),
      row.segment === null ? '' : segmentCode(row.segment),
      includeIds ? row.key.join(' · ') : '',
    ]
      .filter((part) => part !== '')
      .join(' · ');
  if (sample.kind === 'table') {
    const most = Math.max(...sample.rows.flatMap(({ cells }) => cells.map(({ error }) => error)));
    return html`<div class="multiples">${choose(sample.rows, TABLES).map((row) => cellTable(row, words(row), most, sample.columns))}</div>`;
  }
  const values = sample.rows.flatMap(({ original, reconstructed }) =>
    [original, reconstructed].flatMap(({ mean, low, high }) =>
      [...(low ?? mean), ...(high ?? mean)].filter((value) => value !== null),
    ),
  );
  const low = values.reduce((least, value) => Math.min(least, value), 0);
  const high = values.reduce((most, value) => Math.max(most, value), low);
  return html`<div class="fives">${sample.rows.map((row) =>
    trusted(
      seriesPair(document, {
        label: `Row ${words(row)}${row.heldOut ? ', held out' : ''}: original and reconstruction, error ${fullNumber(row.error)}.`,
        title: words(row) === '' ? 'row' : words(row),
        note: `error ${compactNumber(row.error)}`,
        original: row.original,
        reconstructed: row.reconstructed,
        domain: [low, high > low ? high : low + 1],
        width: 194,
      }),
    ),
  )}</div><p class="small muted">Vertical scale ${compactNumber(low)} to ${compactNumber(high)}${sample.unit === '' ? '' : ` ${sample.unit}`}${span(sample.grid.times)}.</p>${valuesBehind(
    ['Row', 'Segment', 'Error', 'Rank by error', 'In training'],
    sample.rows.map((row, place) => [
      includeIds && row.key.length > 0 ? name(row.key.join(' · '), 60) : place + 1,
      row.segment === null ? '–' : segmentCode(row.segment),
      row.error,
      row.rank,
      row.heldOut ? 'held out' : 'seen',
    ]),
  )}`;
}

/** Small tables are longer than small lines: three rows of three are enough. */
const TABLES = 9;

function first<T>(rows: readonly T[], most: number): readonly T[] {
  return rows.slice(0, most);
}

function evenly<T>(rows: readonly T[], most: number): readonly T[] {
  if (rows.length <= most) return rows;
  return Array.from(
    { length: most },
    (_, i) => rows[Math.round((i * (rows.length - 1)) / (most - 1))],
  );
}

function span(times: readonly string[] | null): string {
  if (times === null || times.length < 2) return '';
  return `; from ${times[0].slice(0, 10)} on`;
}

function cellTable(row: TableReconstruction, words: string, most: number, columns: number): Markup {
  const rest = columns - row.cells.length;
  return html`<div class="cells"><h4>${name(words, 60)} <span class="muted">error ${compactNumber(row.error)}${row.heldOut ? ' · held out' : ''}</span></h4>
<table class="effects"><thead><tr><th scope="col">Column</th><th scope="col">Value</th><th scope="col">Back</th><th scope="col"><span class="sr">Error</span></th></tr></thead><tbody>${row.cells.map(
    ({ column, original, reconstructed, error }) =>
      html`<tr><td>${name(column, 40)}</td><td>${say(original)}</td><td>${say(reconstructed)}</td><td><span class="bar" role="img" aria-label="error ${compactNumber(error)}"><i style="width:${(most > 0 ? (100 * error) / most : 0).toFixed(0)}%"></i></span></td></tr>`,
  )}</tbody></table>${rest > 0 ? html`<p class="small muted">and ${rest} columns that come back better</p>` : ''}</div>`;
}

function say(value: string | number | null): Markup | string {
  if (value === null) return '–';
  return typeof value === 'number' ? compactNumber(value) : name(value, 30);
}
