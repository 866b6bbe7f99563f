import * as Plot from '@observablehq/plot';
import { type ChartDocument, dots, draw, painted, svg, TYPE, titleLine } from './draw.ts';
import { compactNumber } from './number-text.ts';
import { type OptionX, optionAxis } from './option-axis.ts';
import { textWidth } from './text-width.ts';

export interface CriterionData {
  readonly label: string;
  /** 'Davies-Bouldin'. */
  readonly title: string;
  readonly better: 'higher' | 'lower';
  readonly option: string;
  readonly points: readonly { readonly x: OptionX; readonly y: number | null }[];
  readonly chosen: number | null;
  readonly width: number;
}

/**
 * One criterion against an option, scaled so that its best value is at the top and its worst at the
 * bottom: panels side by side show where criteria agree. Its best point is filled, the chosen ringed.
 */
export function criterionLine(document: ChartDocument, data: CriterionData): string {
  const { width, better } = data;
  const height = 170;
  const values = data.points.flatMap(({ y }) => (y === null ? [] : [y]));
  const low = Math.min(...values);
  const high = Math.max(...values);
  const worth = (y: number) =>
    high === low ? 0.5 : better === 'higher' ? (y - low) / (high - low) : (high - y) / (high - low);
  const points = data.points.flatMap(({ x, y }, i) =>
    y === null ? [] : [{ x, y, worth: worth(y), chosen: data.chosen === i }],
  );
  const best = points.reduce<(typeof points)[number] | undefined>(
    (top, point) => (top === undefined || point.worth > top.worth ? point : top),
    undefined,
  );
  const axis = optionAxis(
    points.map(({ x }) => x),
    width - 58,
    TYPE,
  );
  return draw(document, {
    label: data.label,
    width,
    height,
    plot: {
      marginLeft: 42,
      marginRight: 16,
      marginTop: 40,
      marginBottom: 36,
      x: { ...axis.scale, label: null },
      y: { domain: [0, 1], label: null },
      marks: [
        Plot.gridY([0, 0.5, 1], { stroke: 'var(--line)', strokeOpacity: 1 }),
        Plot.axisY([0, 1], {
          tickSize: 0,
          label: null,
          tickFormat: ((v: number) => (v === 1 ? 'best' : 'worst')) as never,
        }),
        Plot.axisX({
          ticks: [...axis.ticks] as never,
          tickSize: 4,
          tickFormat: axis.format as never,
          label: null,
        }),
        Plot.line(points, { x: 'x', y: 'worth', stroke: 'var(--ink)', strokeWidth: 1.5 }),
        Plot.dot(best ? [best] : [], { x: 'x', y: 'worth', r: 4.5, fill: 'var(--ink)' }),
        Plot.dot(
          points.filter(({ chosen }) => chosen),
          {
            x: 'x',
            y: 'worth',
            r: 7,
            stroke: 'var(--accent)',
            strokeWidth: 2.5,
          },
        ),
        painted((scales) => {
          const notes =
            best === undefined
              ? []
              : [bestNote(document, scales.x(best.x), compactNumber(best.y), width)];
          return svg(document, 'g', { 'text-anchor': 'start' }, [
            dots(
              document,
              points.map((point) => [scales.x(point.x), scales.y(point.worth)] as const),
              'var(--ink)',
              4,
            ),
            titleLine(document, data.title, `${better} is better`),
            svg(
              document,
              'text',
              { x: width - 16, y: height - 3, 'text-anchor': 'end' },
              `${data.option} →`,
            ),
            ...notes,
          ]);
        }),
      ],
    },
  });
}

/** The best value above its point, kept inside the picture. */
function bestNote(document: ChartDocument, x: number, text: string, width: number) {
  const half = textWidth(text, TYPE) / 2;
  const centre = Math.min(Math.max(x, half), width - half);
  return svg(document, 'text', { x: centre, y: 30, 'text-anchor': 'middle', class: 'ink' }, text);
}
