import { fullNumber } from '../charts/index.ts';
import { html, type Markup } from './markup.ts';

export type Cell = Markup | string | number | null;

/** A table of values; numbers to the right, sortable where the page's script runs. */
export function valueTable(
  heads: readonly (Markup | string)[],
  rows: readonly (readonly Cell[])[],
): Markup {
  return html`<div class="scroll tall" tabindex="0"><table class="data sort"><thead><tr>${heads.map(
    (head) => html`<th scope="col">${head}</th>`,
  )}</tr></thead><tbody>
${rows.map((row) => html`<tr>${row.map(cell)}</tr>\n`)}</tbody></table></div>`;
}

/** The values behind a chart, folded away. */
export function valuesBehind(
  heads: readonly (Markup | string)[],
  rows: readonly (readonly Cell[])[],
): Markup {
  return html`<details><summary>Values as a table</summary>${valueTable(heads, rows)}</details>`;
}

function cell(value: Cell): Markup {
  if (value === null) return html`<td>–</td>`;
  return html`<td>${typeof value === 'number' ? fullNumber(value) : value}</td>`;
}
