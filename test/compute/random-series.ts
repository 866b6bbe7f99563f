import { Random } from '../../src/base/index.ts';
import { Panel } from '../../src/numeric/index.ts';

/** One number of a panel; `at` is its place in the panel. */
export type Draw = (random: Random, at: number) => number;

/** Series of numbers drawn one by one; ragged ones end up to three steps early, the shortest first. */
export function randomSeries(
  series: number,
  channels: number,
  steps: number,
  { ragged = false, draw = (random) => random.normal() }: { ragged?: boolean; draw?: Draw } = {},
): Panel {
  const random = new Random(series + 10 * channels + steps);
  const data = Float32Array.from({ length: series * channels * steps }, (_, at) =>
    draw(random, at),
  );
  const lengths = Int32Array.from({ length: series }, (_, i) =>
    ragged ? Math.max(1, steps - (i % 4)) : steps,
  );
  return new Panel(data, series, channels, steps, lengths.sort());
}

/** The steps that series `i` has, channel by channel. */
export function channelsOf(panel: Panel, i: number): Float32Array[] {
  return Array.from({ length: panel.channels }, (_, c) =>
    panel.row(i).subarray(c * panel.steps, c * panel.steps + panel.lengths[i]),
  );
}

/** No, few and many series beside a centre that is shorter and longer than they are; the centre step by step. */
export function* besideCentre(channels: number, ragged: boolean, draw?: Draw) {
  for (const count of [0, 1, 3, 4, 5, 7, 8, 17, 40]) {
    for (const [n, steps] of [
      [1, 1],
      [1, 4],
      [6, 5],
      [5, 9],
    ]) {
      const own = channelsOf(randomSeries(1, channels, n, { draw }), 0);
      yield {
        count,
        n,
        steps,
        series: randomSeries(count, channels, steps, { ragged, draw }),
        own,
        centre: Float64Array.from(
          { length: n * channels },
          (_, at) => own[at % channels][Math.floor(at / channels)],
        ),
      };
    }
  }
}

/** What all chunks wrote, added up: each has `slot` numbers. */
export function addSlots(chunks: ArrayLike<number>, slot: number): Float64Array {
  const sums = new Float64Array(slot);
  for (let at = 0; at < chunks.length; at++) sums[at % slot] += chunks[at];
  return sums;
}
