import { type ChartDocument, errorHistogram, fullNumber } from '../charts/index.ts';
import type { ErrorFacts } from '../explain/index.ts';
import { html, type Markup } from './markup.ts';
import { panel, twoWidths } from './panel.ts';
import { shortLoss } from './training-words.ts';
import type { ReportRepresentation } from './types.ts';
import { type Cell, valuesBehind } from './value-table.ts';

/** How errors spread over rows: those that training never saw, and all. */
export function errorPanel(
  document: ChartDocument,
  { measure: whole, all, heldOut }: NonNullable<ReportRepresentation['errors']>,
): Markup {
  const measure = shortLoss(whole);
  const kinds = [
    ...(heldOut === null ? [] : [{ title: 'Held-out rows', facts: heldOut }]),
    { title: 'All rows', facts: all },
  ];
  const chart = ({ title, facts }: { title: string; facts: ErrorFacts }) =>
    twoWidths(
      (width) =>
        errorHistogram(document, {
          label: `Histogram of the ${measure} of ${fullNumber(facts.rows)} rows: median ${fullNumber(facts.median)}, 95 % below ${fullNumber(facts.q95)}, largest ${fullNumber(facts.largest)}.`,
          title,
          note: fullNumber(facts.rows),
          measure,
          ...facts,
          width,
        }),
      kinds.length > 1 ? 500 : 1030,
    );
  return panel({
    title: 'Errors',
    meaning: `${measure} of each row, original against reconstruction`,
    body: html`<div class="${kinds.length > 1 ? 'two' : ''}">${kinds.map(chart)}</div>${valuesBehind(
      ['Rows', 'Count', 'Median', '95 % below', 'Largest'],
      kinds.map(({ title, facts }): Cell[] => [
        title,
        facts.rows,
        facts.median,
        facts.q95,
        facts.largest,
      ]),
    )}`,
    read: 'Most rows should lie far to the left; the tail is drawn as strangest rows. Where held-out rows lie clearly to the right of all rows, the encoder learned rows by heart.',
  });
}
