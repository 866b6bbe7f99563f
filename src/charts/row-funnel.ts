import * as Plot from '@observablehq/plot';
import { type ChartDocument, TYPE } from './draw.ts';
import { fullNumber } from './number-text.ts';
import { rowBars } from './row-bars.ts';
import { fitText } from './text-width.ts';

/** What one step left of the rows that reached it. */
export interface FunnelStep {
  readonly name: string;
  /** What it does, as half a sentence. */
  readonly says: string;
  readonly rowsIn: number;
  readonly rowsOut: number;
}

/** A bar of rows per step, what it dropped at the bar's end; before it what it does, behind it how many. */
export function rowFunnel(
  document: ChartDocument,
  label: string,
  steps: readonly FunnelStep[],
  width: number,
): string {
  const narrow = width < 480;
  const bar = (from: keyof FunnelStep | 0, to: keyof FunnelStep, fill: string) =>
    Plot.barX(steps, {
      x1: from === 0 ? () => 0 : from,
      x2: to,
      y: (_: FunnelStep, i: number) => i,
      fill: { value: () => fill, scale: null } as never,
    });
  const names = steps.map(({ name, says }) =>
    narrow ? name : fitText(`${name}: ${says}`, TYPE, width * 0.45),
  );
  return rowBars(document, {
    label,
    width,
    band: steps.length > 12 ? 20 : 24,
    before: [{ texts: names, look: 'ink', gap: 10 }],
    ends: steps.map(({ rowsIn }) => rowsIn),
    values: steps.map(({ rowsIn, rowsOut }) =>
      rowsIn === rowsOut
        ? fullNumber(rowsOut)
        : `${fullNumber(rowsOut)} (−${fullNumber(rowsIn - rowsOut)})`,
    ),
    most: Math.max(...steps.map(({ rowsIn }) => rowsIn), 1),
    bars: [bar('rowsOut', 'rowsIn', 'var(--mark)'), bar(0, 'rowsOut', 'var(--accent)')],
  });
}
