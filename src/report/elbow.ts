import { type ChartDocument, compactNumber, optionLines } from '../charts/index.ts';
import { html, type Markup } from './markup.ts';
import { twoWidths } from './panel.ts';
import type { ReportSearch } from './types.ts';

/** Whether the search can be drawn as an elbow: the number of clusters was searched, and sums are known. */
export function hasElbow({ searched, inertias }: ReportSearch): boolean {
  return (
    searched.length === 1 &&
    searched[0] === 'clusters' &&
    (inertias?.filter((value) => value !== null).length ?? 0) > 2
  );
}

/** The sum of squares over the number of clusters. It always falls, so it decides nothing. */
export function elbowChart(document: ChartDocument, search: ReportSearch, width: number): Markup {
  const points = elbowPoints(search);
  return twoWidths(
    (wide) =>
      optionLines(document, {
        label: `Sum of squared distances against the number of clusters, from ${compactNumber(points[0].y ?? 0)} down to ${compactNumber(points[points.length - 1].y ?? 0)}.`,
        option: 'clusters',
        score: 'Sum of squared distances (elbow)',
        series: [{ name: '', points, chosen: search.chosen }],
        fromZero: true,
        width: wide,
      }),
    width,
  );
}

/** Says where the elbow would be seen, and why that is not how the number was chosen. */
export function elbowSentence(search: ReportSearch, criterion: string): Markup {
  const bend = bendOf(elbowPoints(search));
  const seen =
    bend === null
      ? ''
      : ` The bend farthest from the straight line between its ends is at ${bend}, and moves when other numbers are tried.`;
  return html`<p>The elbow decides nothing: the sum falls with every cluster, whether there are groups or not.${seen} The number was chosen by ${criterion}.</p>`;
}

function elbowPoints({ points, inertias = [] }: ReportSearch) {
  return points.map((point, i) => ({ x: point.options.clusters, y: inertias[i] ?? null }));
}

/**
 * Where the curve lies farthest below its chord, both axes scaled to 0…1.
 *
 * Source: Satopää et al. 2011, “Finding a kneedle in a haystack”.
 */
function bendOf(points: ReturnType<typeof elbowPoints>): number | null {
  const known = points.flatMap(({ x, y }) => (y === null ? [] : [{ x: Number(x), y }]));
  known.sort((a, b) => a.x - b.x);
  const [first, last] = [known[0], known[known.length - 1]];
  if (known.length < 3 || !(first.y > last.y) || last.x === first.x) return null;
  const below = ({ x, y }: { x: number; y: number }) =>
    1 - (x - first.x) / (last.x - first.x) - (y - last.y) / (first.y - last.y);
  return known.reduce((best, point) => (below(point) > below(best) ? point : best)).x;
}
