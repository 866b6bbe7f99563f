import { type ChartDocument, draw, painted, svg, TYPE } from './draw.ts';
import { bandPath, linePath } from './line-path.ts';
import { fitText, textWidth } from './text-width.ts';

type Look = Readonly<Record<string, string | number>>;
type Line = readonly (number | null)[];

interface Range {
  readonly mean: Line;
  /** Least and largest of the steps of each point; null where a point is one step. */
  readonly low: Line | null;
  readonly high: Line | null;
}

export interface SeriesPairData {
  readonly label: string;
  /** Short: it stands over a picture of the size of a stamp. */
  readonly title: string;
  readonly note: string;
  readonly original: Range;
  readonly reconstructed: Range;
  readonly domain: readonly [number, number];
  readonly width: number;
}

/**
 * A series (grey) and what a net gives back of it (in colour), without axes: many stand side by side.
 * Where points stand for several steps their ranges are bands, else the series is filled to zero.
 */
export function seriesPair(document: ChartDocument, data: SeriesPairData): string {
  const { width, domain } = data;
  const height = 96;
  const xs = data.original.mean.map((_, i) => i);
  const note = fitText(data.note, TYPE, width * 0.6);
  const ground = Math.min(Math.max(0, domain[0]), domain[1]);
  const cut = (value: number | null) =>
    value === null ? null : Math.min(domain[1], Math.max(domain[0], value));
  return draw(document, {
    label: data.label,
    width,
    height,
    plot: {
      axis: null,
      marginLeft: 1,
      marginRight: 1,
      marginTop: 20,
      marginBottom: 2,
      x: { domain: [0, Math.max(1, xs.length - 1)] },
      y: { domain: [...domain] },
      marks: [
        painted(({ x, y }) => {
          const band = (low: Line, high: Line, look: Look) =>
            svg(document, 'path', { d: bandPath(xs, low.map(cut), high.map(cut), x, y), ...look });
          const line = (values: Line, look: Look) =>
            svg(document, 'path', {
              d: linePath(xs, values.map(cut), x, y),
              fill: 'none',
              'stroke-linejoin': 'round',
              ...look,
            });
          const { original, reconstructed } = data;
          const filled = original.mean.map((value) => (value === null ? null : ground));
          return svg(document, 'g', { 'text-anchor': 'start' }, [
            band(original.low ?? filled, original.high ?? original.mean, {
              fill: 'var(--muted)',
              'fill-opacity': original.low === null ? 0.45 : 0.3,
            }),
            ...(reconstructed.low === null || reconstructed.high === null
              ? []
              : [
                  band(reconstructed.low, reconstructed.high, {
                    fill: 'var(--accent)',
                    'fill-opacity': 0.22,
                  }),
                ]),
            ...(original.low === null
              ? []
              : [line(original.mean, { stroke: 'var(--ink)', 'stroke-width': 1 })]),
            svg(document, 'path', {
              d: `M1,${y(ground).toFixed(1)}H${width - 1}`,
              stroke: 'var(--line)',
            }),
            line(reconstructed.mean, { stroke: 'var(--accent)', 'stroke-width': 1.4 }),
            svg(
              document,
              'text',
              { x: 0, y: 12, class: 'strong' },
              fitText(data.title, TYPE * 1.05, width - textWidth(note, TYPE) - 8),
            ),
            svg(document, 'text', { x: width, y: 12, 'text-anchor': 'end' }, note),
          ]);
        }),
      ],
    },
  });
}
