import type { Random } from '../../base/index.ts';

/** Calls on one day, 0 for a day without use. Days are asked for in order, each once. */
export type Habit = (day: number, weekend: boolean) => number;

/** How a kind of user behaves: draws a user's own habit from the generator. */
export interface Behavior {
  readonly group: string;
  /** Share of the pairs of user and API that behave so. */
  readonly share: number;
  habit(random: Random, days: number): Habit;
}

/** Counts with a long tail around a typical day: log-normal, at least 1. */
function calls(random: Random, typical: number, spread: number): number {
  return Math.max(1, Math.round(typical * Math.exp(spread * random.normal())));
}

/** A user's own typical day: within a factor of about `factor` of the group's. */
function level(random: Random, typical: number, factor: number): number {
  return typical * Math.exp(Math.log(factor) * random.normal());
}

function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random.next();
}

/** A program that asks every day, a person's amount of calls. */
const steady: Behavior = {
  group: 'steady',
  share: 0.16,
  habit(random, days) {
    const typical = level(random, 60, 1.6);
    const start = random.integer(Math.ceil(days * 0.2));
    const skips = between(random, 0.005, 0.05);
    return (day, weekend) =>
      day < start || random.next() < skips
        ? 0
        : calls(random, weekend ? typical * 0.8 : typical, 0.25);
  },
};

/** People at work: Monday to Friday, hardly ever a weekend. */
const office: Behavior = {
  group: 'office',
  share: 0.18,
  habit(random, days) {
    const typical = level(random, 40, 1.7);
    const start = random.integer(Math.ceil(days * 0.25));
    const presence = between(random, 0.85, 0.98);
    return (day, weekend) =>
      day < start || random.next() > (weekend ? 0.02 : presence) ? 0 : calls(random, typical, 0.4);
  },
};

/** Jobs by the lot: a few days of very many calls, then weeks of nothing. */
const batch: Behavior = {
  group: 'batch',
  share: 0.13,
  habit(random) {
    const typical = level(random, 600, 1.8);
    const meanPause = between(random, 9, 16);
    let next = random.integer(Math.ceil(meanPause));
    let left = 0;
    return (day) => {
      if (day >= next && left === 0) left = 1 + random.integer(3);
      if (left === 0) return 0;
      left--;
      if (left === 0) next = day + 2 + Math.floor(-Math.log(1 - random.next()) * meanPause);
      return calls(random, typical, 0.9);
    };
  },
};

/** One look, on one day or two, mostly at work, and never again. */
const trial: Behavior = {
  group: 'trial',
  share: 0.28,
  habit(random, days) {
    const typical = level(random, 4, 2);
    const monday = 7 * random.integer(Math.floor(days / 7));
    const first = monday + (random.next() < 0.92 ? random.integer(5) : 5 + random.integer(2));
    const again = random.next() < 0.2 ? first + 1 + random.integer(3) : -1;
    return (day) => (day === first || day === again ? calls(random, typical, 0.5) : 0);
  },
};

/** From a few calls now and then to many every day. */
const growing: Behavior = {
  group: 'growing',
  share: 0.09,
  habit(random, days) {
    const typical = level(random, 120, 1.7);
    const start = random.integer(Math.ceil(days * 0.2));
    const power = between(random, 1.5, 3);
    return (day, weekend) => {
      const age = (day - start) / Math.max(1, days - start);
      if (age < 0 || random.next() > 0.35 + 0.6 * age) return 0;
      return calls(random, 1 + typical * age ** power * (weekend ? 0.7 : 1), 0.35);
    };
  },
};

/** Many calls at first, then fewer on fewer days, then none. */
const fading: Behavior = {
  group: 'fading',
  share: 0.09,
  habit(random, days) {
    const typical = level(random, 120, 1.7);
    const start = random.integer(Math.ceil(days * 0.15));
    const end = days * between(random, 0.6, 0.95);
    const power = between(random, 1.5, 3);
    return (day, weekend) => {
      const left = (end - day) / Math.max(1, end - start);
      if (day < start || left <= 0 || random.next() > 0.35 + 0.6 * left) return 0;
      return calls(random, 1 + typical * left ** power * (weekend ? 0.7 : 1), 0.35);
    };
  },
};

/** Machines around the clock, thousands of times what people ask. */
const heavy: Behavior = {
  group: 'heavy',
  share: 0.07,
  habit(random, days) {
    const typical = level(random, 30_000, 2);
    const start = random.integer(Math.ceil(days * 0.1));
    return (day) => (day < start || random.next() < 0.01 ? 0 : calls(random, typical, 0.35));
  },
};

/** Every behaviour; the shares add up to 1. */
export const behaviors: readonly Behavior[] = [
  steady,
  office,
  batch,
  trial,
  growing,
  fading,
  heavy,
];
