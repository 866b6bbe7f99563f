import {
  type ChartDocument,
  fixedNumber,
  type OptionX,
  optionHeat,
  percent,
} from '../charts/index.ts';
import { html, type Markup } from './markup.ts';
import { twoWidths } from './panel.ts';
import { inPlane, twoOptions } from './search-plane.ts';
import type { GridPoint, ReportCriterion, ReportSearch } from './types.ts';

/** Two searched options as two grids: segments and noise, and the criterion that chose. */
export function searchHeats(
  document: ChartDocument,
  search: ReportSearch,
  criterion: ReportCriterion,
): Markup {
  const [xOption, yOption] = twoOptions(search);
  const points = inPlane(search, [xOption, yOption]);
  const noisiest = Math.max(...points.map(({ point }) => point.noiseShare), 0);
  const scores = points.flatMap(({ point }) => point.scores[criterion.name] ?? []);
  const low = Math.min(...scores);
  const high = Math.max(...scores);
  const cell = (point: GridPoint, index: number) => ({
    x: point.options[xOption] as OptionX,
    y: point.options[yOption] as OptionX,
    chosen: index === search.chosen,
  });
  const counts = points.map(({ point, index }) => ({
    ...cell(point, index),
    strength: noisiest === 0 ? 0 : point.noiseShare / noisiest,
    text: String(point.clusters),
  }));
  const worth = points.map(({ point, index }) => {
    const score = point.scores[criterion.name] ?? null;
    const place = score === null ? null : high === low ? 0.5 : (score - low) / (high - low);
    return {
      ...cell(point, index),
      strength: place === null ? null : criterion.better === 'higher' ? place : 1 - place,
      text: score === null ? '–' : fixedNumber(score, 2).replace('0.', '.'),
    };
  });
  const fixed =
    search.searched.length > 2
      ? html`<p class="small muted">${search.searched.length} options were searched; this is the plane through the chosen point.</p>`
      : '';
  const chart = (cells: typeof worth, label: string, ramp: readonly [string, string]) =>
    twoWidths(
      (width) => optionHeat(document, { label, xOption, yOption, cells, ramp, width }),
      470,
    );
  return html`${fixed}<div class="heats"><div><p class="small muted">Number = segments, colour = share of noise</p>${chart(
    counts,
    `Segments and noise by ${xOption} and ${yOption}.`,
    ['0 %', `${percent(noisiest)} noise`],
  )}</div><div><p class="small muted">Number and colour = ${criterion.title}</p>${chart(
    worth,
    `${criterion.title} by ${xOption} and ${yOption}.`,
    ['worst', 'best'],
  )}</div></div>`;
}
