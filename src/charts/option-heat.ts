import * as Plot from '@observablehq/plot';
import { type ChartDocument, draw, painted, svg, TYPE } from './draw.ts';
import { compactNumber } from './number-text.ts';
import type { OptionX } from './option-axis.ts';
import { fitText, textWidth } from './text-width.ts';

export interface HeatCell {
  readonly x: OptionX;
  readonly y: OptionX;
  /** 0…1, how strong the colour is; null leaves the cell empty. */
  readonly strength: number | null;
  /** The number in the cell. */
  readonly text: string;
  readonly chosen: boolean;
}

export interface OptionHeatData {
  readonly label: string;
  readonly xOption: string;
  readonly yOption: string;
  readonly cells: readonly HeatCell[];
  /** What the ends of the ramp mean: '0 % noise', '40 % noise'. */
  readonly ramp: readonly [string, string];
  readonly width: number;
}

const ROW = 30;
/** Strongest opacity at which ink on the tint keeps a contrast of 4.5. */
const DEEPEST = 0.55;

/** Two searched options as a grid: colour is one quantity, the number in the cell another. */
export function optionHeat(document: ChartDocument, data: OptionHeatData): string {
  const { cells, width } = data;
  const xs = ordered(cells.map(({ x }) => x));
  const ys = ordered(cells.map(({ y }) => y)).reverse();
  const name = (value: OptionX) =>
    typeof value === 'number' ? compactNumber(value) : String(value);
  const left = Math.max(...ys.map((y) => Math.min(110, textWidth(name(y), TYPE))), 20) + 14;
  const top = 44;
  const bottom = 40;
  const height = top + bottom + ys.length * ROW;
  const cellWidth = (width - left - 4) / Math.max(1, xs.length);
  const numbered = cells.every(({ text }) => textWidth(text, TYPE) <= cellWidth - 3);
  const skip = Math.ceil(Math.max(...xs.map((x) => textWidth(name(x), TYPE)), 1) / (cellWidth - 4));
  return draw(document, {
    label: data.label,
    width,
    height,
    plot: {
      marginLeft: left,
      marginRight: 4,
      marginTop: top,
      marginBottom: bottom,
      x: { type: 'band', domain: xs, padding: 0.08, round: false, label: null },
      y: { type: 'band', domain: ys, padding: 0.1, round: false, label: null },
      marks: [
        Plot.axisX({
          ticks: xs.filter((_, i) => i % Math.max(1, Math.min(skip, xs.length)) === 0) as never,
          tickSize: 0,
          tickFormat: name as never,
          label: null,
        }),
        Plot.axisY({
          tickSize: 0,
          tickFormat: ((y: OptionX) => fitText(name(y), TYPE, 110)) as never,
          label: null,
        }),
        Plot.cell(cells, { x: 'x', y: 'y', fill: 'none', stroke: 'var(--line)', rx: 3 }),
        Plot.cell(
          cells.filter(({ strength }) => strength !== null),
          {
            x: 'x',
            y: 'y',
            rx: 3,
            fill: 'rgb(var(--cool))' as never,
            fillOpacity: {
              value: (cell: HeatCell) => 0.04 + cell.strength! * (DEEPEST - 0.04),
              scale: null,
            } as never,
          },
        ),
        ...(numbered
          ? [Plot.text(cells, { x: 'x', y: 'y', text: 'text', fill: 'var(--ink)', fontSize: TYPE })]
          : []),
        Plot.cell(
          cells.filter(({ chosen }) => chosen),
          {
            x: 'x',
            y: 'y',
            rx: 4,
            fill: 'none',
            stroke: 'var(--mark)',
            strokeWidth: 2.5,
            inset: -1.5,
          },
        ),
        painted(() => {
          const [low, high] = data.ramp;
          const swatches = 6;
          const start = width - 4 - textWidth(high, TYPE) - 8;
          return svg(document, 'g', { 'text-anchor': 'start' }, [
            svg(document, 'text', { x: 0, y: top - 10 }, `↑ ${data.yOption}`),
            svg(
              document,
              'text',
              { x: width - 4, y: height - 4, 'text-anchor': 'end' },
              `${data.xOption} →`,
            ),
            svg(document, 'text', { x: width - 4, y: 12, 'text-anchor': 'end' }, high),
            ...Array.from({ length: swatches }, (_, i) =>
              svg(document, 'rect', {
                x: start - (swatches - i) * 14,
                y: 3,
                width: 14,
                height: 10,
                fill: 'rgb(var(--cool))',
                'fill-opacity': (0.04 + (i / (swatches - 1)) * (DEEPEST - 0.04)).toFixed(2),
              }),
            ),
            svg(
              document,
              'text',
              { x: start - swatches * 14 - 6, y: 12, 'text-anchor': 'end' },
              low,
            ),
          ]);
        }),
      ],
    },
  });
}

/** Numbers by size, words as they came. */
function ordered(values: readonly OptionX[]): OptionX[] {
  const distinct = [...new Set(values)];
  return distinct.every((value) => typeof value === 'number')
    ? distinct.sort((a, b) => Number(a) - Number(b))
    : distinct;
}
