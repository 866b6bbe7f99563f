import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Random, Run } from '../../src/base/index.ts';
import type { Comparison } from '../../src/compare/index.ts';
import { compared, sameRows, side } from './sides.ts';

const run = new Run();
const pairsOf = ({ groups }: Comparison) =>
  groups[0].matches.map(({ before, after, by }) => [before, after, by]);
const repeat = (...parts: [label: number, times: number][]) =>
  parts.flatMap(([label, times]) => Array<number>(times).fill(label));

test('compareSides of a segment cut in half: the larger half keeps the number, and it is a split', async () => {
  const before = side(repeat([0, 100], [1, 60]));
  const after = side(repeat([1, 40], [0, 60], [2, 60]));
  const { comparison } = await compared(before, after, sameRows(160), run);
  const [group] = comparison.groups;
  expect(group.matches.map(({ before: from, after: to, by }) => [from, to, by])).toEqual([
    [0, 0, 'overlap'],
    [1, 2, 'overlap'],
  ]);
  expect(group.splits).toEqual([
    {
      segment: 0,
      parts: [
        { segment: 0, entities: 60, share: 0.6 },
        { segment: 1, entities: 40, share: 0.4 },
      ],
    },
  ]);
  expect(group.births).toEqual([1]);
  expect(group.deaths).toEqual([]);
  expect({ stayed: comparison.stayed, moved: comparison.moved }).toEqual({
    stayed: 120,
    moved: 40,
  });
  // By hand: 60 common of 100 and 60 among 160; (60 − 37.5) ÷ (80 − 37.5).
  expect(group.matches[0].kappa).toBeCloseTo(22.5 / 42.5, 12);
  expect(group.matches[0].jaccard).toBeCloseTo(0.6, 12);
});

test('compareSides of two segments that became one: the larger gives its number, and it is a merge', async () => {
  const before = side(repeat([0, 40], [1, 60], [2, 60]));
  const after = side(repeat([0, 100], [1, 60]));
  const { comparison } = await compared(before, after, sameRows(160), run);
  const [group] = comparison.groups;
  expect(group.matches.map(({ before: from, after: to }) => [from, to])).toEqual([
    [1, 0],
    [2, 1],
  ]);
  expect(group.merges).toEqual([
    {
      segment: 0,
      parts: [
        { segment: 1, entities: 60, share: 0.6 },
        { segment: 0, entities: 40, share: 0.4 },
      ],
    },
  ]);
  expect(group.deaths).toEqual([0]);
  expect(group.births).toEqual([]);
});

test('compareSides counts who moved, fell out, came in, is new and is gone', async () => {
  const before = side([...repeat([0, 30], [1, 30]), -1, 0]);
  const after = side([...repeat([0, 29]), 1, ...repeat([1, 29]), -1, 1, 0]);
  const shared = { before: sameRows(61).before, after: sameRows(61).after };
  const { comparison } = await compared(before, after, shared, run);
  expect(comparison).toMatchObject({ shared: 61, stayed: 58, moved: 3, gone: 1, arrived: 1 });
  expect(comparison.groups[0].flows).toEqual([
    { before: 0, after: 0, entities: 29 },
    { before: 0, after: 1, entities: 1 },
    { before: 0, after: null, entities: 1 },
    { before: 1, after: 1, entities: 29 },
    { before: 1, after: -1, entities: 1 },
    { before: -1, after: 1, entities: 1 },
    { before: null, after: 0, entities: 1 },
  ]);
});

test('compareSides of unrelated clusterings of the same entities matches nothing, however large the segments', async () => {
  for (const [seed, shares] of [
    [1, [0.5, 0.5]],
    [2, [0.95, 0.05]],
    [3, [0.25, 0.25, 0.25, 0.25]],
  ] as const) {
    const random = new Random(seed);
    const labels = () =>
      Array.from({ length: 2000 }, () => {
        const drawn = random.next();
        const ends = shares.map((_, s) =>
          shares.slice(0, s + 1).reduce((sum, own) => sum + own, 0),
        );
        return ends.findIndex((end) => drawn < end);
      });
    const { comparison } = await compared(side(labels()), side(labels()), sameRows(2000), run);
    expect(comparison.groups[0].matches).toEqual([]);
    expect(comparison.groups[0].splits).toEqual([]);
    expect(comparison.groups[0].merges).toEqual([]);
    expect(Math.abs(comparison.groups[0].adjustedRand!)).toBeLessThan(0.02);
  }
});

test('compareSides of small clusterings that permutations would equal matches nothing by overlap', async () => {
  // Three of four are common, which 10 entities do by chance more than once in ten runs.
  const before = side(repeat([0, 4], [1, 6]), repeat([0, 10]));
  const after = side([0, 0, 0, 1, 0, 1, 1, 1, 1, 1], repeat([50, 10]));
  const { comparison } = await compared(before, after, sameRows(10), run);
  expect(comparison.groups[0].matches.filter(({ by }) => by === 'overlap')).toEqual([]);
});

test('compareSides of a run with itself moves nobody', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: -1, max: 5 }), { minLength: 1, maxLength: 60 }),
      async (labels) => {
        const { comparison } = await compared(
          side(labels),
          side(labels),
          sameRows(labels.length),
          run,
        );
        expect(comparison.moved).toBe(0);
        expect(comparison.groups[0].adjustedRand).toBe(1);
        for (const { before, after } of comparison.groups[0].matches) expect(after).toBe(before);
      },
    ),
  );
});

test('compareSides gives the same pairs when the new run labels its segments otherwise', async () => {
  const labels = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 20, maxLength: 80 });
  await fc.assert(
    fc.asyncProperty(
      labels,
      fc.array(fc.nat({ max: 200 }), { maxLength: 25 }),
      fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }),
      async (given, changed, order) => {
        const after = given.map((label, i) => (changed.includes(i) ? (label + 1) % 5 : label));
        const pairs = async (numbers: number[]) => {
          const { comparison } = await compared(
            side(given, given, [0, 1, 2, 3, 4]),
            side(numbers, given, [0, 1, 2, 3, 4]),
            sameRows(given.length),
            run,
          );
          return comparison;
        };
        const plain = await pairs(after);
        const renamed = await pairs(after.map((label) => order[label]));
        expect(renamed.moved).toBe(plain.moved);
        expect(renamed.groups[0].matches.map(({ before, after: to }) => [before, to])).toEqual(
          plain.groups[0].matches.map(({ before, after: to }) => [before, order[to]]),
        );
      },
    ),
  );
});

test('compareSides follows segments by their prototypes where nobody is shared', async () => {
  const values = (shift: number) =>
    [...repeat([0, 40], [10, 40], [30, 40])].map((v, i) => v + shift + (i % 5) / 10);
  const before = side(repeat([0, 40], [1, 40], [2, 40]), values(0));
  const after = side(repeat([2, 40], [0, 40], [1, 40]), values(1));
  const { comparison } = await compared(
    before,
    after,
    { before: new Int32Array(), after: new Int32Array() },
    run,
  );
  expect(
    comparison.groups[0].matches.map(({ before: from, after: to, by }) => [from, to, by]),
  ).toEqual([
    [0, 2, 'prototype'],
    [1, 0, 'prototype'],
    [2, 1, 'prototype'],
  ]);
  expect(comparison.notes).toEqual(['No entity is in both runs.']);
  expect(comparison.groups[0].adjustedRand).toBeNull();
});

test('compareSides takes a segment of newcomers for the one of before, by its place', async () => {
  // Day by day the newest 40 entities are a segment at 100; yesterday's have joined the segment at 0.
  const before = side(repeat([2, 50], [0, 100], [1, 40]), repeat([-90, 50], [0, 100], [100, 40]));
  const after = side(repeat([2, 50], [0, 140], [1, 40]), repeat([-90, 50], [0, 140], [100, 40]));
  const { comparison } = await compared(before, after, sameRows(190), run);
  expect(pairsOf(comparison)).toEqual([
    [2, 2, 'overlap'],
    [0, 0, 'overlap'],
    [1, 1, 'prototype'],
  ]);
  expect(comparison.moved).toBe(40);
});

test('compareSides asks the prototypes where a segment holds everybody, which no overlap can tell from chance', async () => {
  const before = side(repeat([0, 70], [1, 30]), repeat([0, 70], [10, 30]));
  const after = side(repeat([0, 100]), repeat([0, 70], [10, 30]));
  const { comparison } = await compared(before, after, sameRows(100), run);
  expect(pairsOf(comparison)).toEqual([[0, 0, 'prototype']]);
  expect(comparison.groups[0].merges).toHaveLength(1);
});
