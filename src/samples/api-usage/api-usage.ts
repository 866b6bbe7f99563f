import { integer, Random, readOptions } from '../../base/index.ts';
import type { Sample, SampleMethod, SampleRow } from '../types.ts';
import { type Behavior, behaviors, type Habit } from './behaviors.ts';

export interface ApiUsageOptions {
  /** Which data: the same seed gives the same rows. Default: 0. */
  seed: number;
  /** Users, each with one to three APIs. Default: 600. */
  users: number;
  /** Days from the first, a Monday. Default: 112, sixteen weeks. */
  days: number;
}

/** An API: how often it is chosen, and how its counts compare with the others'. */
const apis = [
  { type: 'search', share: 0.4, scale: 1 },
  { type: 'lookup', share: 0.25, scale: 1.4 },
  { type: 'alerts', share: 0.15, scale: 0.6 },
  { type: 'export', share: 0.12, scale: 0.8 },
  { type: 'bulk', share: 0.08, scale: 2.2 },
] as const;

/** 2024-01-01, a Monday. */
const START = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

interface Pair {
  readonly user: number;
  readonly type: string;
  readonly scale: number;
  readonly behavior: Behavior;
  readonly random: Random;
}

const columns = ['dt', 'user_id', 'type', 'api_count'] as const;

/**
 * Daily API calls of users who behave in seven known ways; only days with use have a row.
 *
 * Rows come day by day, like a log. Memory: one generator per pair of user and API. An entity is a
 * pair of user and API: one user may be steady with one API and try another once.
 */
export const apiUsageSample: SampleMethod<ApiUsageOptions> = {
  title: 'Daily API calls of users who behave in seven known ways',
  columns,
  table: {
    seed: integer({ meaning: 'Which data: the same seed gives the same rows.', default: 0 }),
    users: integer({ meaning: 'Users, each with one to three APIs.', default: 600, min: 1 }),
    days: integer({ meaning: 'Days from the first, a Monday.', default: 112, min: 7 }),
  },
  generate(options = {}): Sample {
    const { seed, users, days } = readOptions('apiUsageSample', apiUsageSample.table, options);
    return {
      columns,
      rows: () => usageRows(seed, users, days),
      truthColumns: ['user_id', 'type', 'group'],
      truth: () => truthRows(seed, users),
    };
  },
};

function* usageRows(seed: number, users: number, days: number): Generator<SampleRow, void> {
  const habits: [Pair, Habit][] = [...pairs(seed, users)].map((pair) => [
    pair,
    pair.behavior.habit(pair.random, days),
  ]);
  for (let day = 0; day < days; day++) {
    const date = new Date(START + day * DAY_MS).toISOString().slice(0, 10);
    for (const [{ user, type, scale }, habit] of habits) {
      const calls = habit(day, day % 7 >= 5);
      if (calls > 0) yield [date, user, type, Math.max(1, Math.round(calls * scale))];
    }
  }
}

function* truthRows(seed: number, users: number): Generator<SampleRow, void> {
  for (const { user, type, behavior } of pairs(seed, users)) yield [user, type, behavior.group];
}

function* pairs(seed: number, users: number): Generator<Pair, void> {
  const root = new Random(seed).fork('api-usage');
  for (let user = 1; user <= users; user++) {
    const random = root.fork(user);
    const count = 1 + Math.floor(random.next() ** 2 * 3);
    const chosen = new Set<(typeof apis)[number]>();
    while (chosen.size < count) chosen.add(pick(random, apis));
    for (const api of chosen) {
      const behavior = pick(random, behaviors);
      yield { user, ...api, behavior, random: random.fork(api.type) };
    }
  }
}

/** One of a list, each as often as its share. */
function pick<T extends { readonly share: number }>(random: Random, list: readonly T[]): T {
  let left = random.next();
  for (const item of list) {
    left -= item.share;
    if (left < 0) return item;
  }
  return list[list.length - 1];
}
