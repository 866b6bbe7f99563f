import { fixedNumber, fullNumber, percent, segmentColour } from '../charts/index.ts';
import { type CrossTable, segmentCode } from '../explain/index.ts';
import { html, type Markup, name } from './markup.ts';
import { panel } from './panel.ts';
import type { ReportAgreement, ReportGroup } from './types.ts';

const MEASURES: Readonly<Record<string, string>> = {
  ari: 'Adjusted Rand',
  nmi: 'Normalised mutual information',
  ami: 'Adjusted mutual information',
  vMeasure: 'V-measure',
  homogeneity: 'Homogeneity',
  completeness: 'Completeness',
  accuracy: 'Accuracy, best matching',
};

/** How far the segments repeat columns that already named groups: one table per column, and the measures of all. */
export function agreementPanel({ agreement }: ReportGroup): Markup {
  const measures = [...new Set(agreement.flatMap(({ measures }) => Object.keys(measures)))];
  const tables = agreement.filter(({ table }) => table !== undefined && table.groups.length > 0);
  return panel({
    title: 'Agreement with given groups',
    meaning: 'columns that were not used for clustering',
    body: html`<div class="scroll" tabindex="0"><table class="data"><thead><tr><th scope="col">Column</th><th scope="col">Rows</th>${measures.map((m) => html`<th scope="col">${MEASURES[m] ?? m}</th>`)}${tables.length > 0 ? html`<th scope="col">Purity</th>` : ''}</tr></thead><tbody>${agreement.map(
      ({ column, rows, measures: values, table }) =>
        html`<tr><th scope="row">${name(column)}</th><td>${fullNumber(rows)}</td>${measures.map((m) => html`<td>${figure(values[m])}</td>`)}${tables.length > 0 ? html`<td>${figure(table?.purity)}</td>` : ''}</tr>`,
    )}</tbody></table></div>${tables.map(({ column, table }) => crossPart(column, table!))}`,
    read: `Adjusted Rand: 1 = the same groups, 0 = no more than by chance.${tables.length > 0 ? ' Purity: share of rows in the largest group of their segment; more segments raise it by themselves. In a table, the darker the cell, the more of the segment it holds; small: share of the segment, and of the group.' : ''} Rows in no segment and rows without a value in the column are left out of the measures. Little agreement is no fault by itself: the column may answer another question.`,
    long: tables.length > 1,
  });
}

function figure(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : fixedNumber(value, 3);
}

/** Strongest opacity at which ink on the tint keeps a contrast of 4.5. */
const DEEPEST = 0.55;

function crossPart(column: ReportAgreement['column'], table: CrossTable): Markup {
  const { groups, segments, counts, missing } = table;
  return html`<h4 class="channel">Segments by ${name(column)}</h4>
<div class="scroll" tabindex="0"><table class="data cross"><thead><tr><th scope="col">Segment</th>${groups.map(({ name: group }) => html`<th scope="col">${name(group, 40)}</th>`)}<th scope="col">All</th><th scope="col">Purity</th></tr></thead><tbody>${segments.map(
    ({ segment, rows, purity }, s) =>
      html`<tr><th scope="row"><span class="sw" style="--c:${segmentColour(segment)}"></span><span class="id">${segmentCode(segment)}</span></th>${counts[s].map((count, g) => crossCell(count, rows, groups[g].rows))}<td>${fullNumber(rows)}</td><td>${percent(purity)}</td></tr>\n`,
  )}</tbody><tfoot><tr><th scope="row">All</th>${groups.map(({ rows }) => html`<td>${fullNumber(rows)}</td>`)}<td>${fullNumber(segments.reduce((sum, { rows }) => sum + rows, 0))}</td><td>${table.purity === null ? '–' : percent(table.purity)}</td></tr></tfoot></table></div>${missing > 0 ? html`<p class="small muted">${fullNumber(missing)} rows without a value in the column are not counted.</p>` : ''}`;
}

function crossCell(count: number, ofSegment: number, ofGroup: number): Markup {
  if (count === 0) return html`<td class="none">0</td>`;
  const share = count / ofSegment;
  return html`<td style="background:rgb(var(--cool) / ${(share * DEEPEST).toFixed(2)})">${fullNumber(count)}<br><small>${percent(share)} · ${percent(count / ofGroup)}</small></td>`;
}
