import { type ChartDocument, criterionLine } from '../charts/index.ts';
import { html, type Markup } from './markup.ts';
import { panel, trusted } from './panel.ts';
import { inPlane, twoOptions } from './search-plane.ts';
import type { ReportSearch } from './types.ts';

/** Every criterion against the same option, so that agreement and disagreement show. */
export function criteriaPanel(document: ChartDocument, search: ReportSearch): Markup {
  const [across] = twoOptions(search);
  const points = inPlane(search, [across]);
  const chosen = points.findIndex(({ index }) => index === search.chosen);
  const charts = search.criteria.map((criterion) =>
    trusted(
      criterionLine(document, {
        label: `${criterion.title} against ${across}, best on top.`,
        title: criterion.title,
        better: criterion.better,
        option: across,
        points: points.map(({ point }) => ({
          x: point.options[across],
          y: point.scores[criterion.name] ?? null,
        })),
        chosen: chosen < 0 ? null : chosen,
        width: 326,
      }),
    ),
  );
  return panel({
    title: 'Criteria side by side',
    meaning: 'each scaled from its worst to its best value',
    body: html`<div class="multiples">${charts}</div>`,
    read: 'The filled dot is a criterion’s own favourite, the ring what was chosen. Where the favourites lie apart, the data has no one obvious number of segments.',
  });
}
