import { type ChartDocument, svg, TYPE, titleLine } from './draw.ts';
import { segmentColour } from './palette.ts';
import { type Line, seriesFrame } from './series-frame.ts';
import { fitText, textWidth } from './text-width.ts';
import { timeTicks } from './time-axis.ts';

export interface SeriesBandData {
  readonly label: string;
  /** −1 for noise. */
  readonly segment: number;
  readonly title: string;
  readonly note: string;
  readonly q10: Line;
  readonly q25: Line;
  readonly median: Line;
  readonly q75: Line;
  readonly q90: Line;
  readonly samples: readonly Line[];
  /** The series in the middle, drawn above all else; the median then steps back. */
  readonly centre?: Line;
  /** A real series that stands for them. */
  readonly medoid?: Line;
  /** ISO time of each point; null where steps have no time. */
  readonly times: readonly string[] | null;
  /** Steps per point. */
  readonly bucket: number;
  /** The value axis, the same for pictures that are compared; samples beyond it are cut off. */
  readonly domain: readonly [number, number];
  readonly width: number;
}

/** Median, middle half and middle 80 % of many series, with a few of them as thin lines, their centre and their medoid. */
export function seriesBand(document: ChartDocument, data: SeriesBandData): string {
  const { width, domain } = data;
  const height = 176;
  const points = data.median.length;
  const ticks = timeTicks(data.times, points, data.bucket);
  const colour = segmentColour(data.segment);
  const bold = { stroke: colour, 'stroke-width': 2.25 };
  const title = fitText(data.title, TYPE * 1.05, width - textWidth(data.note, TYPE) - 12);
  const frame = {
    label: data.label,
    width,
    height,
    margins: [24, 12, 24, 38],
    points,
    domain,
    ticks: 4,
  } as const;
  return seriesFrame(document, frame, ({ x, line, band }) => [
    band(data.q10, data.q90, { fill: colour, 'fill-opacity': 0.2 }),
    band(data.q25, data.q75, { fill: colour, 'fill-opacity': 0.32 }),
    ...data.samples.map((sample) =>
      line(sample, { stroke: 'var(--muted)', 'stroke-width': 0.8, 'stroke-opacity': 0.65 }),
    ),
    ...(data.medoid === undefined
      ? []
      : [line(data.medoid, { stroke: 'var(--ink)', 'stroke-width': 1.1 })]),
    ...(data.centre === undefined
      ? [line(data.median, bold)]
      : [
          line(data.median, { stroke: colour, 'stroke-width': 1.3, 'stroke-dasharray': '3 2.5' }),
          line(data.centre, bold),
        ]),
    ...ticks.flatMap(({ at, text }) => tickMark(document, x(at), text, height, width)),
    titleLine(document, title, data.note),
  ]);
}

function tickMark(document: ChartDocument, x: number, text: string, height: number, width: number) {
  const half = textWidth(text, TYPE) / 2;
  return [
    svg(document, 'path', { d: `M${x.toFixed(1)},${height - 24}v4`, stroke: 'var(--muted)' }),
    svg(
      document,
      'text',
      { x: Math.min(Math.max(x, half), width - half), y: height - 8, 'text-anchor': 'middle' },
      text,
    ),
  ];
}
