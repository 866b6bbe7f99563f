import * as Plot from '@observablehq/plot';
import { type ChartDocument, draw, painted, svg, TYPE } from './draw.ts';
import { fullNumber } from './number-text.ts';
import { fitText, textWidth } from './text-width.ts';

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
  const band = steps.length > 12 ? 20 : 24;
  const narrow = width < 480;
  const names = steps.map(({ name, says }) =>
    narrow ? name : fitText(`${name}: ${says}`, TYPE, width * 0.45),
  );
  const left = Math.max(...names.map((name) => textWidth(name, TYPE)), 0) + 10;
  const values = steps.map(({ rowsIn, rowsOut }) =>
    rowsIn === rowsOut
      ? fullNumber(rowsOut)
      : `${fullNumber(rowsOut)} (−${fullNumber(rowsIn - rowsOut)})`,
  );
  const right = Math.max(...values.map((value) => textWidth(value, TYPE)), 0) + 10;
  const most = Math.max(...steps.map(({ rowsIn }) => rowsIn), 1);
  const bar = (from: keyof FunnelStep | 0, to: keyof FunnelStep, fill: string) =>
    Plot.barX(steps, {
      x1: from === 0 ? () => 0 : from,
      x2: to,
      y: (_: FunnelStep, i: number) => i,
      fill: { value: () => fill, scale: null } as never,
    });
  return draw(document, {
    label,
    width,
    height: steps.length * band + 8,
    plot: {
      marginLeft: left,
      marginRight: right,
      marginTop: 4,
      marginBottom: 4,
      x: { axis: null, domain: [0, most] },
      y: { axis: null, type: 'band', domain: steps.map((_, i) => i), padding: 0.24, round: false },
      marks: [
        bar('rowsOut', 'rowsIn', 'var(--mark)'),
        bar(0, 'rowsOut', 'var(--accent)'),
        painted((scales) =>
          svg(
            document,
            'g',
            { 'text-anchor': 'start' },
            steps.flatMap(({ rowsIn }, i) => {
              const y = scales.y(i) + band * 0.38 + 4;
              return [
                svg(document, 'text', { x: 0, y, class: 'ink' }, names[i]),
                svg(document, 'text', { x: scales.x(rowsIn) + 6, y }, values[i]),
              ];
            }),
          ),
        ),
      ],
    },
  });
}
