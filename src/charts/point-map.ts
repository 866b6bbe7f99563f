import { densestSpot } from './densest-spot.ts';
import { type ChartDocument, draw, painted, type SvgNode, svg, TYPE } from './draw.ts';
import { segmentColour } from './palette.ts';
import { type Label, placeLabels } from './place-labels.ts';
import { textWidth } from './text-width.ts';

export interface PointMapData {
  readonly label: string;
  /** In random order: later points are drawn above earlier ones. */
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly segment: readonly number[];
  readonly code: (segment: number) => string;
  /** Empty where the picture has no such axis. */
  readonly xTitle: string;
  readonly yTitle: string;
  /** The points come from far to near: far ones are drawn smaller and paler. */
  readonly deep?: boolean;
  readonly width: number;
  readonly height: number;
}

/** Points are drawn in this many rounds, so that no segment lies on top of all others. */
const ROUNDS = 6;
const PADDING = 14;
/** Labels are placed for type of this size: small screens show the map smaller and the type larger. */
const LABEL = 22;

/**
 * A scatter of rows in segment colours, each segment's code where its points are densest.
 *
 * Both axes share one scale: distances may be compared in every direction. One path per segment and
 * round: 5,000 points take about 60 kB.
 */
export function pointMap(document: ChartDocument, data: PointMapData): string {
  const { width, height } = data;
  const frame = { width, height: height - 30 };
  const place = placement(data, frame);
  const px = data.x.map((x) => place.x(x));
  const py = data.y.map((y) => place.y(y));
  return draw(document, {
    label: data.label,
    width,
    height,
    plot: {
      axis: null,
      margin: 0,
      x: { domain: [0, width], range: [0, width] },
      y: { domain: [0, height], range: [0, height] },
      marks: [
        painted(() =>
          svg(document, 'g', {}, [
            svg(document, 'g', pointStyle(px.length), pointPaths(document, px, py, data)),
            ...codeLabels(document, px, py, data, frame),
            ...axisTitles(document, data),
          ]),
        ),
      ],
    },
  });
}

function axisTitles(document: ChartDocument, { xTitle, yTitle, width, height }: PointMapData) {
  const title = (x: number, anchor: string, text: string) =>
    svg(document, 'text', { x, y: height - 4, 'text-anchor': anchor }, text);
  return [
    ...(xTitle === '' ? [] : [title(0, 'start', `${xTitle} →`)]),
    ...(yTitle === '' ? [] : [title(width, 'end', `↑ ${yTitle}`)]),
  ];
}

function placement(data: PointMapData, frame: { width: number; height: number }) {
  const [lowX, highX] = range(data.x);
  const [lowY, highY] = range(data.y);
  const scale = Math.min(
    (frame.width - 2 * PADDING) / (highX - lowX || 1),
    (frame.height - 2 * PADDING) / (highY - lowY || 1),
  );
  return {
    x: (x: number) => frame.width / 2 + (x - (lowX + highX) / 2) * scale,
    y: (y: number) => frame.height / 2 - (y - (lowY + highY) / 2) * scale,
  };
}

function range(values: readonly number[]): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? [low, high] : [0, 1];
}

function dotSize(points: number): number {
  return points > 2000 ? 3.6 : points > 400 ? 4.6 : 6;
}

function pointStyle(points: number) {
  return {
    fill: 'none',
    'stroke-width': dotSize(points),
    'stroke-linecap': 'round',
  };
}

function pointOpacity(points: number): number {
  return points > 2000 ? 0.55 : 0.7;
}

function pointPaths(
  document: ChartDocument,
  px: readonly number[],
  py: readonly number[],
  { segment, deep = false }: PointMapData,
): SvgNode[] {
  const paths: SvgNode[] = [];
  const round = Math.ceil(px.length / ROUNDS);
  for (let from = 0; from < px.length; from += round) {
    const bySegment = new Map<number, string>();
    for (let i = from; i < Math.min(px.length, from + round); i++) {
      const point = `M${px[i].toFixed(1)},${py[i].toFixed(1)}h0`;
      bySegment.set(segment[i], (bySegment.get(segment[i]) ?? '') + point);
    }
    const segments = [...bySegment.keys()].sort((a, b) => a - b);
    for (const s of segments) {
      // Noise is the ground that segments stand out from.
      const near = deep ? 0.45 + (0.55 * from) / px.length : 1;
      const opacity = (s < 0 ? 0.4 : pointOpacity(px.length)) * near;
      paths.push(
        svg(document, 'path', {
          d: bySegment.get(s)!,
          stroke: segmentColour(s),
          'stroke-opacity': Number(opacity.toFixed(2)),
          ...(deep ? { 'stroke-width': (dotSize(px.length) * (0.6 + near * 0.5)).toFixed(1) } : {}),
        }),
      );
    }
  }
  return paths;
}

function codeLabels(
  document: ChartDocument,
  px: readonly number[],
  py: readonly number[],
  data: PointMapData,
  frame: { width: number; height: number },
): SvgNode[] {
  const segments = [...new Set(data.segment)].filter((s) => s >= 0).sort((a, b) => a - b);
  const labels = segments.map((s): Label => {
    const own = data.segment.flatMap((other, i) => (other === s ? [i] : []));
    const [x, y] = densestSpot(
      own.map((i) => px[i]),
      own.map((i) => py[i]),
    );
    return { x, y, width: textWidth(data.code(s), LABEL) + 6, height: LABEL + 4 };
  });
  return placeLabels(labels, frame).map(({ x, y }, i) =>
    svg(
      document,
      'text',
      {
        x,
        y: y + TYPE * 0.36,
        class: 'strong halo',
        'font-size': 12,
        'text-anchor': 'middle',
      },
      data.code(segments[i]),
    ),
  );
}
