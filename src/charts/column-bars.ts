import * as Plot from '@observablehq/plot';
import { type ChartDocument, draw, painted, svg, TYPE } from './draw.ts';
import { fixedNumber } from './number-text.ts';
import { fitText, textWidth } from './text-width.ts';

/** What a column is worth, in whatever unit the label names. */
export interface ColumnBar {
  readonly column: string;
  /** Below 0 it is drawn as 0: the column is worth nothing. */
  readonly worth: number;
}

/** A bar per column, its name before, its worth behind. */
export function columnBars(
  document: ChartDocument,
  label: string,
  bars: readonly ColumnBar[],
  width: number,
): string {
  const band = bars.length > 12 ? 20 : 24;
  const names = bars.map(({ column }) => fitText(column, TYPE, width * 0.4));
  const left = Math.max(...names.map((name) => textWidth(name, TYPE)), 0) + 10;
  const values = bars.map(({ worth }) => fixedNumber(worth, 3));
  const right = Math.max(...values.map((value) => textWidth(value, TYPE)), 0) + 10;
  const most = Math.max(...bars.map(({ worth }) => worth), 0) || 1;
  return draw(document, {
    label,
    width,
    height: bars.length * band + 8,
    plot: {
      marginLeft: left,
      marginRight: right,
      marginTop: 4,
      marginBottom: 4,
      x: { axis: null, domain: [0, most] },
      y: { axis: null, type: 'band', domain: bars.map((_, i) => i), padding: 0.24, round: false },
      marks: [
        Plot.barX(bars, {
          x1: () => 0,
          x2: ({ worth }: ColumnBar) => Math.max(0, worth),
          y: (_: ColumnBar, i: number) => i,
          rx: 2,
          fill: { value: () => 'var(--accent)', scale: null } as never,
        }),
        painted((scales) =>
          svg(
            document,
            'g',
            { 'text-anchor': 'start' },
            bars.flatMap(({ worth }, i) => {
              const y = scales.y(i) + band * 0.38 + 4;
              return [
                svg(document, 'text', { x: 0, y, class: 'ink' }, names[i]),
                svg(document, 'text', { x: scales.x(Math.max(0, worth)) + 6, y }, values[i]),
              ];
            }),
          ),
        ),
      ],
    },
  });
}
