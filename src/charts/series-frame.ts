import {
  type ChartDocument,
  draw,
  type PixelScale,
  painted,
  type SvgNode,
  svg,
  TYPE,
} from './draw.ts';
import { bandPath, linePath } from './line-path.ts';
import { fitText, textWidth } from './text-width.ts';
import { valueAxis } from './value-axis.ts';

/** A value per point; null where there is none. */
export type Line = readonly (number | null)[];
export type Look = Readonly<Record<string, string | number>>;

export interface SeriesFrame {
  readonly label: string;
  readonly width: number;
  readonly height: number;
  /** Top, right, bottom, left. */
  readonly margins: readonly [number, number, number, number];
  readonly points: number;
  /** The value axis; what lies beyond it is cut off. */
  readonly domain: readonly [number, number];
  /** About as many values on the axis; 0 for no axis. */
  readonly ticks: number;
}

export interface SeriesPens {
  readonly x: PixelScale;
  readonly y: PixelScale;
  readonly line: (values: Line, look: Look) => SvgNode;
  readonly band: (low: Line, high: Line, look: Look) => SvgNode;
}

/** A picture of values point by point, with pens that stay within its value axis. */
export function seriesFrame(
  document: ChartDocument,
  frame: SeriesFrame,
  paint: (pens: SeriesPens) => readonly SvgNode[],
): string {
  const { domain, ticks } = frame;
  const [marginTop, marginRight, marginBottom, marginLeft] = frame.margins;
  const xs = Array.from({ length: frame.points }, (_, i) => i);
  const cut = (value: number | null) =>
    value === null ? null : Math.min(domain[1], Math.max(domain[0], value));
  return draw(document, {
    label: frame.label,
    width: frame.width,
    height: frame.height,
    plot: {
      marginTop,
      marginRight,
      marginBottom,
      marginLeft,
      x: { domain: [0, Math.max(1, frame.points - 1)], axis: null },
      y: { domain: [...domain], label: null, ...(ticks === 0 ? { axis: null } : {}) },
      marks: [
        ...(ticks === 0 ? [] : valueAxis(ticks)),
        painted(({ x, y }) =>
          svg(
            document,
            'g',
            { 'text-anchor': 'start' },
            paint({
              x,
              y,
              line: (values, look) =>
                svg(document, 'path', {
                  d: linePath(xs, values.map(cut), x, y),
                  fill: 'none',
                  'stroke-linejoin': 'round',
                  ...look,
                }),
              band: (low, high, look) =>
                svg(document, 'path', {
                  d: bandPath(xs, low.map(cut), high.map(cut), x, y),
                  ...look,
                }),
            }),
          ),
        ),
      ],
    },
  });
}

/** The title of a small picture at its left, what belongs to it at its right, `gap` pixels apart at least. */
export function titleCorners(
  document: ChartDocument,
  title: string,
  note: string,
  { width, share, gap }: { readonly width: number; readonly share: number; readonly gap: number },
): SvgNode[] {
  const right = fitText(note, TYPE, width * share);
  return [
    svg(
      document,
      'text',
      { x: 0, y: 12, class: 'strong' },
      fitText(title, TYPE * 1.05, width - textWidth(right, TYPE) - gap),
    ),
    svg(document, 'text', { x: width, y: 12, 'text-anchor': 'end' }, right),
  ];
}
