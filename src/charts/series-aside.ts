import { type ChartDocument, svg } from './draw.ts';
import { segmentColour } from './palette.ts';
import { type Line, seriesFrame, titleCorners } from './series-frame.ts';

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
  const colour = segmentColour(data.segment);
  const frame = {
    label: data.label,
    width,
    height,
    margins: [22, 4, 10, 30],
    points: low.length,
    domain,
    ticks: 3,
  } as const;
  return seriesFrame(document, frame, ({ x, line, band }) => [
    band(low, high, { fill: colour, 'fill-opacity': 0.28 }),
    line(data.median, { stroke: colour, 'stroke-width': 1.3, 'stroke-dasharray': '3 2.5' }),
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
    ...titleCorners(document, data.title, data.note, { width, share: 0.55, gap: 10 }),
  ]);
}
