import * as Plot from '@observablehq/plot';
import { type ChartDocument, TYPE } from './draw.ts';
import { fixedNumber } from './number-text.ts';
import { rowBars } from './row-bars.ts';
import { fitText } from './text-width.ts';

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
  return rowBars(document, {
    label,
    width,
    band: bars.length > 12 ? 20 : 24,
    before: [
      { texts: bars.map(({ column }) => fitText(column, TYPE, width * 0.4)), look: 'ink', gap: 10 },
    ],
    ends: bars.map(({ worth }) => Math.max(0, worth)),
    values: bars.map(({ worth }) => fixedNumber(worth, 3)),
    most: Math.max(...bars.map(({ worth }) => worth), 0) || 1,
    bars: [
      Plot.barX(bars, {
        x1: () => 0,
        x2: ({ worth }: ColumnBar) => Math.max(0, worth),
        y: (_: ColumnBar, i: number) => i,
        rx: 2,
        fill: { value: () => 'var(--accent)', scale: null } as never,
      }),
    ],
  });
}
