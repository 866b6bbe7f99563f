import { type ChartDocument, draw, painted, type SvgNode, svg, TYPE } from './draw.ts';
import { compactNumber, fullNumber } from './number-text.ts';
import { segmentColour } from './palette.ts';
import { fitText, textWidth } from './text-width.ts';

/** One end of flows, such as a segment before or after. */
export interface FlowEnd {
  readonly code: string;
  readonly name: string;
  /** Gives the colour; −1 is grey. */
  readonly segment: number;
}

export interface FlowChartData {
  /** One sentence that says what is to be seen. */
  readonly label: string;
  readonly left: readonly FlowEnd[];
  readonly right: readonly FlowEnd[];
  readonly leftTitle: string;
  readonly rightTitle: string;
  /** From a place in `left` to one in `right`. */
  readonly flows: readonly { readonly from: number; readonly to: number; readonly size: number }[];
  readonly width: number;
}

const BAR = 10;
const GAP = 7;
/** Room for one line of text, however small its end is. */
const LINE = 15;
const HEAD = 22;

/** A Sankey picture of two columns: how much goes from each end on the left to each on the right. */
export function flowChart(document: ChartDocument, data: FlowChartData): string {
  const { left, right, flows, width } = data;
  const all = flows.reduce((sum, { size }) => sum + size, 0);
  const most = Math.max(left.length, right.length);
  const scale = all === 0 ? 0 : Math.max(180, Math.min(420, most * 34)) / all;
  const from = stack(left.length, scale, (i) => sumOf(flows, ({ from }) => from === i));
  const to = stack(right.length, scale, (j) => sumOf(flows, ({ to }) => to === j));
  const height = Math.max(from.end, to.end) + 4;
  // On a phone names stand in the table; codes and counts stay.
  const room = width < 480 ? 92 : Math.min(290, width * 0.28);
  const [x1, x2] = [room + BAR, width - room - BAR];
  return draw(document, {
    label: data.label,
    width,
    height,
    plot: {
      margin: 0,
      x: { axis: null, domain: [0, width] },
      y: { axis: null, domain: [height, 0] },
      marks: [
        painted(() =>
          svg(document, 'g', {}, [
            heading(document, room, 'end', data.leftTitle),
            heading(document, width - room, 'start', data.rightTitle),
            ...ribbons(document, data, from, to, scale, x1, x2),
            ...ends(document, left, from, x1 - BAR, 'end', room - 8),
            ...ends(document, right, to, x2, 'start', room - 8),
          ]),
        ),
      ],
    },
  });
}

interface Stack {
  /** Per end: where its bar begins, how high it is, how much it stands for. */
  readonly top: readonly number[];
  readonly height: readonly number[];
  readonly size: readonly number[];
  readonly end: number;
}

function stack(count: number, scale: number, sizeOf: (i: number) => number): Stack {
  const top: number[] = [];
  const height: number[] = [];
  const size: number[] = [];
  let y = HEAD;
  for (let i = 0; i < count; i++) {
    size.push(sizeOf(i));
    height.push(Math.max(1, size[i] * scale));
    const slot = Math.max(LINE, height[i]);
    top.push(y + (slot - height[i]) / 2);
    y += slot + GAP;
  }
  return { top, height, size, end: y };
}

function sumOf(
  flows: FlowChartData['flows'],
  belongs: (flow: { from: number; to: number }) => boolean,
): number {
  return flows.reduce((sum, flow) => sum + (belongs(flow) ? flow.size : 0), 0);
}

/** Ribbons leave and arrive in the order of the other column, so that those of one end do not cross. */
function ribbons(
  document: ChartDocument,
  { left, right, flows }: FlowChartData,
  from: Stack,
  to: Stack,
  scale: number,
  x1: number,
  x2: number,
): SvgNode[] {
  const leave = [...from.top];
  const arrive = [...to.top];
  const middle = (x1 + x2) / 2;
  const sorted = [...flows]
    .filter(({ size }) => size > 0)
    .sort((a, b) => a.from - b.from || a.to - b.to);
  return sorted.map((flow) => {
    const thick = Math.max(0.5, flow.size * scale);
    const y1 = leave[flow.from] + thick / 2;
    const y2 = arrive[flow.to] + thick / 2;
    leave[flow.from] += flow.size * scale;
    arrive[flow.to] += flow.size * scale;
    const path = svg(document, 'path', {
      d: `M${x1.toFixed(1)},${y1.toFixed(1)}C${middle.toFixed(1)},${y1.toFixed(1)} ${middle.toFixed(1)},${y2.toFixed(1)} ${x2.toFixed(1)},${y2.toFixed(1)}`,
      fill: 'none',
      stroke: segmentColour(left[flow.from].segment),
      'stroke-width': Number(thick.toFixed(2)),
      'stroke-opacity': 0.38,
    });
    const words = `${left[flow.from].code} → ${right[flow.to].code}: ${fullNumber(flow.size)}`;
    path.append(svg(document, 'title', {}, words));
    return path;
  });
}

function ends(
  document: ChartDocument,
  list: readonly FlowEnd[],
  { top, height, size }: Stack,
  x: number,
  anchor: 'start' | 'end',
  room: number,
): SvgNode[] {
  return list.flatMap(({ code, name, segment }, i) => {
    const count = compactNumber(size[i]);
    const left = room - textWidth(`${code} ${count}`, TYPE) - 16;
    const text = left > 30 ? fitText(name, TYPE, left) : '';
    const at = anchor === 'end' ? x - 6 : x + BAR + 6;
    const parts = [
      svg(document, 'tspan', { class: 'strong' }, code),
      ...(text === '' ? [] : [svg(document, 'tspan', { class: 'ink', dx: 4 }, text)]),
      svg(document, 'tspan', { dx: 6 }, count),
    ];
    return [
      svg(document, 'rect', {
        x,
        y: top[i],
        width: BAR,
        height: height[i],
        rx: 2,
        fill: segmentColour(segment),
      }),
      svg(document, 'text', { x: at, y: top[i] + height[i] / 2 + 4, 'text-anchor': anchor }, parts),
    ];
  });
}

function heading(
  document: ChartDocument,
  x: number,
  anchor: 'start' | 'end',
  text: string,
): SvgNode {
  return svg(document, 'text', { x, y: 12, 'text-anchor': anchor }, text);
}
