import { describe, expect, it } from 'vitest';
import { usageSeriesSample } from '../../src/samples/index.ts';

const small = { users: 400, days: 579 };
const sample = usageSeriesSample.generate(small);
const rows = [...sample.rows()].map(([day, user, use]) => ({
  day: String(day),
  user: Number(user),
  use: Number(use),
}));
const groupOf = new Map([...sample.truth()].map(([user, group]) => [Number(user), String(group)]));
const of = (group: string) => rows.filter(({ user }) => groupOf.get(user) === group);
const weekday = (day: string) => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
const share = <T>(list: readonly T[], of: (item: T) => boolean) =>
  list.filter(of).length / list.length;

describe('usageSeriesSample.generate', () => {
  it('gives 10,000 users over the 579 days of the seed by default', () => {
    const { columns, table } = usageSeriesSample;
    expect(columns).toEqual(['date', 'uid', 'usage']);
    expect([table.users.default, table.days.default]).toEqual([10_000, 579]);
    expect(rows.reduce((a, { day }) => (day < a ? day : a), '9')).toBe('2020-06-01');
    expect(rows.reduce((a, { day }) => (day > a ? day : a), '')).toBe('2021-12-31');
  });

  it('gives every user a row and one of nine groups, at most one row per day, and 0 only to who never used', () => {
    expect([...groupOf.keys()]).toEqual(Array.from({ length: 400 }, (_, user) => user));
    expect(new Set(groupOf.values()).size).toBe(9);
    expect(new Set(rows.map(({ user }) => user)).size).toBe(400);
    expect(new Set(rows.map(({ user, day }) => `${user} ${day}`)).size).toBe(rows.length);
    expect(
      new Set(rows.filter(({ use }) => use === 0).map(({ user }) => groupOf.get(user))),
    ).toEqual(new Set(['never active']));
    expect(of('never active').every(({ use }) => use === 0)).toBe(true);
  });

  it('has groups that do what their names say', () => {
    expect(share(of('workdays'), ({ day }) => weekday(day) >= 5)).toBeLessThan(0.03);
    expect(share(of('weekends'), ({ day }) => weekday(day) >= 5)).toBeGreaterThan(0.9);
    expect(share(of('growing'), ({ day }) => day >= '2021-03-15')).toBeGreaterThan(0.75);
    expect(share(of('fading'), ({ day }) => day < '2021-03-15')).toBeGreaterThan(0.85);
    expect(share(of('seasonal'), ({ day }) => day.slice(5, 7) === '01')).toBeLessThan(0.02);
    const days = (group: string) =>
      of(group).length / share([...groupOf.values()], (own) => own === group) / 400;
    expect(days('steady')).toBeGreaterThan(500);
    expect(days('sporadic')).toBeLessThan(80);
  });

  it('has volumes over orders of magnitude in every group, so that the level says nothing', () => {
    for (const group of new Set(groupOf.values())) {
      if (group === 'never active') continue;
      const totals = new Map<number, number>();
      for (const { user, use } of of(group)) totals.set(user, (totals.get(user) ?? 0) + use);
      const sorted = [...totals.values()].sort((a, b) => a - b);
      expect(
        sorted[Math.floor(0.9 * sorted.length)] / sorted[Math.floor(0.1 * sorted.length)],
      ).toBeGreaterThan(30);
    }
  });

  it('{zeros: true} gives every day of every user, with the same use', () => {
    const few = { users: 30, days: 60 };
    const sparse = [...usageSeriesSample.generate(few).rows()];
    const full = [...usageSeriesSample.generate({ ...few, zeros: true }).rows()];
    expect(full).toHaveLength(1800);
    const used = (list: typeof full) => list.filter(([, , use]) => use !== 0);
    expect(used(full)).toEqual(used(sparse));
  });

  it('gives the same rows for a seed, other rows for another, and what a user does whoever else is there', () => {
    const few = (options: object) => [
      ...usageSeriesSample.generate({ users: 5, days: 90, ...options }).rows(),
    ];
    expect(few({})).toEqual(few({}));
    expect(few({ seed: 1 })).not.toEqual(few({}));
    expect(few({ users: 9 }).filter(([, user]) => Number(user) < 5)).toEqual(few({}));
  });
});
