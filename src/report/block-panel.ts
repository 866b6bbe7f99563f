import { fullNumber, percent } from '../charts/index.ts';
import { breakable, html, type Markup } from './markup.ts';
import { panel } from './panel.ts';
import type { ReportBlockLoss } from './types.ts';

/** The loss of each column of the data, beside that of the best constant. */
export function blockPanel(blocks: readonly ReportBlockLoss[]): Markup {
  const lost = blocks.filter(({ value, trivial }) => trivial !== null && value >= trivial);
  return panel({
    title: 'What comes back, column by column',
    meaning: 'loss on held-out rows, one suitable loss per kind of column',
    body: html`<div class="scroll tall" tabindex="0"><table class="data sort"><thead><tr><th scope="col">Column</th><th scope="col" class="left">Kind</th><th scope="col">Numbers</th><th scope="col" class="left">Loss</th><th scope="col">Value</th><th scope="col">Best constant</th><th scope="col" class="left">which is</th><th scope="col">Less than it</th></tr></thead><tbody>${blocks.map(
      (block) =>
        html`<tr><th scope="row">${breakable(block.name)}</th><td class="left">${block.kind}</td><td>${block.columns}</td><td class="left">${block.loss}</td><td>${fullNumber(block.value)}</td><td>${block.trivial === null ? '–' : fullNumber(block.trivial)}</td><td class="left">${block.trivialPredictor}</td><td>${gain(block)}</td></tr>\n`,
    )}</tbody></table></div>${
      lost.length > 0
        ? html`<p>${lost.length === 1 ? 'One column comes' : `${lost.length} columns come`} back no better than a constant: the code knows nothing of ${lost.length === 1 ? 'it' : 'them'}.</p>`
        : ''
    }`,
    read: 'Losses of different kinds cannot be compared with each other; the last column can: 100 % = comes back whole, 0 % = no better than a constant.',
    long: true,
  });
}

function gain({ value, trivial }: ReportBlockLoss): Markup | string {
  if (trivial === null || trivial <= 0) return '–';
  const share = 1 - value / trivial;
  return share > 0 ? percent(share) : html`<b>none</b>`;
}
