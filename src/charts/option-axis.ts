import type * as Plot from '@observablehq/plot';
import { compactNumber } from './number-text.ts';
import { fitText, textWidth } from './text-width.ts';

/** The value of a searched option. */
export type OptionX = number | string | boolean;

/** Values of one option that are this many times apart are spread evenly by their logarithm. */
const WIDE = 30;

export interface OptionAxis {
  readonly scale: Plot.ScaleOptions;
  readonly ticks: readonly OptionX[];
  readonly format: (value: OptionX) => string;
}

/** An x axis for an option: numbers by size, words side by side; as many labels as fit. */
export function optionAxis(values: readonly OptionX[], width: number, size: number): OptionAxis {
  const distinct = [...new Set(values)];
  const numbers = distinct.filter((value) => typeof value === 'number');
  if (numbers.length < distinct.length || distinct.length === 0) {
    const most = width / Math.max(1, distinct.length) - 4;
    return {
      scale: { type: 'point', domain: distinct, padding: 0.5 },
      ticks: distinct,
      format: (value) => fitText(String(value), size, Math.max(24, most)),
    };
  }
  const sorted = numbers.sort((a, b) => a - b);
  const low = sorted[0];
  const high = sorted[sorted.length - 1];
  const log = low > 0 && high / low > WIDE;
  return {
    scale:
      low === high
        ? { domain: [low - 1, low + 1] }
        : { type: log ? 'log' : 'linear', domain: [low, high] },
    ticks: thinned(sorted, log ? Math.log : (value) => value, width, size),
    format: (value) => compactNumber(Number(value)),
  };
}

/** The values whose labels keep clear of the one before. */
function thinned(
  sorted: readonly number[],
  place: (value: number) => number,
  width: number,
  size: number,
): number[] {
  const start = place(sorted[0]);
  const span = place(sorted[sorted.length - 1]) - start || 1;
  const kept: number[] = [];
  let free = Number.NEGATIVE_INFINITY;
  for (const value of sorted) {
    const centre = ((place(value) - start) / span) * width;
    const half = textWidth(compactNumber(value), size) / 2;
    if (centre - half < free) continue;
    kept.push(value);
    free = centre + half + 6;
  }
  return kept;
}
