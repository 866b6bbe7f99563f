import { fixedNumber, percent, segmentColour } from '../charts/index.ts';
import type { SegmentProfile, ShareProfile } from '../explain/index.ts';
import { breakable, html, type Markup, name } from './markup.ts';
import { panel } from './panel.ts';

/** Levels and words shown of each column. */
const SHOWN = 4;

/** The levels of categories and the words of texts that set every segment apart. */
export function sharePanel(all: readonly SegmentProfile[]): Markup {
  const told = all.filter(({ shares }) => shares !== undefined && shares.length > 0);
  if (told.length === 0) return html``;
  return panel({
    title: 'Levels and words by segment',
    meaning: 'share of rows that have it; the thin line is the share elsewhere',
    body: html`<div class="multiples">${told.map(shareCard)}</div>`,
    read: 'Levels of a category may be rarer than elsewhere too; of words only those are shown that are more common. A word counts once per row. Rows without a value count as rows without it.',
    long: told.length > 6,
  });
}

function shareCard({ segment, code, name: title, shares = [] }: SegmentProfile): Markup {
  const columns = [...new Set(shares.map(({ feature }) => feature))];
  return html`<div class="cells" style="--c:${segmentColour(segment)}"><h4><span class="sw"></span>${code} <span class="muted">${segment < 0 ? 'No segment' : name(title, 60)}</span></h4>
<table class="effects"><thead><tr><th scope="col"><span class="sr">Level or word</span></th><th scope="col">Here</th><th scope="col">Elsewhere</th><th scope="col"><span class="sr">Picture</span></th></tr></thead>${columns.map(
    (column) => {
      const own = shares.filter(({ feature }) => feature === column).slice(0, SHOWN);
      return html`<tbody><tr><th scope="rowgroup" colspan="4">${breakable(column)}${own[0].kind === 'text' ? ', words' : ''}</th></tr>${own.map(shareRow)}</tbody>`;
    },
  )}</table></div>
`;
}

function shareRow({ value, share, restShare, effect }: ShareProfile): Markup {
  return html`<tr><td>${name(value, 40)}</td><td class="num">${percent(share)}</td><td class="num muted">${percent(restShare)}</td><td><span class="bar long" role="img" aria-label="effect ${fixedNumber(effect, 2)}"><i style="width:${(share * 100).toFixed(0)}%"></i><b style="left:calc(${(restShare * 100).toFixed(0)}% - 1px)"></b></span></td></tr>`;
}
