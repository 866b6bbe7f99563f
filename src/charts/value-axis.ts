import * as Plot from '@observablehq/plot';
import { compactNumber } from './number-text.ts';

/** Lines across the picture at the values of the y axis, and the values before them. */
export function valueAxis(
  ticks: number | readonly number[],
  format: (value: number) => string = compactNumber,
): Plot.Markish[] {
  const at = ticks as never;
  return [
    Plot.gridY({ stroke: 'var(--line)', strokeOpacity: 1, ticks: at }),
    Plot.axisY({ ticks: at, tickSize: 0, tickFormat: format, label: null }),
  ];
}
