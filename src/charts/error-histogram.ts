import * as Plot from '@observablehq/plot';
import { type ChartDocument, draw, painted, svg, TYPE, titleLine } from './draw.ts';
import { compactNumber, fullNumber } from './number-text.ts';
import { fitText, textWidth } from './text-width.ts';
import { valueAxis } from './value-axis.ts';

export interface ErrorHistogramData {
  readonly label: string;
  readonly title: string;
  readonly note: string;
  /** 'mean absolute error'. */
  readonly measure: string;
  /** Rows per bin, evenly spaced over `from` … `to`. */
  readonly counts: readonly number[];
  readonly from: number;
  readonly to: number;
  readonly median: number;
  readonly q95: number;
  /** Rows beyond `to`; they stand in the last bin. */
  readonly beyond: number;
  readonly width: number;
}

/** Rows by size of their error, with the median and the 95 % mark. */
export function errorHistogram(document: ChartDocument, data: ErrorHistogramData): string {
  const { counts, from, to, width } = data;
  const height = 220;
  const right = 16;
  const left = 44;
  const step = (to - from) / counts.length;
  const most = Math.max(...counts, 1);
  return draw(document, {
    label: data.label,
    width,
    height,
    plot: {
      marginLeft: left,
      marginRight: right,
      marginTop: 44,
      marginBottom: 38,
      x: { domain: [from, to], label: null },
      y: { domain: [0, most], label: null },
      marks: [
        ...valueAxis(4),
        Plot.axisX({ ticks: 5, tickSize: 4, tickFormat: compactNumber, label: null }),
        painted(({ x, y }) => {
          const bars = counts.map((count, b) =>
            count === 0
              ? ''
              : `M${(x(from + b * step) + 0.5).toFixed(1)},${y(0).toFixed(1)}V${Math.min(y(count), y(0) - 1).toFixed(1)}H${(x(from + (b + 1) * step) - 0.5).toFixed(1)}V${y(0).toFixed(1)}z`,
          );
          return svg(document, 'g', { 'text-anchor': 'start' }, [
            titleLine(document, data.title, data.note),
            svg(document, 'path', {
              d: bars.join(''),
              fill: 'var(--accent)',
              'fill-opacity': 0.75,
            }),
            ...marks(document, data, x, { left, right: width - right, bottom: height - 38 }),
            svg(
              document,
              'text',
              { x: width - right, y: height - 3, 'text-anchor': 'end' },
              `${fitText(data.measure, TYPE, width - 170)} →${data.beyond > 0 ? ` (${fullNumber(data.beyond)} rows beyond)` : ''}`,
            ),
          ]);
        }),
      ],
    },
  });
}

function marks(
  document: ChartDocument,
  { median, q95 }: ErrorHistogramData,
  x: (value: number) => number,
  frame: { readonly left: number; readonly right: number; readonly bottom: number },
) {
  const texts = [`median ${compactNumber(median)}`, `95 % below ${compactNumber(q95)}`];
  const half = texts.map((text) => textWidth(text, TYPE) / 2);
  const inside = (at: number, own: number) =>
    Math.min(Math.max(at, frame.left - 20 + own), frame.right - own);
  const first = Math.min(inside(x(median), half[0]), frame.right - 2 * half[1] - half[0] - 10);
  const second = Math.max(inside(x(q95), half[1]), first + half[0] + half[1] + 10);
  return [median, q95].flatMap((value, i) => [
    svg(document, 'path', {
      d: `M${x(value).toFixed(1)},38V${frame.bottom}`,
      stroke: i === 0 ? 'var(--ink)' : 'var(--mark)',
      'stroke-width': 1.5,
      'stroke-dasharray': i === 0 ? 'none' : '4 3',
    }),
    svg(
      document,
      'text',
      {
        x: [first, second][i],
        y: 33,
        'text-anchor': 'middle',
        style: i === 0 ? 'fill:var(--ink)' : 'fill:var(--mark)',
      },
      texts[i],
    ),
  ]);
}
