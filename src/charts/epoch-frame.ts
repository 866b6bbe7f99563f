import * as Plot from '@observablehq/plot';
import {
  type ChartDocument,
  draw,
  type PixelScale,
  painted,
  type SvgNode,
  svg,
  TYPE,
  titleLine,
} from './draw.ts';
import { compactNumber } from './number-text.ts';
import { textWidth } from './text-width.ts';
import { valueAxis } from './value-axis.ts';

export interface EpochFrame {
  readonly label: string;
  readonly width: number;
  readonly title: string;
  readonly note: string;
  readonly epochs: number;
  readonly y: { readonly domain: readonly number[]; readonly type?: 'linear' | 'log' };
  readonly ticks: number | readonly number[];
  /** What stands behind the ends of lines: it gets the room that it needs. */
  readonly names: readonly string[];
}

/** Where lines may go, in pixels. */
export interface EpochPlace {
  readonly x: PixelScale;
  readonly y: PixelScale;
  readonly from: number;
  readonly to: number;
  readonly top: number;
  readonly bottom: number;
}

const HEIGHT = 250;
const [TOP, BOTTOM] = [40, HEIGHT - 38];

/** A picture of something per epoch: values before, epochs below, room behind for the names of lines. */
export function epochFrame(
  document: ChartDocument,
  frame: EpochFrame,
  paint: (place: EpochPlace) => readonly SvgNode[],
): string {
  const { width } = frame;
  const right = Math.max(...frame.names.map((name) => textWidth(name, TYPE))) + 12;
  const to = width - right;
  return draw(document, {
    label: frame.label,
    width,
    height: HEIGHT,
    plot: {
      marginLeft: 50,
      marginRight: right,
      marginTop: TOP,
      marginBottom: HEIGHT - BOTTOM,
      x: { domain: [1, Math.max(2, frame.epochs)], label: null },
      y: { ...frame.y, label: null },
      marks: [
        ...valueAxis(frame.ticks),
        Plot.axisX({
          ticks: epochTicks(frame.epochs) as never,
          tickSize: 4,
          tickFormat: compactNumber,
          label: null,
        }),
        painted(({ x, y }) =>
          svg(document, 'g', { 'text-anchor': 'start' }, [
            titleLine(document, frame.title, frame.note),
            ...paint({ x, y, from: x(1), to, top: TOP, bottom: BOTTOM }),
            svg(document, 'text', { x: to, y: HEIGHT - 3, 'text-anchor': 'end' }, 'epoch →'),
          ]),
        ),
      ],
    },
  });
}

/** The epoch whose weights were kept. */
export function keptLine(
  document: ChartDocument,
  best: number,
  { x, top, bottom }: EpochPlace,
): SvgNode {
  return svg(document, 'path', {
    d: `M${x(best + 1).toFixed(1)},${top - 6}V${bottom}`,
    stroke: 'var(--mark)',
    'stroke-width': 1.5,
    'stroke-dasharray': '4 3',
  });
}

/** A line's name behind its end. */
export function endName(
  document: ChartDocument,
  name: string,
  y: number,
  colour: string,
  { to }: EpochPlace,
): SvgNode {
  return svg(document, 'text', { x: to + 6, y: y + 4, style: `fill:${colour}` }, name);
}

/** Whole epochs only, from 1 on. */
function epochTicks(epochs: number): number[] {
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000].find(
    (size) => epochs / size <= 5,
  );
  const every = step ?? Math.ceil(epochs / 5);
  return [
    1,
    ...Array.from({ length: Math.floor(epochs / every) }, (_, i) => (i + 1) * every),
  ].filter((tick, i) => i === 0 || (tick > 1 && tick - 1 > every / 4));
}
