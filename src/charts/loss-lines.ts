import { type ChartDocument, svg, TYPE } from './draw.ts';
import { type EpochPlace, endName, epochFrame, keptLine } from './epoch-frame.ts';
import { linePath } from './line-path.ts';
import { spreadApart } from './spread-apart.ts';
import { fitText, textWidth } from './text-width.ts';

export interface LossLinesData {
  readonly label: string;
  /** 'mean absolute error'. */
  readonly loss: string;
  /** One per epoch. */
  readonly train: readonly number[];
  /** One per epoch; null where no row was held out. */
  readonly validation: readonly (number | null)[];
  /** The part of the training loss that is reconstruction, one per epoch; left out where that is all of it. */
  readonly reconstruction?: readonly number[];
  /** Index of the epoch whose weights were kept. */
  readonly best: number;
  /** What needs no learning, and its loss. */
  readonly levels: readonly { readonly name: string; readonly loss: number }[];
  readonly scale: 'linear' | 'log';
  readonly width: number;
}

/** A level farther above the lines than this many times is left out: it would flatten them. */
const FAR = 4;
/** Points per line; beyond them the least and the largest loss of neighbouring epochs are kept. */
const MOST = 240;

/**
 * Loss per epoch, in training and on rows held out, beside the losses of what needs no learning. Every
 * line is named at its end; the kept epoch is marked.
 */
export function lossLines(document: ChartDocument, data: LossLinesData): string {
  const { width, scale, best } = data;
  const lines = [
    { name: 'training', values: data.train, colour: 'var(--ink)', dash: '5 3' },
    ...(data.reconstruction === undefined
      ? []
      : [
          {
            name: 'reconstruction',
            values: data.reconstruction,
            colour: 'var(--ink)',
            dash: '1.5 2.5',
          },
        ]),
    { name: 'held out', values: data.validation, colour: 'var(--accent)', dash: 'none' },
  ].map((line) => ({ ...line, values: line.values.map((value) => drawable(value, scale)) }));
  const seen = lines.flatMap(({ values }) => values.filter((value) => value !== null));
  const most = Math.max(...seen);
  const levels = joined(
    data.levels.filter(({ loss }) => drawable(loss, scale) !== null && loss <= FAR * most),
  );
  const values = [...seen, ...levels.map(({ loss }) => loss)];
  const least = Math.min(...values);
  const domain =
    scale === 'log'
      ? [least / 1.15, Math.max(...values) * 1.15]
      : [Math.min(0, least), Math.max(...values) * 1.04];
  const named = [
    ...lines.filter(({ values: own }) => own.some((value) => value !== null)),
    ...levels,
  ];
  const room = width * (width < 400 ? 0.3 : 0.34);
  const frame = {
    label: data.label,
    width,
    title: scale === 'log' ? 'Logarithmic' : 'Linear',
    note: fitText(data.loss, TYPE, width - 100),
    epochs: data.train.length,
    y: { type: scale, domain },
    ticks: ticksOf(scale, domain),
    names: named.map(({ name }) => fitText(name, TYPE, room)),
  };
  return epochFrame(document, frame, (place) => {
    const { x, y, from, to, top, bottom } = place;
    const ends = [
      ...lines.flatMap(({ name, values: own, colour }) => {
        const last = own.findLast((value) => value !== null);
        return last === undefined || last === null ? [] : [{ name, y: y(last), colour }];
      }),
      ...levels.map(({ name, loss }) => ({ name, y: y(loss), colour: 'var(--muted)' })),
    ];
    return [
      ...levels.map(({ loss }) =>
        svg(document, 'path', {
          d: `M${from},${y(loss).toFixed(1)}H${to}`,
          stroke: 'var(--muted)',
          'stroke-dasharray': '1 3',
        }),
      ),
      keptLine(document, best, place),
      keptName(document, best, place),
      ...lines.map(({ values: own, colour, dash }) => {
        const thin = thinned(own);
        return svg(document, 'path', {
          d: linePath(
            thin.map(([epoch]) => epoch + 1),
            thin.map(([, value]) => value),
            x,
            y,
          ),
          fill: 'none',
          stroke: colour,
          'stroke-width': 1.75,
          'stroke-linejoin': 'round',
          'stroke-dasharray': dash,
        });
      }),
      ...inFrame(spreadApart(ends, 14), top + 4, bottom - 4).map((end) =>
        endName(document, fitText(end.name, TYPE, room), end.y, end.colour, place),
      ),
    ];
  });
}

function drawable(value: number | null, scale: 'linear' | 'log'): number | null {
  if (value === null || !Number.isFinite(value)) return null;
  return scale === 'log' && value <= 0 ? null : value;
}

/** Levels that cannot be told apart share one line and one name. */
function joined(levels: LossLinesData['levels']): { name: string; loss: number }[] {
  const found: { name: string; loss: number }[] = [];
  for (const { name, loss } of levels) {
    const same = found.find((other) => Math.abs(other.loss - loss) <= 0.005 * Math.abs(loss));
    if (same === undefined) found.push({ name, loss });
    else same.name += `, ${name}`;
  }
  return found;
}

function ticksOf(
  scale: 'linear' | 'log',
  [low, high]: readonly number[],
): readonly number[] | number {
  if (scale === 'linear') return 5;
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
    for (const step of [1, 2, 5]) ticks.push(Number(`${step}e${power}`));
  }
  const inside = ticks.filter((tick) => tick >= low && tick <= high);
  const whole = inside.filter((tick) => /^1/.test(tick.toExponential()));
  return inside.length > 7 && whole.length > 1 ? whole : inside;
}

function keptName(document: ChartDocument, best: number, { x, from, to, top }: EpochPlace) {
  const text = `epoch ${best + 1} kept`;
  const half = textWidth(text, TYPE) / 2;
  return svg(
    document,
    'text',
    {
      x: Math.min(Math.max(x(best + 1), from + half), to - half),
      y: top - 10,
      'text-anchor': 'middle',
      style: 'fill:var(--mark)',
    },
    text,
  );
}

/** Epochs and losses; of many, the least and the largest of each stretch, so that no spike is lost. */
function thinned(values: readonly (number | null)[]): [number, number | null][] {
  const all = values.map((value, epoch): [number, number | null] => [epoch, value]);
  if (all.length <= MOST) return all;
  const stretch = Math.ceil((2 * all.length) / MOST);
  const kept: [number, number | null][] = [];
  for (let from = 0; from < all.length; from += stretch) {
    const part = all.slice(from, from + stretch).filter(([, value]) => value !== null);
    if (part.length === 0) continue;
    const least = part.reduce((a, b) => (b[1]! < a[1]! ? b : a));
    const most = part.reduce((a, b) => (b[1]! > a[1]! ? b : a));
    kept.push(...[least, most].sort((a, b) => a[0] - b[0]));
  }
  return kept;
}

/** Labels pushed back into the picture, last ones first. */
function inFrame<T extends { readonly y: number }>(
  ends: readonly T[],
  top: number,
  bottom: number,
): T[] {
  if (ends.length === 0) return [];
  const over = Math.max(0, ends[ends.length - 1].y - bottom);
  const under = Math.max(0, top - (ends[0].y - over));
  return ends.map((end) => ({ ...end, y: end.y - over + under }));
}
