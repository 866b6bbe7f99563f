import * as Plot from '@observablehq/plot';
import { boxAxis } from './box-axis.ts';
import {
  type ChartDocument,
  draw,
  type PixelScale,
  painted,
  type SvgNode,
  svg,
  TYPE,
  titleLine,
} from './draw.ts';
import { compactNumber } from './number-text.ts';
import { segmentColour } from './palette.ts';
import { fitText, textWidth } from './text-width.ts';

export interface BoxRow {
  /** −1 for noise. */
  readonly segment: number;
  readonly code: string;
  readonly box: {
    readonly low: number;
    readonly q1: number;
    readonly median: number;
    readonly q3: number;
    readonly high: number;
    readonly below: number;
    readonly above: number;
  } | null;
}

export interface FeatureBoxesData {
  readonly label: string;
  readonly feature: string;
  readonly unit: string;
  readonly rows: readonly BoxRow[];
  readonly width: number;
}

/**
 * One feature by segment: box = quartiles, line = median, whiskers as given. Rows beyond the
 * whiskers are counted at the edge, so that one far row cannot squeeze every box.
 */
export function featureBoxes(document: ChartDocument, data: FeatureBoxesData): string {
  const { rows, width } = data;
  const band = rows.length > 12 ? 16 : 21;
  const drawn = rows.flatMap(({ box, segment }, i) => (box ? [{ ...box, segment, i }] : []));
  const left = Math.max(...rows.map(({ code }) => textWidth(code, TYPE)), 0) + 10;
  const before = drawn.some(({ below }) => below > 0) ? 30 : 6;
  const after = drawn.some(({ above }) => above > 0) ? 36 : 12;
  const top = 26;
  const bottom = 24;
  const height = top + bottom + rows.length * band;
  const axis = boxAxis(drawn);
  const note = [data.unit, axis.log ? 'logarithmic' : ''].filter((part) => part !== '').join(', ');
  const title = fitText(data.feature, TYPE * 1.05, width - textWidth(note, TYPE) - 12);
  return draw(document, {
    label: data.label,
    width,
    height,
    plot: {
      marginLeft: left + before,
      marginRight: after,
      marginTop: top,
      marginBottom: bottom,
      x: { ...axis.scale, label: null },
      y: { type: 'band', domain: rows.map((_, i) => i), axis: null, padding: 0.3, round: false },
      marks: [
        Plot.gridX({ stroke: 'var(--line)', strokeOpacity: 1, ticks: axis.ticks as never }),
        Plot.axisX({
          ticks: axis.ticks as never,
          tickSize: 0,
          tickFormat: compactNumber,
          label: null,
        }),
        painted((scales) =>
          svg(document, 'g', { 'text-anchor': 'start' }, [
            ...drawn.map((box) => boxShape(document, box, scales, band)),
            medians(document, drawn, scales, band),
            titleLine(document, title, note),
            ...rows.flatMap(({ code }, i) => {
              const y = scales.y(i) + band * 0.35 + 4;
              const box = drawn.find((other) => other.i === i);
              return [
                svg(document, 'text', { x: 0, y, class: 'ink' }, code),
                ...(box && box.below > 0
                  ? [
                      svg(
                        document,
                        'text',
                        { x: left + before - 8, y, 'text-anchor': 'end' },
                        `‹${compactNumber(box.below)}`,
                      ),
                    ]
                  : []),
                ...(box && box.above > 0
                  ? [
                      svg(
                        document,
                        'text',
                        { x: width, y, 'text-anchor': 'end' },
                        `${compactNumber(box.above)}›`,
                      ),
                    ]
                  : []),
              ];
            }),
          ]),
        ),
      ],
    },
  });
}

type Drawn = NonNullable<BoxRow['box']> & { readonly segment: number; readonly i: number };
type Scales = { readonly x: PixelScale; readonly y: PixelScale };

/** Height of a box, as a share of its row. */
const TALL = 0.7;

/** Whiskers and box of one segment. Two paths: a page may hold a thousand of them. */
function boxShape(document: ChartDocument, box: Drawn, { x, y }: Scales, band: number): SvgNode {
  const top = y(box.i);
  const tall = band * TALL;
  const middle = (top + tall / 2).toFixed(1);
  const at = (value: number) => x(value).toFixed(1);
  const colour = segmentColour(box.segment);
  return svg(document, 'g', { fill: colour, stroke: colour }, [
    svg(document, 'path', {
      d: `M${at(box.low)},${middle}H${at(box.q1)}M${at(box.q3)},${middle}H${at(box.high)}`,
    }),
    svg(document, 'path', {
      d: `M${at(box.q1)},${top.toFixed(1)}H${at(box.q3)}v${tall.toFixed(1)}H${at(box.q1)}z`,
      'fill-opacity': 0.5,
    }),
  ]);
}

function medians(
  document: ChartDocument,
  boxes: readonly Drawn[],
  { x, y }: Scales,
  band: number,
): SvgNode {
  const tall = (band * TALL).toFixed(1);
  const d = boxes.map((box) => `M${x(box.median).toFixed(1)},${y(box.i).toFixed(1)}v${tall}`);
  return svg(document, 'path', { d: d.join(''), stroke: 'var(--ink)', 'stroke-width': 2 });
}
