import * as Plot from '@observablehq/plot';
import { type ChartDocument, dots, draw, painted, svg, TYPE } from './draw.ts';
import { compactNumber, fixedNumber } from './number-text.ts';
import { type OptionX, optionAxis } from './option-axis.ts';
import { segmentColour } from './palette.ts';
import { spreadApart } from './spread-apart.ts';
import { fitText, textWidth } from './text-width.ts';
import { valueAxis } from './value-axis.ts';

export type { OptionX } from './option-axis.ts';

export interface OptionSeries {
  /** The value of the grouping column; empty when there is only one series. */
  readonly name: string;
  readonly points: readonly { readonly x: OptionX; readonly y: number | null }[];
  /** Index of the chosen point. */
  readonly chosen: number | null;
}

export interface OptionLinesData {
  readonly label: string;
  readonly option: string;
  readonly score: string;
  readonly series: readonly OptionSeries[];
  /** The score is a quantity whose axis begins at 0. */
  readonly fromZero?: boolean;
  readonly width: number;
}

/**
 * A score against an option: one line per series, named at its end, the chosen point ringed.
 *
 * Dashes repeat what colour says. Meant for up to eight series.
 */
export function optionLines(document: ChartDocument, data: OptionLinesData): string {
  const { series, width } = data;
  const named = series.some(({ name }) => name !== '');
  const labels = series.map(({ name }) => fitText(name, TYPE, width * 0.24));
  const right = named ? Math.max(...labels.map((text) => textWidth(text, TYPE))) + 30 : 24;
  const points = series.flatMap(({ points }, s) =>
    points.flatMap(({ x, y }, i) =>
      y === null ? [] : [{ x, y, s, chosen: series[s].chosen === i }],
    ),
  );
  const height = Math.max(230, named ? series.length * 15 + 80 : 0);
  const left = 48;
  const axis = optionAxis(
    points.map(({ x }) => x),
    width - left - right,
    TYPE,
  );
  const colour = (s: number) => (named ? segmentColour(s) : 'var(--accent)');

  return draw(document, {
    label: data.label,
    width,
    height,
    plot: {
      marginLeft: left,
      marginRight: right,
      marginTop: 26,
      marginBottom: 40,
      x: { ...axis.scale, label: null },
      y: {
        label: null,
        nice: true,
        ...(points.length === 0 ? { domain: [0, 1] } : {}),
        ...(data.fromZero ? { zero: true } : {}),
      },
      marks: [
        ...valueAxis(5, scoreFormat(points.map(({ y }) => y))),
        Plot.axisX({
          ticks: [...axis.ticks] as never,
          tickSize: 4,
          tickFormat: axis.format as never,
          label: null,
        }),
        ...series.map((_, s) =>
          Plot.line(
            points.filter((point) => point.s === s),
            {
              x: 'x',
              y: 'y',
              stroke: colour(s),
              strokeWidth: 1.75,
              strokeDasharray: DASHES[s % DASHES.length],
            },
          ),
        ),
        Plot.dot(
          points.filter(({ chosen }) => chosen),
          {
            x: 'x',
            y: 'y',
            r: 6,
            strokeWidth: 2.5,
            fill: 'var(--panel)',
            stroke: { value: (p: { s: number }) => colour(p.s), scale: null } as never,
          },
        ),
        painted((scales) => {
          const ends = series.flatMap((_, s) => {
            const own = points.filter((point) => point.s === s);
            return named && own.length > 0 ? [{ s, y: scales.y(own[own.length - 1].y) }] : [];
          });
          const spread = spreadApart(ends, 14);
          return svg(document, 'g', { 'text-anchor': 'start' }, [
            ...series.map((_, s) =>
              dots(
                document,
                points
                  .filter((point) => point.s === s && !point.chosen)
                  .map(({ x, y }) => [scales.x(x), scales.y(y)] as const),
                colour(s),
                4.5,
              ),
            ),
            ...spread.flatMap(({ s, y }) => [
              svg(document, 'path', {
                d: `M${width - right + 6},${y}h14`,
                stroke: colour(s),
                'stroke-width': 2.5,
                'stroke-dasharray': DASHES[s % DASHES.length],
              }),
              svg(document, 'text', { x: width - right + 26, y: y + 4, class: 'ink' }, labels[s]),
            ]),
            svg(document, 'text', { x: 4, y: 12 }, `↑ ${data.score}`),
            svg(
              document,
              'text',
              { x: width - right, y: height - 4, 'text-anchor': 'end' },
              `${data.option} →`,
            ),
          ]);
        }),
      ],
    },
  });
}

const DASHES = ['none', '6 3', '2 3', '9 3 2 3', '12 4', '4 2', '1 4', '8 2 2 2 2 2'];

/** Tick labels with the same decimals along the axis. */
function scoreFormat(values: readonly number[]): (value: number) => string {
  const span = Math.max(...values) - Math.min(...values);
  if (!(span < 20)) return compactNumber;
  const places = span < 0.1 ? 3 : span < 2 ? 2 : 1;
  return (value) => fixedNumber(value, places);
}
