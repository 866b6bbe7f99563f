import * as Plot from '@observablehq/plot';
import { type ChartDocument, draw, painted, svg, TYPE } from './draw.ts';
import { fullNumber, percent } from './number-text.ts';
import { segmentColour } from './palette.ts';
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
  const band = sizes.length > 12 ? 20 : 26;
  const codes = Math.max(...sizes.map(({ code }) => textWidth(code, TYPE)), 0) + 10;
  // On a phone the bars need the room; names stand in the cards and the table.
  const room = width < 480 ? 0 : width * 0.36 - codes;
  const names = sizes.map(({ name, code }) =>
    room === 0 || name.toLowerCase() === code ? '' : fitText(name, TYPE, room),
  );
  const left = codes + Math.max(...names.map((name) => textWidth(name, TYPE)), 0) + 8;
  const values = sizes.map(({ rows, share }) => `${fullNumber(rows)} · ${percent(share)}`);
  const right = Math.max(...values.map((value) => textWidth(value, TYPE)), 0) + 10;
  const height = sizes.length * band + 8;
  return draw(document, {
    label,
    width,
    height,
    plot: {
      marginLeft: left,
      marginRight: right,
      marginTop: 4,
      marginBottom: 4,
      x: { axis: null, domain: [0, Math.max(...sizes.map(({ rows }) => rows), 1)] },
      y: { axis: null, type: 'band', domain: sizes.map((_, i) => i), padding: 0.24, round: false },
      marks: [
        Plot.barX(sizes, {
          x: 'rows',
          y: (_: SegmentSize, i: number) => i,
          rx: 2,
          fill: { value: (size: SegmentSize) => segmentColour(size.segment), scale: null } as never,
        }),
        painted((scales) =>
          svg(
            document,
            'g',
            { 'text-anchor': 'start' },
            sizes.flatMap((size, i) => {
              const y = scales.y(i) + band * 0.38 + 4;
              return [
                svg(document, 'text', { x: 0, y, class: 'strong' }, size.code),
                svg(document, 'text', { x: codes, y, class: 'ink' }, names[i]),
                svg(document, 'text', { x: scales.x(size.rows) + 6, y }, values[i]),
              ];
            }),
          ),
        ),
      ],
    },
  });
}
