import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Run } from '../../src/base/index.ts';
import { type EventFacts, usageFeatures, usageList } from '../../src/features/index.ts';

import { Database, type Table } from '../../src/table/index.ts';

// Every feature again, in the plainest way: one entity's calendar as an array with zeros.

type Event = readonly [who: number, day: number, use: number];

const DAY_MS = 86_400_000;
const START = Date.UTC(2023, 1, 20);

function plain(events: readonly Event[], lastDay: number, everything: number): number[] {
  const days = [...new Set(events.map(([, day]) => day))].sort((a, b) => a - b);
  const uses = days.map((day) => sum(events.filter(([, d]) => d === day).map(([, , use]) => use)));
  const [first, last] = [days[0], days[days.length - 1]];
  const calendar = Array.from(
    { length: last - first + 1 },
    (_, t) => uses[days.indexOf(first + t)] ?? 0,
  );
  const runs = days.filter((day) => !days.includes(day - 1)).length;
  const total = sum(uses);
  const [low, high] = [Math.min(...uses), Math.max(...uses)];
  const scaled = uses.map((use) => (high === low ? 1 : (use - low) / (high - low)));
  const middle = (calendar.length - 1) / 2;
  const slope =
    sum(calendar.map((use, t) => (t - middle) * (use - mean(calendar)))) /
    sum(calendar.map((_, t) => (t - middle) ** 2));
  const limit = mean(calendar) + deviation(calendar);
  const above = calendar.map((use) => use > limit * (1 + 1e-12));
  const gaps = days.slice(1).map((day, i) => day - days[i]);
  const [mu, sigma] = [mean(gaps), deviation(gaps)];
  const weekend = days.filter((day) => new Date(START + day * DAY_MS).getUTCDay() % 6 === 0);
  return [
    days.length,
    last - first,
    days.length / runs,
    total === 0 ? 0 : Math.log10(total),
    high - low,
    mean(scaled),
    deviation(scaled),
    total / days.length,
    days.length === 1 ? 0 : slope,
    days.length === 1 ? 0 : (slope * (last - first)) / mean(calendar),
    above.filter((is, t) => is && !above[t - 1]).length,
    days.length < 3 ? 0 : (sigma - mu) / (sigma + mu),
    weekend.length / days.length,
    lastDay - last,
    total / everything,
  ];
}

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
const mean = (values: readonly number[]) => sum(values) / values.length;
const deviation = (values: readonly number[]) =>
  Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));

let database: Database;
beforeAll(async () => {
  database = await Database.open({ threads: 2 });
});
afterAll(() => database.close());

/** Quarters go through ordered lists, whole numbers through sums and calendars; a long span through lists again. */
const events = (part: number, lastDay: number) =>
  fc.array(
    fc.tuple(
      fc.nat(4),
      fc.nat(lastDay),
      fc.integer({ min: 1, max: 50 }).map((use) => use / part),
    ),
    { minLength: 1, maxLength: 120 },
  );

const asked = { entity: ['who'], time: 'day', value: 'use' };

it.each([
  ['quarters', 4, 40, false],
  ['whole numbers', 1, 40, false],
  ['whole numbers, one a day', 1, 90, true],
  ['whole numbers over years', 1, 1500, false],
])(
  'usageFeatures().select() equals the plain computation, with and without facts: %s',
  async (_, part, last, single) => {
    const everyWay = async (given: Event[]) => {
      const rows = single
        ? given.filter(
            ([who, day], i) => i === given.findIndex((e) => e[0] === who && e[1] === day),
          )
        : given;
      await createEvents(rows);
      const facts = await usageFeatures(asked).check(database, 'events', new Run());
      await compare(rows, undefined);
      await compare(rows, facts);
      const read = await usageFeatures(asked).read(database, 'events', new Run());
      expect(read.facts).toEqual(facts);
      compareTable(read.table, rows);
    };
    await fc.assert(fc.asyncProperty(events(part, last), everyWay), { numRuns: 20, seed: 4 });
  },
);

async function createEvents(rows: readonly Event[]): Promise<void> {
  const column = (i: number, type: 'number' | 'date', at: (cell: number) => number) => ({
    name: ['who', 'day', 'use'][i],
    type,
    values: Float64Array.from(rows, (row) => at(row[i])),
  });
  await database.createTable('events', {
    rows: rows.length,
    columns: [
      column(0, 'number', (who) => who),
      column(1, 'date', (day) => START + day * DAY_MS),
      column(2, 'number', (use) => use),
    ],
  });
}

async function compare(rows: readonly Event[], facts: EventFacts | undefined): Promise<void> {
  const table = await database.query(usageFeatures({ ...asked, facts }).select('events'));
  compareTable(table, rows);
}

function compareTable(table: Table, rows: readonly Event[]): void {
  expect(table.columns).toHaveLength(usageList.length + 1);
  const lastDay = Math.max(...rows.map(([, day]) => day));
  const everything = sum(rows.map(([, , use]) => use));
  const entities = [...new Set(rows.map(([who]) => who))].sort();
  expect([...table.columns[0].values]).toEqual(entities);
  for (const [row, who] of entities.entries()) {
    const expected = plain(
      rows.filter(([other]) => other === who),
      lastDay,
      everything,
    );
    for (const [i, { name: feature }] of usageList.entries()) {
      const got = Number(table.columns[i + 1].values[row]);
      expect(Math.abs(got - expected[i]), `${feature} of ${who}`).toBeLessThan(1e-9);
    }
  }
}
