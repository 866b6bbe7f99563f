import * as Plot from '@observablehq/plot';
import { type ChartDocument, draw, painted, svg, TYPE } from './draw.ts';
import { bandPath, linePath } from './line-path.ts';
import { compactNumber } from './number-text.ts';
import { segmentColour } from './palette.ts';
import { fitText, textWidth } from './text-width.ts';

type Line = readonly (number | null)[];

export interface SeriesAsideData {
  readonly label: string;
  readonly title: string;
  readonly note: string;
  /** The segment whose band stands behind; −1 for noise. */
  readonly segment: number;
  readonly low: Line;
  readonly high: Line;
  readonly median: Line;
  readonly values: Line;
  /** What an encoder gives back of it. */
  readonly reconstructed: Line | null;
  /** Points, from 0, both included, where it lies farthest out. */
  readonly stretch: readonly [number, number] | null;
  readonly domain: readonly [number, number];
  readonly width: number;
}

/** One series before the band of a segment, with the stretch marked below where it leaves it most. */
export function seriesAside(document: ChartDocument, data: SeriesAsideData): string {
  const { width, domain, low, high, stretch } = data;
  const height = 132;
  const xs = low.map((_, i) => i);
  const colour = segmentColour(data.segment);
  const cut = (value: number | null) =>
    value === null ? null : Math.min(domain[1], Math.max(domain[0], value));
  const note = fitText(data.note, TYPE, width * 0.55);
  return draw(document, {
    label: data.label,
    width,
    height,
    plot: {
      marginLeft: 30,
      marginRight: 4,
      marginTop: 22,
      marginBottom: 10,
      x: { domain: [0, Math.max(1, xs.length - 1)], axis: null },
      y: { domain: [...domain], label: null },
      marks: [
        Plot.gridY({ stroke: 'var(--line)', strokeOpacity: 1, ticks: 3 }),
        Plot.axisY({ ticks: 3, tickSize: 0, tickFormat: compactNumber, label: null }),
        painted(({ x, y }) => {
          const line = (values: Line, look: Readonly<Record<string, string | number>>) =>
            svg(document, 'path', {
              d: linePath(xs, values.map(cut), x, y),
              fill: 'none',
              'stroke-linejoin': 'round',
              ...look,
            });
          return svg(document, 'g', { 'text-anchor': 'start' }, [
            svg(document, 'path', {
              d: bandPath(xs, low.map(cut), high.map(cut), x, y),
              fill: colour,
              'fill-opacity': 0.28,
            }),
            line(data.median, {
              stroke: colour,
              'stroke-width': 1.3,
              'stroke-dasharray': '3 2.5',
            }),
            ...(data.reconstructed === null
              ? []
              : [line(data.reconstructed, { stroke: 'var(--accent)', 'stroke-width': 1.3 })]),
            line(data.values, { stroke: 'var(--ink)', 'stroke-width': 1.4 }),
            ...(stretch === null
              ? []
              : [
                  svg(document, 'path', {
                    d: `M${(x(stretch[0]) - 1).toFixed(1)},${height - 4}H${(x(stretch[1]) + 1).toFixed(1)}`,
                    stroke: 'var(--mark)',
                    'stroke-width': 3,
                  }),
                ]),
            svg(
              document,
              'text',
              { x: 0, y: 12, class: 'strong' },
              fitText(data.title, TYPE * 1.05, width - textWidth(note, TYPE) - 10),
            ),
            svg(document, 'text', { x: width, y: 12, 'text-anchor': 'end' }, note),
          ]);
        }),
      ],
    },
  });
}
