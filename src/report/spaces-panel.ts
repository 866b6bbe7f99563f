import { html, type Markup } from './markup.ts';
import { optionText } from './option-text.ts';
import { panel } from './panel.ts';
import type { ReportSpaces } from './types.ts';
import { type Cell, valueTable } from './value-table.ts';

/** The same segments judged in both spaces: what an encoder pulled apart may lie together among the prepared numbers. */
export function spacesPanel({ points, chosen }: ReportSpaces): Markup {
  const best = points.reduce<number | null>((found, { input }, i) => {
    if (input.silhouette === null) return found;
    const least = found === null ? null : points[found].input.silhouette;
    return least === null || input.silhouette > least ? i : found;
  }, null);
  const rows = points.map(({ options, clusters, code, input }, i): Cell[] => [
    optionText(options),
    clusters,
    code.squares,
    code.silhouette,
    input.squares,
    input.silhouette,
    [...(i === chosen ? ['chosen'] : []), ...(i === best ? ['best before'] : [])].join(', '),
  ]);
  const heads = [
    'Options',
    'Segments',
    'WSS, encoded',
    'Silhouette, encoded',
    'WSS, prepared',
    'Silhouette, prepared',
    '',
  ];
  const told =
    best === null || points.length < 2 || best === chosen
      ? ''
      : html`<p>Among the prepared numbers ${optionText(points[best].options)} (${points[best].clusters} segments) separates best.</p>`;
  return panel({
    title: 'Both spaces',
    meaning: 'the same segments, where they were made and among the numbers before encoding',
    body: html`${told}${valueTable(heads, rows)}`,
    read: 'WSS, the sum of squared distances to the centres, is in the units of its space: compare it down a column, never across. A silhouette that is high only where the segments were made says what the encoder did, not what the data hold.',
    long: true,
  });
}
