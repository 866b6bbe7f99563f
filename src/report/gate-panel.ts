import { fixedNumber, fullNumber } from '../charts/index.ts';
import { html, type Markup } from './markup.ts';
import { panel } from './panel.ts';
import { seconds } from './training-panel.ts';
import type { ReportGate, ReportGateRow } from './types.ts';

/** The learned encoder beside what needs no learning: did it earn its place? */
export function gatePanel(gate: ReportGate): Markup {
  const { rows, verdict, earned } = gate;
  const known = rows.some(({ agreement }) => agreement !== null);
  const trust = rows.some(({ trustworthiness }) => trustworthiness !== null);
  const most = (of: (row: ReportGateRow) => number | null) =>
    Math.max(...rows.map((row) => of(row) ?? Number.NEGATIVE_INFINITY));
  const score = (row: ReportGateRow, of: (row: ReportGateRow) => number | null, note = '') => {
    const value = of(row);
    if (value === null) return html`<td>–</td>`;
    const text = fixedNumber(value, 3);
    return html`<td>${value === most(of) ? html`<b>${text}</b>` : text}${note === '' ? '' : html` <span class="muted small">${note}</span>`}</td>`;
  };
  return panel({
    title: 'Did the learned code earn its place?',
    meaning: 'the same clusterer on the same rows, by representation',
    body: html`<p class="finding${earned ? '' : ' bad'}">${earned ? '✓' : '✗'} ${verdict}</p>
<div class="scroll" tabindex="0"><table class="data"><thead><tr><th scope="col">Representation</th><th scope="col">Numbers per row</th><th scope="col">Stability over seeds</th>${known ? html`<th scope="col">Agreement with known groups</th>` : ''}${trust ? html`<th scope="col">Trustworthiness</th>` : ''}<th scope="col">Time</th><th scope="col" class="left">Used here</th></tr></thead><tbody>${rows.map(
      (row) =>
        html`<tr><th scope="row">${row.name}</th><td>${fullNumber(row.components)}</td>${score(
          row,
          ({ stability }) => stability,
          row.stability === null ? '' : pairs(row.stabilityPairs),
        )}${known ? score(row, ({ agreement }) => agreement) : ''}${trust ? score(row, ({ trustworthiness }) => trustworthiness) : ''}<td>${row.seconds === null ? '–' : seconds(row.seconds)}</td><td class="left">${row.chosen ? html`<span class="chip good">✓ used</span>` : ''}</td></tr>`,
    )}</tbody></table></div>`,
    read: `Stability and agreement are adjusted Rand indices: 1 = the same groups, 0 = no more than by chance. Stability compares the segments of two fits that differ by their seed alone. ${trust ? 'Trustworthiness is the share of neighbours that were neighbours before. ' : ''}Bold is the best of its column. A code that is slower and no steadier than PCA is not worth keeping.`,
  });
}

function pairs(count: number): string {
  return `${count} ${count === 1 ? 'pair' : 'pairs'}`;
}
