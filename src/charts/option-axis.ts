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

/** Every value, or every second, third, … one: the densest choice whose labels keep clear. */
function thinned(
  sorted: readonly number[],
  place: (value: number) => number,
  width: number,
  size: number,
): number[] {
  const start = place(sorted[0]);
  const span = place(sorted[sorted.length - 1]) - start || 1;
  for (let step = 1; ; step++) {
    const kept = sorted.filter((_, i) => i % step === 0);
    const clear = kept.every((value, i) => {
      if (i === 0) return true;
      const gap = ((place(value) - place(kept[i - 1])) / span) * width;
      const widths =
        textWidth(compactNumber(value), size) + textWidth(compactNumber(kept[i - 1]), size);
      return gap > widths / 2 + 5;
    });
    if (clear || kept.length === 1) return kept;
  }
}
