import { type ChartDocument, fullNumber, percent } from '../charts/index.ts';
import { cleaningPanel } from './cleaning-panel.ts';
import { breakable, html, type Markup } from './markup.ts';
import { panel } from './panel.ts';
import type { ReportColumn, ReportData } from './types.ts';
import { capital } from './verdict-words.ts';

/** What went in: rows, what was dropped and why, the columns, every warning. */
export function qualityPanels(document: ChartDocument, data: ReportData): Markup {
  const { source, warnings } = data;
  const { cleaning = [] } = source;
  const facts = [
    { label: source.names.length === 1 ? 'Source' : 'Sources', value: source.names.join(', ') },
    { label: 'Rows read', value: fullNumber(source.rowsRead) },
    { label: `${capital(data.entities)} clustered`, value: fullNumber(source.rowsUsed) },
    ...source.dropped.map(({ reason, rows }) => ({
      label: 'Dropped',
      value: `${fullNumber(rows)}: ${reason}`,
    })),
    ...source.facts,
  ];
  return html`${panel({
    title: 'What went in',
    meaning: `${fullNumber(source.rowsRead)} rows read`,
    body: html`<dl class="strip">${facts.map(({ label, value }) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>`,
    read: 'Rows read less rows dropped must be what you expect; if not, the segments describe something else.',
  })}${cleaning.length > 0 ? cleaningPanel(document, cleaning) : ''}${warnings.length > 0 ? warningPanel(warnings) : html`<section class="panel"><span class="chip good">✓ No warnings</span></section>`}${
    source.columns.length > 0
      ? columnPanel(source.columns, cleaning.at(-1)?.rowsOut ?? source.rowsRead)
      : ''
  }`;
}

export function warningPanel(
  warnings: readonly { readonly code: string; readonly message: string }[],
): Markup {
  return panel({
    title: 'Warnings',
    meaning: `${warnings.length} to know of`,
    body: warningList(warnings),
    read: 'Each was noticed during the run and may change how far a figure can be trusted.',
    long: true,
  });
}

function warningList(
  warnings: readonly { readonly code: string; readonly message: string }[],
): Markup {
  return html`<ul class="notes">${warnings.map(
    ({ code, message }) => html`<li>${message} <span class="code muted">${code}</span></li>`,
  )}</ul>`;
}

/** Columns shown at once; the others are one click away. */
const SHOWN = 15;

function columnPanel(all: readonly ReportColumn[], rows: number): Markup {
  const columns = joinRuns(all);
  const counted = columns.some(({ distinct }) => distinct !== null);
  const heads = ['Column', 'Type', 'Role', 'Missing', ...(counted ? ['Distinct'] : []), 'Noticed'];
  const table = (
    some: readonly ReportColumn[],
  ) => html`<div class="scroll" tabindex="0"><table class="data sort"><thead><tr>${heads.map(
    (head) => html`<th scope="col"${LEFT.includes(head) ? html` class="left"` : ''}>${head}</th>`,
  )}</tr></thead><tbody>
${some.map(
  (column) =>
    html`<tr><th scope="row">${breakable(column.name)}</th><td class="left">${column.type}</td><td class="left">${column.role}</td><td>${
      column.missing === 0
        ? '0'
        : `${fullNumber(column.missing)} (${percent(column.missing / Math.max(1, rows))})`
    }</td>${counted ? html`<td>${column.distinct === null ? '–' : fullNumber(column.distinct)}</td>` : ''}<td class="left wrap">${column.notes.join('; ')}</td></tr>\n`,
)}</tbody></table></div>`;
  const rest = columns.slice(SHOWN);
  return panel({
    title: 'Columns',
    meaning: `${all.length} that features may be made of`,
    body: html`${table(columns.slice(0, SHOWN))}${
      rest.length > 0
        ? html`<details><summary>${rest.length} more columns</summary>${table(rest)}</details>`
        : ''
    }`,
    read: 'The role says what the study did with a column; ignored columns had no part in the segments.',
    long: columns.length > SHOWN,
  });
}

/** As many columns that differ in nothing but their name are one line. */
const RUN = 8;

/** Columns of which nothing is to be told but their names, as the steps of a series, are joined to one line. */
function joinRuns(columns: readonly ReportColumn[]): ReportColumn[] {
  const joined: ReportColumn[] = [];
  for (let from = 0; from < columns.length; ) {
    const first = columns[from];
    let to = from + 1;
    while (to < columns.length && sameButName(first, columns[to])) to++;
    if (to - from < RUN) joined.push(first);
    else joined.push({ ...first, name: `${first.name} … ${columns[to - 1].name} (${to - from})` });
    from += to - from < RUN ? 1 : to - from;
  }
  return joined;
}

function sameButName(a: ReportColumn, b: ReportColumn): boolean {
  return (
    a.type === b.type &&
    a.role === b.role &&
    a.missing === b.missing &&
    a.distinct === b.distinct &&
    a.notes.length === 0 &&
    b.notes.length === 0
  );
}

const LEFT = ['Column', 'Type', 'Role', 'Noticed'];
