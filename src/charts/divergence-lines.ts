import { type ChartDocument, svg, TYPE } from './draw.ts';
import { endName, epochFrame, keptLine } from './epoch-frame.ts';
import { linePath } from './line-path.ts';
import { compactNumber } from './number-text.ts';
import { fitText } from './text-width.ts';

export interface DivergenceLinesData {
  readonly label: string;
  /** Per epoch. */
  readonly divergence: readonly number[];
  /** What it counts in the loss, per epoch: it may rise from 0 while training warms up. */
  readonly weight: readonly number[];
  /** Index of the epoch whose weights were kept. */
  readonly best: number;
  readonly width: number;
}

/** How far codes lie from the distribution that they are drawn to, epoch by epoch, before what that counts in the loss. */
export function divergenceLines(document: ChartDocument, data: DivergenceLinesData): string {
  const { width, divergence, weight } = data;
  const epochs = divergence.length;
  const high = Math.max(...divergence.filter(Number.isFinite), 1e-9) * 1.06;
  const heaviest = Math.max(...weight, 0);
  const names = ['divergence', `weight ${compactNumber(heaviest)}`];
  const frame = {
    label: data.label,
    width,
    title: 'Divergence of codes',
    note: fitText('nats per series', TYPE, width - 150),
    epochs,
    y: { domain: [0, high] },
    ticks: 5,
    names,
  };
  return epochFrame(document, frame, (place) => {
    const { x, y, to, top, bottom } = place;
    const xs = divergence.map((_, e) => e + 1);
    // The heaviest weight reaches two thirds of the picture: a shape, not a second axis.
    const up = (value: number) =>
      bottom - (heaviest > 0 ? value / heaviest : 0) * 0.66 * (bottom - top);
    const outline = linePath(xs, [...weight], x, up);
    const last = divergence[epochs - 1];
    const lastAt = y(Number.isFinite(last) ? last : 0);
    const weightAt = up(weight[epochs - 1] ?? 0);
    const apart = Math.abs(lastAt - weightAt) < 14 ? (lastAt < weightAt ? 14 : -14) : 0;
    return [
      svg(document, 'path', {
        d: `${outline}L${to.toFixed(1)},${bottom}L${x(1).toFixed(1)},${bottom}z`,
        fill: 'var(--muted)',
        'fill-opacity': 0.14,
      }),
      svg(document, 'path', {
        d: outline,
        fill: 'none',
        stroke: 'var(--muted)',
        'stroke-dasharray': '1 3',
        'stroke-width': 1.5,
      }),
      keptLine(document, data.best, place),
      svg(document, 'path', {
        d: linePath(
          xs,
          divergence.map((value) => (Number.isFinite(value) ? value : null)),
          x,
          y,
        ),
        fill: 'none',
        stroke: 'var(--accent)',
        'stroke-width': 1.75,
        'stroke-linejoin': 'round',
      }),
      endName(document, names[0], Math.min(bottom, lastAt), 'var(--accent)', place),
      endName(document, names[1], Math.min(bottom, weightAt + apart), 'var(--muted)', place),
    ];
  });
}
