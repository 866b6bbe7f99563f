import * as Plot from '@observablehq/plot';
import { type ChartDocument, draw, painted, svg, TYPE, titleLine } from './draw.ts';
import { epochTicks } from './epoch-ticks.ts';
import { linePath } from './line-path.ts';
import { compactNumber } from './number-text.ts';
import { fitText, textWidth } from './text-width.ts';

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
  const { width, divergence, weight, best } = data;
  const epochs = divergence.length;
  const high = Math.max(...divergence.filter(Number.isFinite), 1e-9) * 1.06;
  const heaviest = Math.max(...weight, 0);
  const names = ['divergence', `weight ${compactNumber(heaviest)}`];
  const right = Math.max(...names.map((name) => textWidth(name, TYPE))) + 12;
  const height = 250;
  const bottom = height - 38;
  return draw(document, {
    label: data.label,
    width,
    height,
    plot: {
      marginLeft: 50,
      marginRight: right,
      marginTop: 40,
      marginBottom: 38,
      x: { domain: [1, Math.max(2, epochs)], label: null },
      y: { domain: [0, high], label: null },
      marks: [
        Plot.gridY({ stroke: 'var(--line)', strokeOpacity: 1, ticks: 5 }),
        Plot.axisY({ ticks: 5, tickSize: 0, tickFormat: compactNumber, label: null }),
        Plot.axisX({
          ticks: epochTicks(epochs) as never,
          tickSize: 4,
          tickFormat: compactNumber,
          label: null,
        }),
        painted(({ x, y }) => {
          const xs = divergence.map((_, e) => e + 1);
          const end = width - right;
          // The heaviest weight reaches two thirds of the picture: a shape, not a second axis.
          const up = (value: number) =>
            bottom - (heaviest > 0 ? value / heaviest : 0) * 0.66 * (bottom - 40);
          const outline = linePath(xs, [...weight], x, up);
          const last = divergence[epochs - 1];
          const lastAt = y(Number.isFinite(last) ? last : 0);
          const weightAt = up(weight[epochs - 1] ?? 0);
          const apart = Math.abs(lastAt - weightAt) < 14 ? (lastAt < weightAt ? 14 : -14) : 0;
          const name = (text: string, at: number, colour: string) =>
            svg(
              document,
              'text',
              { x: end + 6, y: Math.min(bottom, at) + 4, style: `fill:${colour}` },
              fitText(text, TYPE, right),
            );
          return svg(document, 'g', { 'text-anchor': 'start' }, [
            titleLine(
              document,
              'Divergence of codes',
              fitText('nats per series', TYPE, width - 150),
            ),
            svg(document, 'path', {
              d: `${outline}L${end.toFixed(1)},${bottom}L${x(1).toFixed(1)},${bottom}z`,
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
            svg(document, 'path', {
              d: `M${x(best + 1).toFixed(1)},34V${bottom}`,
              stroke: 'var(--mark)',
              'stroke-width': 1.5,
              'stroke-dasharray': '4 3',
            }),
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
            name('divergence', lastAt, 'var(--accent)'),
            name(names[1], weightAt + apart, 'var(--muted)'),
            svg(document, 'text', { x: end, y: height - 3, 'text-anchor': 'end' }, 'epoch →'),
          ]);
        }),
      ],
    },
  });
}
