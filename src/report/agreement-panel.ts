import { fixedNumber, fullNumber } from '../charts/index.ts';
import { html, type Markup } from './markup.ts';
import { panel } from './panel.ts';
import type { ReportGroup } from './types.ts';

const MEASURES: Readonly<Record<string, string>> = {
  ari: 'Adjusted Rand',
  nmi: 'Normalised mutual information',
  ami: 'Adjusted mutual information',
  vMeasure: 'V-measure',
  homogeneity: 'Homogeneity',
  completeness: 'Completeness',
  accuracy: 'Accuracy, best matching',
};

/** How far the segments repeat columns that already named groups. */
export function agreementPanel({ agreement }: ReportGroup): Markup {
  const measures = [...new Set(agreement.flatMap(({ measures }) => Object.keys(measures)))];
  return panel({
    title: 'Agreement with given groups',
    meaning: 'columns that were not used for clustering',
    body: html`<div class="scroll" tabindex="0"><table class="data"><thead><tr><th scope="col">Column</th><th scope="col">Rows</th>${measures.map((m) => html`<th scope="col">${MEASURES[m] ?? m}</th>`)}</tr></thead><tbody>${agreement.map(
      ({ column, rows, measures: values }) =>
        html`<tr><th scope="row">${column}</th><td>${fullNumber(rows)}</td>${measures.map((m) => html`<td>${values[m] === null || values[m] === undefined ? '–' : fixedNumber(values[m], 3)}</td>`)}</tr>`,
    )}</tbody></table></div>`,
    read: 'Adjusted Rand: 1 = the same groups, 0 = no more than by chance. Rows in no segment and rows without a value in the column are left out. Little agreement is no fault by itself: the column may answer another question.',
  });
}
