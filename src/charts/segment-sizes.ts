import * as Plot from '@observablehq/plot';
import { type ChartDocument, TYPE } from './draw.ts';
import { fullNumber, percent } from './number-text.ts';
import { segmentColour } from './palette.ts';
import { rowBars } from './row-bars.ts';
import { fitText, textWidth } from './text-width.ts';

export interface SegmentSize {
  /** −1 for noise. */
  readonly segment: number;
  readonly code: string;
  readonly name: string;
  readonly rows: number;
  /** 0…1. */
  readonly share: number;
}

/** Rows per segment as bars with code and name before, count and share behind. */
export function segmentSizes(
  document: ChartDocument,
  label: string,
  sizes: readonly SegmentSize[],
  width: number,
): string {
  const codes = sizes.map(({ code }) => code);
  // On a phone the bars need the room; names stand in the cards and the table.
  const room =
    width < 480
      ? 0
      : width * 0.36 - Math.max(...codes.map((code) => textWidth(code, TYPE)), 0) - 10;
  const names = sizes.map(({ name, code }) =>
    room === 0 || name.toLowerCase() === code ? '' : fitText(name, TYPE, room),
  );
  return rowBars(document, {
    label,
    width,
    band: sizes.length > 12 ? 20 : 26,
    before: [
      { texts: codes, look: 'strong', gap: 10 },
      { texts: names, look: 'ink', gap: 8 },
    ],
    ends: sizes.map(({ rows }) => rows),
    values: sizes.map(({ rows, share }) => `${fullNumber(rows)} · ${percent(share)}`),
    most: Math.max(...sizes.map(({ rows }) => rows), 1),
    bars: [
      Plot.barX(sizes, {
        x: 'rows',
        y: (_: SegmentSize, i: number) => i,
        rx: 2,
        fill: { value: (size: SegmentSize) => segmentColour(size.segment), scale: null } as never,
      }),
    ],
  });
}
