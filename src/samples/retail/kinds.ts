import type { Random } from '../../base/index.ts';

/** How one kind of customer shops. */
export interface Kind {
  readonly group: string;
  /** Share of the customers. */
  readonly share: number;
  /** Days of the visits, ascending, from 0 to `days` − 1; at least one. */
  visits(random: Random, days: number): number[];
  /** Typical number of lines on an invoice, and of pieces on a line; customers and lines spread around them. */
  readonly lines: number;
  readonly pieces: number;
  /** Share of the visits after which some of the lines come back. */
  readonly returns: number;
}

function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random.next();
}

/** Visits from one day to another, so many days apart: half of the gap is habit, half is chance. */
function every(random: Random, gap: number, from: number, to: number): number[] {
  const found: number[] = [];
  for (let day = from; day < to; day += gap * between(random, 0.5, 1.5))
    found.push(Math.floor(day));
  return found.length > 0 ? found : [Math.max(0, Math.floor(to) - 1)];
}

/** Five ways to buy gifts, and one to send them back. Shares add up to 1. */
export const kinds: readonly Kind[] = [
  {
    group: 'one visit',
    share: 0.28,
    visits: (random, days) => [Math.floor(between(random, 0.05, 0.92) * days)],
    lines: 4,
    pieces: 3,
    returns: 0,
  },
  {
    group: 'regulars',
    share: 0.24,
    visits: (random, days) => every(random, between(random, 30, 46), between(random, 0, 30), days),
    lines: 6,
    pieces: 4,
    returns: 0.02,
  },
  {
    group: 'lapsed',
    share: 0.16,
    visits: (random, days) =>
      every(
        random,
        between(random, 18, 30),
        between(random, 0, 20),
        between(random, 0.3, 0.42) * days,
      ),
    lines: 6,
    pieces: 4,
    returns: 0.02,
  },
  {
    group: 'season',
    share: 0.16,
    visits: (random, days) =>
      every(random, between(random, 9, 15), between(random, 0.84, 0.9) * days, days),
    lines: 7,
    pieces: 4,
    returns: 0.01,
  },
  {
    group: 'trade',
    share: 0.08,
    visits: (random, days) => every(random, between(random, 14, 22), between(random, 0, 15), days),
    lines: 7,
    pieces: 40,
    returns: 0.04,
  },
  {
    group: 'send much back',
    share: 0.08,
    visits: (random, days) => every(random, between(random, 32, 48), between(random, 0, 40), days),
    lines: 6,
    pieces: 4,
    returns: 0.8,
  },
];
