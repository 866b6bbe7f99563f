import * as Plot from '@observablehq/plot';
import { type ChartDocument, draw, painted, svg, TYPE } from './draw.ts';
import { fixedNumber } from './number-text.ts';
import { segmentColour } from './palette.ts';
import { textWidth } from './text-width.ts';

export interface SilhouetteBand {
  readonly segment: number;
  readonly code: string;
  readonly mean: number;
  /** Descending silhouettes, evenly spaced over the rows of the segment. */
  readonly values: readonly number[];
}

export interface SilhouettePlotData {
  readonly label: string;
  readonly mean: number | null;
  readonly bands: readonly SilhouetteBand[];
  readonly width: number;
}

/** Every segment's sorted silhouettes as one shape; a dashed line at the mean of all rows. */
export function silhouettePlot(document: ChartDocument, data: SilhouettePlotData): string {
  const { bands, width, mean } = data;
  const band = bands.length > 20 ? 16 : bands.length > 10 ? 22 : 30;
  const left = Math.max(...bands.map(({ code }) => textWidth(code, TYPE)), 0) + 12;
  const right = 40;
  const top = 30;
  const bottom = 38;
  const height = top + bottom + bands.length * band;
  const least = Math.min(0, ...bands.flatMap(({ values }) => values));
  const most = Math.max(0.1, ...bands.flatMap(({ values }) => values));
  return draw(document, {
    label: data.label,
    width,
    height,
    plot: {
      marginLeft: left,
      marginRight: right,
      marginTop: top,
      marginBottom: bottom,
      x: { domain: [least, Math.min(1, most + 0.02)], label: null },
      y: { type: 'band', domain: bands.map((_, i) => i), axis: null, padding: 0.14, round: false },
      marks: [
        Plot.gridX({ stroke: 'var(--line)', strokeOpacity: 1, ticks: 6 }),
        Plot.axisX({
          ticks: 6,
          tickSize: 0,
          // Six ticks over less than 0.6 are nearer than 0.1 to each other.
          tickFormat: ((v: number) =>
            fixedNumber(v, Math.min(1, most + 0.02) - least < 0.6 ? 2 : 1)) as never,
          label: null,
        }),
        painted((scales) =>
          svg(document, 'g', { 'text-anchor': 'start' }, [
            ...bands.flatMap((entry, i) => {
              const y = scales.y(i);
              const tall = band * 0.86;
              const text = { y: y + tall / 2 + 4 };
              return [
                svg(document, 'path', {
                  d: shape(entry.values, scales.x, y, tall),
                  fill: segmentColour(entry.segment),
                  'fill-opacity': 0.8,
                }),
                svg(document, 'text', { ...text, x: 0, class: 'strong' }, entry.code),
                svg(
                  document,
                  'text',
                  { ...text, x: width, 'text-anchor': 'end', class: 'ink' },
                  fixedNumber(entry.mean, 2),
                ),
              ];
            }),
            svg(document, 'line', {
              x1: scales.x(0),
              x2: scales.x(0),
              y1: top,
              y2: height - bottom,
              stroke: 'var(--ink)',
            }),
            ...meanLine(document, mean, scales.x, top, height - bottom),
            svg(document, 'text', { x: width, y: 12, 'text-anchor': 'end' }, 'mean'),
            svg(
              document,
              'text',
              { x: width - right, y: height - 4, 'text-anchor': 'end' },
              'silhouette of each row →',
            ),
          ]),
        ),
      ],
    },
  });
}

/** The sorted values as steps from zero, best row on top. */
function shape(
  values: readonly number[],
  x: (value: unknown) => number,
  top: number,
  tall: number,
): string {
  const step = tall / values.length;
  let path = `M${x(0).toFixed(1)},${top.toFixed(1)}`;
  values.forEach((value, r) => {
    path += `H${x(value).toFixed(1)}V${(top + (r + 1) * step).toFixed(1)}`;
  });
  return `${path}H${x(0).toFixed(1)}Z`;
}

function meanLine(
  document: ChartDocument,
  mean: number | null,
  x: (value: unknown) => number,
  top: number,
  bottom: number,
) {
  if (mean === null) return [];
  const at = x(mean);
  return [
    svg(document, 'line', {
      x1: at,
      x2: at,
      y1: top - 4,
      y2: bottom,
      stroke: 'var(--mark)',
      'stroke-width': 1.5,
      'stroke-dasharray': '4 3',
    }),
    svg(
      document,
      'text',
      { x: at, y: top - 10, 'text-anchor': 'middle', style: 'fill:var(--mark)' },
      `all rows ${fixedNumber(mean, 2)}`,
    ),
  ];
}
