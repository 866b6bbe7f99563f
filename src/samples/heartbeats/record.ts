import type { Random } from '../../base/index.ts';
import { BEFORE, type Wave, WINDOW } from './beats.ts';

/** How a beat is recorded. */
export interface Recording {
  /** Samples of this series; what lies behind is missing. */
  readonly length: number;
  readonly noise: number;
  readonly wander: number;
  readonly warp: number;
}

/** A bump this many spreads away is below a hundred-thousandth of its height. */
const REACH = 4.8;

/** Writes one beat: the sum of its waves in a time that does not pass evenly, on a wandering baseline, with noise. */
export function record(
  waves: readonly Wave[],
  random: Random,
  series: Float64Array,
  { length, noise, wander, warp }: Recording,
): void {
  const gain = Math.exp(0.15 * random.normal());
  // Time bends in one arc and in two halves, and never runs back: its pace stays above 1 − 0.9.
  const [arc, halves] = [random.normal(), random.normal()].map((draw) =>
    Math.max(-0.45, Math.min(0.45, warp * draw)),
  );
  const [size, turns, phase, slope] = [
    wander * Math.abs(random.normal()),
    0.2 + 0.6 * random.next(),
    random.next(),
    wander * random.normal(),
  ];
  series.fill(Number.NaN);
  for (let t = 0; t < length; t++) {
    const u = length === 1 ? 0 : t / (length - 1);
    const bend = u * (1 - u) * (arc + halves * (1 - 2 * u));
    const at = (u + bend) * WINDOW - BEFORE;
    let value = 0;
    for (const [centre, height, spread] of waves) {
      const away = (at - centre) / spread;
      if (away < REACH && away > -REACH) value += height * Math.exp(-0.5 * away * away);
    }
    const baseline = size * Math.sin(2 * Math.PI * (turns * u + phase)) + slope * (u - 0.5);
    series[t] = gain * value + baseline + noise * random.normal();
  }
}

/** Makes stretches of up to a tenth missing until about the given share is. */
export function hideStretches(random: Random, series: Float64Array, share: number): void {
  const longest = Math.max(1, Math.floor(series.length / 10));
  // Of the samples still there each stretch hides its length's share, so the share left falls geometrically.
  const kept = 1 - (longest + 1) / 2 / series.length;
  const wanted = Math.log(1 - share) / Math.log(kept);
  const count = Math.floor(wanted) + (random.next() < wanted % 1 ? 1 : 0);
  for (let i = 0; i < count; i++) {
    const run = 1 + random.integer(longest);
    // A stretch may begin before the series or end behind it: the ends lose no fewer samples than the middle.
    const from = random.integer(series.length + run) - run;
    series.fill(Number.NaN, Math.max(0, from), from + run);
  }
}
