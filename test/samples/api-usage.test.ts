import { describe, expect, it } from 'vitest';
import { apiUsageSample, csvText, samples } from '../../src/samples/index.ts';

const whole = apiUsageSample.generate();
const rows = [...whole.rows()];
const truth = [...whole.truth()];
const key = (user: unknown, type: unknown) => `${user} ${type}`;

describe('apiUsageSample.generate', () => {
  it('gives 600 users over 16 weeks by default, one group per pair of user and API that occurs', () => {
    expect(new Set(truth.map(([user]) => user)).size).toBe(600);
    expect(new Set(truth.map(([, , group]) => group)).size).toBe(7);
    const pairs = new Set(rows.map(([, user, type]) => key(user, type)));
    expect(pairs).toEqual(new Set(truth.map(([user, type]) => key(user, type))));
    expect(rows[0][0]).toBe('2024-01-01');
    expect(rows[rows.length - 1][0]).toBe('2024-04-21');
  });

  it('gives rows day by day, at most one per pair and day, with whole counts from 1', () => {
    const days = rows.map(([day]) => String(day));
    expect(days).toEqual([...days].sort());
    expect(new Set(rows.map((row) => row.slice(0, 3).join())).size).toBe(rows.length);
    expect(rows.every(([, , , calls]) => Number.isInteger(calls) && Number(calls) >= 1)).toBe(true);
  });

  it('gives the same rows for the same seed, other rows for another, from the start each time', () => {
    expect([...whole.rows()]).toEqual(rows);
    const small = { users: 20, seed: 7 };
    expect([...apiUsageSample.generate(small).rows()]).toEqual([
      ...apiUsageSample.generate(small).rows(),
    ]);
    expect([...apiUsageSample.generate({ users: 20, seed: 8 }).rows()]).not.toEqual([
      ...apiUsageSample.generate(small).rows(),
    ]);
  });

  it('keeps what a user does when more users are asked for', () => {
    const few = [...apiUsageSample.generate({ users: 5 }).rows()];
    expect(rows.filter(([, user]) => Number(user) <= 5)).toEqual(few);
  });

  it('has groups that do what their names say', () => {
    const groups = new Map(truth.map(([user, type, group]) => [key(user, type), group]));
    const weekend = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay() % 6 === 0;
    const of = (group: string) =>
      rows.filter(([, user, type]) => groups.get(key(user, type)) === group);
    const share = (group: string) =>
      of(group).filter(([day]) => weekend(String(day))).length / of(group).length;
    const total = (group: string) =>
      of(group).reduce((sum, [, , , calls]) => sum + Number(calls), 0);
    expect(share('office')).toBeLessThan(0.02);
    expect(share('steady')).toBeGreaterThan(0.25);
    expect(total('heavy')).toBeGreaterThan(10 * (total('steady') + total('office')));
    const early = (group: string) =>
      of(group).filter(([day]) => String(day) < '2024-02-26').length / of(group).length;
    expect(early('growing')).toBeLessThan(0.45);
    expect(early('fading')).toBeGreaterThan(0.6);
  });

  it('refuses what is no count of users', () => {
    expect(() => apiUsageSample.generate({ users: 0 })).toThrow(
      'apiUsageSample: users must be a whole number of at least 1, got 0.',
    );
  });
});

describe('csvText', () => {
  it('gives the header and the rows, and hands on pieces of some 64 kB', () => {
    const pieces = [...csvText(whole.columns, whole.rows())];
    expect(pieces[0].startsWith('dt,user_id,type,api_count\n2024-01-01,')).toBe(true);
    expect(pieces.join('').split('\n')).toHaveLength(rows.length + 2);
    expect(pieces.length).toBeGreaterThan(10);
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(70_000);
  });

  it('quotes what would break a row', () => {
    expect([...csvText(['a,b'], [['x"y'], ['two\nlines']])].join('')).toBe(
      '"a,b"\n"x""y"\n"two\nlines"\n',
    );
  });
});

describe('samples', () => {
  it.each(Object.entries(samples))(
    '%s says what it is and gives columns as announced',
    (_, sample) => {
      expect(sample.title).not.toBe('');
      const { columns, rows, truth, truthColumns } = sample.generate();
      expect(columns).toEqual(sample.columns);
      for (const row of rows()) {
        expect(row).toHaveLength(columns.length);
        break;
      }
      for (const row of truth()) {
        expect(row).toHaveLength(truthColumns.length);
        break;
      }
    },
  );
});
