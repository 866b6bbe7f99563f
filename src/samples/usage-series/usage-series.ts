import { flag, integer, Random, readOptions } from '../../base/index.ts';
import type { Sample, SampleMethod, SampleRow } from '../types.ts';
import { type Pattern, patterns, writeDays } from './patterns.ts';

export interface UsageSeriesOptions {
  /** Which data: the same seed gives the same rows. Default: 0. */
  seed: number;
  /** Users. Default: 10,000. */
  users: number;
  /** Days from 2020-06-01, a Monday. Default: 579, to the end of 2021. */
  days: number;
  /** Rows for days without use too. Default: false; a user without any use has one row of 0. */
  zeros: boolean;
}

/** 2020-06-01, a Monday. */
const START = Date.UTC(2020, 5, 1);
const FIRST_WEEKDAY = 0;
const DAY_MS = 86_400_000;

const columns = ['date', 'uid', 'usage'] as const;

/**
 * Daily use of users in nine known ways: who could be forecast by a simple rule, and who could not?
 *
 * Volumes differ by orders of magnitude within every group, so that the level says nothing about it.
 * Rows come user by user. Memory: one user.
 */
export const usageSeriesSample: SampleMethod<UsageSeriesOptions> = {
  title: 'Daily use of users in nine known ways, from steady to sporadic',
  columns,
  table: {
    seed: integer({ meaning: 'Which data: the same seed gives the same rows.', default: 0 }),
    users: integer({ meaning: 'Users.', default: 10_000, min: 1 }),
    days: integer({
      meaning: 'Days from 2020-06-01, a Monday.',
      default: 579,
      min: 14,
      max: 20_000,
    }),
    zeros: flag({
      meaning: 'Rows for days without use too; without, a user who never used has one row of 0.',
      default: false,
    }),
  },
  generate(options = {}): Sample {
    const asked = readOptions('usageSeriesSample', usageSeriesSample.table, options);
    return {
      columns,
      rows: () => usageRows(asked),
      truthColumns: ['uid', 'group'],
      truth: () => truthRows(asked),
    };
  },
};

function* usageRows({ seed, users, days, zeros }: UsageSeriesOptions): Generator<SampleRow, void> {
  const dates = Array.from({ length: days }, (_, day) =>
    new Date(START + day * DAY_MS).toISOString().slice(0, 10),
  );
  const use = new Float64Array(days);
  for (const { user, pattern, random } of usersOf(seed, users)) {
    writeDays(pattern, random, use, FIRST_WEEKDAY);
    // A few uses a day, or a hundred thousand.
    const typical = 10 ** (1 + 2.5 * random.next() + 0.5 * random.normal());
    let written = 0;
    for (let day = 0; day < days; day++) {
      const count = use[day] === 0 ? 0 : Math.max(1, Math.round(use[day] * typical));
      if (count === 0 && !zeros) continue;
      written++;
      yield [dates[day], user, count];
    }
    if (written === 0) yield [dates[0], user, 0];
  }
}

function* truthRows({ seed, users, days }: UsageSeriesOptions): Generator<SampleRow, void> {
  const use = new Float64Array(days);
  for (const { user, pattern, random } of usersOf(seed, users)) {
    writeDays(pattern, random, use, FIRST_WEEKDAY);
    // Few days can leave anyone without use, whatever the habit.
    const group = use.some((value) => value > 0) ? pattern.group : patterns[0].group;
    yield [user, group];
  }
}

function* usersOf(
  seed: number,
  users: number,
): Generator<{ user: number; pattern: Pattern; random: Random }, void> {
  const root = new Random(seed).fork('usage-series');
  for (let user = 0; user < users; user++) {
    const random = root.fork(user);
    yield { user, pattern: pick(random), random };
  }
}

function pick(random: Random): Pattern {
  let left = random.next();
  for (const pattern of patterns) {
    left -= pattern.share;
    if (left < 0) return pattern;
  }
  return patterns[patterns.length - 1];
}
