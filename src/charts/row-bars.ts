import type { Markish } from '@observablehq/plot';
import { type ChartDocument, draw, painted, svg, TYPE } from './draw.ts';
import { textWidth } from './text-width.ts';

export interface RowBars {
  readonly label: string;
  readonly width: number;
  /** Pixels per bar, with the space between. */
  readonly band: number;
  /** What stands before the bars, column by column, and the space behind each column. */
  readonly before: readonly {
    readonly texts: readonly string[];
    readonly look: 'ink' | 'strong';
    readonly gap: number;
  }[];
  /** Where each bar ends, and what stands behind it. */
  readonly ends: readonly number[];
  readonly values: readonly string[];
  /** What a bar of the full length is worth. */
  readonly most: number;
  /** The bars, at their numbers from 0 on y. */
  readonly bars: readonly Markish[];
}

/** Bars below each other, each with its names before and its value behind. */
export function rowBars(document: ChartDocument, data: RowBars): string {
  const { width, band, before, ends, values } = data;
  const starts = [0];
  for (const { texts, gap } of before) starts.push(starts[starts.length - 1] + widest(texts) + gap);
  return draw(document, {
    label: data.label,
    width,
    height: ends.length * band + 8,
    plot: {
      marginLeft: starts[before.length],
      marginRight: widest(values) + 10,
      marginTop: 4,
      marginBottom: 4,
      x: { axis: null, domain: [0, data.most] },
      y: { axis: null, type: 'band', domain: ends.map((_, i) => i), padding: 0.24, round: false },
      marks: [
        ...data.bars,
        painted((scales) =>
          svg(
            document,
            'g',
            { 'text-anchor': 'start' },
            ends.flatMap((end, i) => {
              const y = scales.y(i) + band * 0.38 + 4;
              return [
                ...before.map(({ texts, look }, c) =>
                  svg(document, 'text', { x: starts[c], y, class: look }, texts[i]),
                ),
                svg(document, 'text', { x: scales.x(end) + 6, y }, values[i]),
              ];
            }),
          ),
        ),
      ],
    },
  });
}

function widest(texts: readonly string[]): number {
  return Math.max(...texts.map((text) => textWidth(text, TYPE)), 0);
}
