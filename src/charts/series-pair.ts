import { type ChartDocument, svg } from './draw.ts';
import { type Line, seriesFrame, titleCorners } from './series-frame.ts';

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
  const { width, domain, original, reconstructed } = data;
  const ground = Math.min(Math.max(0, domain[0]), domain[1]);
  const filled = original.mean.map((value) => (value === null ? null : ground));
  const frame = {
    label: data.label,
    width,
    height: 96,
    margins: [20, 1, 2, 1],
    points: original.mean.length,
    domain,
    ticks: 0,
  } as const;
  return seriesFrame(document, frame, ({ y, line, band }) => [
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
    ...titleCorners(document, data.title, data.note, { width, share: 0.6, gap: 8 }),
  ]);
}
