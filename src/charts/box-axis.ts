import type * as Plot from '@observablehq/plot';

export interface Span {
  readonly low: number;
  readonly q1: number;
  readonly q3: number;
  readonly high: number;
}

export interface BoxAxis {
  readonly scale: Plot.ScaleOptions;
  readonly ticks: number | readonly number[];
  readonly log: boolean;
}

/** When the middle box is thinner than this share of the axis, boxes can no longer be told apart. */
const SQUEEZED = 0.012;
/** Powers of ten on a logarithmic axis; fewer are labelled when they would touch. */
const TICKS = 5;

/**
 * The value axis of box plots: linear, or logarithmic (zero included) where a long tail above zero
 * would squeeze most boxes into a line.
 */
export function boxAxis(boxes: readonly Span[]): BoxAxis {
  if (boxes.length === 0) return { scale: { domain: [0, 1] }, ticks: 2, log: false };
  const low = Math.min(...boxes.map((box) => box.low));
  const high = Math.max(...boxes.map((box) => box.high));
  if (low === high) return { scale: { domain: [low - 1, high + 1] }, ticks: 3, log: false };
  const lengths = boxes.map(({ q1, q3 }) => q3 - q1).sort((a, b) => a - b);
  const middle = lengths[Math.floor(lengths.length / 2)];
  const positive = boxes.flatMap(({ q1, q3 }) => [q1, q3].filter((value) => value > 0));
  const least = Math.min(...positive);
  const tail = low >= 0 && middle < SQUEEZED * (high - low) && high / least > 50;
  if (!tail) return { scale: { domain: [low, high] }, ticks: 4, log: false };
  return {
    scale: { type: 'symlog', constant: least, domain: [low, high] },
    ticks: powers(least, high, low),
    log: true,
  };
}

function powers(least: number, high: number, low: number): number[] {
  const first = Math.ceil(Math.log10(least) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const step = Math.max(1, Math.ceil((last - first + 1) / TICKS));
  const ticks = low === 0 ? [0] : [];
  for (let power = last; power >= first; power -= step) ticks.push(Number(`1e${power}`));
  return ticks;
}
