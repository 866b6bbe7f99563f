import {
  type ChartDocument,
  fixedNumber,
  fullNumber,
  percent,
  silhouettePlot,
} from '../charts/index.ts';
import { segmentCode } from '../explain/index.ts';
import type { Detail } from './detail.ts';
import { html, type Markup } from './markup.ts';
import { panel, twoWidths } from './panel.ts';
import type { ReportGroup, ReportSilhouette } from './types.ts';
import { valuesBehind } from './value-table.ts';
import { strength } from './verdict-words.ts';

/** How well every segment is separated, row by row. */
export function silhouettePanel(
  document: ChartDocument,
  silhouette: ReportSilhouette,
  detail: Detail,
  wide: number,
  encoded: boolean,
): Markup {
  const bands = silhouette.curves.map((curve) => ({
    ...curve,
    code: segmentCode(curve.segment),
    values: thinned(curve.values, detail.steps),
  }));
  const worst = silhouette.curves.filter(({ belowZero }) => belowZero > 0.1);
  const mean = silhouette.mean;
  const label = `Silhouettes by segment: ${bands.map(({ code, mean: own }) => `${code} ${fixedNumber(own, 2)}`).join(', ')}.`;
  const sampled = silhouette.rows < silhouette.of;
  return panel({
    title: 'Silhouette by segment',
    meaning: sampled
      ? `computed on ${fullNumber(silhouette.rows)} of ${fullNumber(silhouette.of)} rows`
      : `computed on ${fullNumber(silhouette.rows)} rows, noise left out`,
    body: html`${twoWidths((width) => silhouettePlot(document, { label, mean, bands, width }), wide)}${
      mean === null
        ? ''
        : html`<p>${encoded ? 'Measured in what the encoder made of the rows, which flatters: ' : 'Structure by this measure: '}${strength(mean)}.${worst.length > 0 ? ` More than a tenth of the rows of ${worst.map(({ segment }) => segmentCode(segment)).join(', ')} lie nearer to another segment.` : ''}</p>`
    }${valuesBehind(
      ['Segment', 'Rows', 'Mean', 'Below zero'],
      silhouette.curves.map(({ segment, rows, mean: own, belowZero }) => [
        segmentCode(segment),
        rows,
        own,
        percent(belowZero),
      ]),
    )}`,
    read: 'Each shape is one segment, its rows sorted. 1 = far from all others, 0 = on the border, below 0 = nearer to another segment. Above 0.7 strong, 0.5 reasonable, 0.25 weak.',
    long: true,
  });
}

/** At most `most` of the values, first and last kept. */
function thinned(values: readonly number[], most: number): readonly number[] {
  if (values.length <= most) return values;
  return Array.from(
    { length: most },
    (_, i) => values[Math.round((i * (values.length - 1)) / (most - 1))],
  );
}

/** In its place where there are not two segments to compare. */
export function noSilhouette({ explanation }: ReportGroup): Markup {
  return panel({
    title: 'Silhouette by segment',
    meaning: 'not defined here',
    body: html`<p>The silhouette compares a row's own segment with the next one. There ${
      explanation.segments.length === 1
        ? 'is one segment'
        : `are ${explanation.segments.length} segments`
    }, so there is nothing to compare.</p>`,
    read: 'Judge the segment by its size and by how much its features differ from the noise.',
  });
}
