import type { Random } from '../../base/index.ts';

/** How a kind of user uses: draws a user's own habit and writes the days, 0 for a day without use. */
export interface Pattern {
  readonly group: string;
  /** Share of the users who use so. */
  readonly share: number;
  /** Use of each day, in typical days; `weekday` is 0 for the Monday on which day 0 falls. */
  write(random: Random, days: Float64Array, firstWeekday: number): void;
}

const weekend = (day: number, firstWeekday: number) => (day + firstWeekday) % 7 >= 5;

function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random.next();
}

/** One day around a typical one: log-normal, with mean about 1. */
function around(random: Random, spread: number): number {
  return Math.exp(spread * random.normal() - (spread * spread) / 2);
}

/** Turns some stretches of days off: holidays, outages, a change of phone. */
function takeBreaks(random: Random, days: Float64Array): void {
  const breaks = random.integer(4);
  for (let i = 0; i < breaks; i++) {
    const length = 4 + random.integer(18);
    const start = random.integer(days.length);
    days.fill(0, start, start + length);
  }
}

/** A few days far above all others, as in any log. */
function addSpikes(random: Random, days: Float64Array): void {
  const spikes = random.integer(4);
  for (let i = 0; i < spikes; i++) {
    const day = random.integer(days.length);
    days[day] *= between(random, 1.5, 3);
  }
}

const neverActive: Pattern = {
  group: 'never active',
  share: 0.06,
  write: () => {},
};

/** Every day, hardly less on weekends. */
const steady: Pattern = {
  group: 'steady',
  share: 0.16,
  write(random, days, firstWeekday) {
    const spread = between(random, 0.15, 0.4);
    const skips = between(random, 0, 0.06);
    const restful = between(random, 0.8, 1.1);
    for (let day = 0; day < days.length; day++) {
      if (random.next() < skips) continue;
      days[day] = around(random, spread) * (weekend(day, firstWeekday) ? restful : 1);
    }
  },
};

/** Monday to Friday. */
const workdays: Pattern = {
  group: 'workdays',
  share: 0.16,
  write(random, days, firstWeekday) {
    const spread = between(random, 0.2, 0.45);
    const presence = between(random, 0.85, 0.98);
    const overtime = between(random, 0, 0.06);
    for (let day = 0; day < days.length; day++) {
      const chance = weekend(day, firstWeekday) ? overtime : presence;
      if (random.next() < chance) days[day] = around(random, spread);
    }
  },
};

/** Saturday and Sunday. */
const weekends: Pattern = {
  group: 'weekends',
  share: 0.1,
  write(random, days, firstWeekday) {
    const spread = between(random, 0.2, 0.5);
    const presence = between(random, 0.8, 0.97);
    const else_ = between(random, 0, 0.04);
    for (let day = 0; day < days.length; day++) {
      const chance = weekend(day, firstWeekday) ? presence : else_;
      if (random.next() < chance) days[day] = around(random, spread);
    }
  },
};

/** Starts late and rises to the end. */
const growing: Pattern = {
  group: 'growing',
  share: 0.13,
  write(random, days) {
    const spread = between(random, 0.2, 0.4);
    const start = Math.floor(days.length * between(random, 0.1, 0.6));
    const power = between(random, 0.9, 1.8);
    for (let day = start; day < days.length; day++) {
      const age = (day - start + 1) / (days.length - start);
      if (random.next() < 0.5 + 0.47 * age) days[day] = age ** power * around(random, spread);
    }
  },
};

/** Falls from the beginning and stops for good. */
const fading: Pattern = {
  group: 'fading',
  share: 0.13,
  write(random, days) {
    const spread = between(random, 0.2, 0.4);
    const end = Math.floor(days.length * between(random, 0.35, 0.85));
    const power = between(random, 0.7, 1.6);
    for (let day = 0; day < end; day++) {
      const left = 1 - day / end;
      if (random.next() < 0.5 + 0.47 * left) days[day] = left ** power * around(random, spread);
    }
  },
};

/** Summers: from spring to autumn every year, nothing in winter. Day 0 is the first of June. */
const seasonal: Pattern = {
  group: 'seasonal',
  share: 0.1,
  write(random, days) {
    const spread = between(random, 0.2, 0.4);
    const peak = between(random, 20, 70);
    const width = between(random, 0.2, 0.6);
    for (let day = 0; day < days.length; day++) {
      const wave = Math.cos((2 * Math.PI * (day - peak)) / 365.25) + width;
      if (wave > 0 && random.next() < 0.93) {
        days[day] = (wave / (1 + width)) * around(random, spread);
      }
    }
  },
};

/** A day now and then, at no time in particular. */
const sporadic: Pattern = {
  group: 'sporadic',
  share: 0.1,
  write(random, days) {
    const chance = between(random, 0.03, 0.12);
    const spread = between(random, 0.3, 0.7);
    for (let day = 0; day < days.length; day++) {
      if (random.next() < chance) days[day] = around(random, spread);
    }
  },
};

/** Weeks of heavy use, months of none. */
const bursts: Pattern = {
  group: 'bursts',
  share: 0.06,
  write(random, days) {
    const spread = between(random, 0.25, 0.5);
    const count = 2 + random.integer(3);
    for (let i = 0; i < count; i++) {
      const length = 8 + random.integer(18);
      const start = random.integer(Math.max(1, days.length - length));
      const size = between(random, 0.6, 1);
      for (let day = start; day < Math.min(days.length, start + length); day++) {
        days[day] = size * around(random, spread);
      }
    }
  },
};

/** Every pattern; the shares add up to 1. */
export const patterns: readonly Pattern[] = [
  neverActive,
  steady,
  workdays,
  weekends,
  growing,
  fading,
  seasonal,
  sporadic,
  bursts,
];

/** The days of one user: the pattern, with breaks and spikes. */
export function writeDays(
  pattern: Pattern,
  random: Random,
  days: Float64Array,
  firstWeekday: number,
): void {
  days.fill(0);
  pattern.write(random, days, firstWeekday);
  takeBreaks(random, days);
  addSpikes(random, days);
}
