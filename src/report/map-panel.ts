import {
  type ChartDocument,
  fullNumber,
  percent,
  pointMap,
  segmentColour,
} from '../charts/index.ts';
import { type Explanation, segmentCode } from '../explain/index.ts';
import type { Detail } from './detail.ts';
import { html, type Markup, name } from './markup.ts';
import { panel, trusted } from './panel.ts';
import { withNoise } from './segment-panels.ts';
import type { ReportMap } from './types.ts';

/** The rows on a flat map, in segment colours and with codes. */
export function mapPanel(
  document: ChartDocument,
  map: ReportMap,
  explanation: Explanation,
  detail: Detail,
): Markup {
  const shown = Math.min(map.x.length, detail.points);
  const of =
    shown < map.of
      ? `${fullNumber(shown)} of ${fullNumber(map.of)} rows, drawn at random`
      : `all ${fullNumber(map.of)} rows`;
  const axis = (which: 0 | 1) =>
    map.explained === null
      ? `${map.method} ${which + 1}`
      : `${map.method} ${which + 1} · ${percent(map.explained[which])}`;
  const svg = pointMap(document, {
    label: `${map.method} map of ${of}, coloured by segment.`,
    x: map.x.slice(0, shown),
    y: map.y.slice(0, shown),
    segment: map.segment.slice(0, shown),
    code: segmentCode,
    xTitle: axis(0),
    yTitle: axis(1),
    width: 740,
    height: 480,
  });
  const kept =
    map.explained === null
      ? ''
      : ` The two axes keep ${percent(map.explained[0] + map.explained[1])} of the variance; the rest is not to be seen here.`;
  return panel({
    title: 'Map',
    meaning:
      map.explained === null
        ? `${map.method}; ${of}`
        : `${map.method}, share of variance at the axes; ${of}`,
    body: html`<div class="map"><div class="points">${trusted(svg)}</div><ul class="legend">${withNoise(
      explanation,
    ).map(
      ({ segment, code, name: title, share }) =>
        html`<li><span class="sw" style="--c:${segmentColour(segment)}"></span><span class="id">${code}</span><span>${segment < 0 ? 'No segment' : name(title)}</span><span class="share">${percent(share)}</span></li>`,
    )}</ul></div>`,
    read: `Each dot is a row; codes stand where a segment is densest. Segments were not made on this map: dots that overlap here may be far apart in other directions.${kept}`,
  });
}
