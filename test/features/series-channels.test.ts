import { describe, expect, it } from 'vitest';
import { Run } from '../../src/base/index.ts';
import { type SeriesOptions, seriesFeatures } from '../../src/features/index.ts';
import { raw } from '../../src/sql/index.ts';
import { Database } from '../../src/table/index.ts';

const gap = Number.NaN;

async function read(query: string, options: SeriesOptions) {
  await using database = await Database.open({ threads: 2 });
  await database.execute(raw(`CREATE TABLE data AS ${query}`));
  const run = new Run();
  const { panel, facts, grid, features } = await seriesFeatures(database, options, 'data', run);
  return {
    rows: Array.from({ length: panel.series }, (_, i) => [...panel.row(i)]),
    lengths: [...panel.lengths],
    features: Object.fromEntries(features.map(({ name, values }) => [name, [...values]])),
    channels: facts.channels,
    used: facts.used,
    steps: grid.steps,
    warnings: run.warnings.map(({ code }) => code),
  };
}

const WIDE =
  'SELECT * FROM (VALUES (1, 2, 3, 10, 20, 30), (4, NULL, NULL, 40, NULL, 60), (7, NULL, NULL, 70, 80, NULL)) AS t(x1, x2, x3, y1, y2, y3)';

describe('seriesFeatures({columns}) of several channels', () => {
  const columns = { x: 'x*', y: ['y1', 'y2', 'y3'] };

  it('gives channel after channel, as long as the longest channel of each series', async () => {
    const { rows, lengths, channels, used } = await read(WIDE, { columns, fill: 'gaps' });
    expect(rows).toEqual([
      [1, 2, 3, 10, 20, 30],
      [4, gap, gap, 40, gap, 60],
      [7, gap, gap, 70, 80, gap],
    ]);
    expect(lengths).toEqual([3, 3, 2]);
    expect([channels, used]).toEqual([['x', 'y'], 12]);
  });

  it('{fill: "gaps"} describes measurements of every channel past gaps, without days', async () => {
    const { features } = await read(WIDE, { columns, fill: 'gaps' });
    expect(features).toEqual({
      steps: [3, 3, 2],
      x_mean: [2, 4, 7],
      x_deviation: [expect.closeTo(Math.sqrt(2 / 3), 12), 0, 0],
      x_lowest: [1, 4, 7],
      x_highest: [3, 4, 7],
      x_mean_change: [1, 0, 0],
      y_mean: [20, 50, 75],
      y_deviation: [expect.closeTo(Math.sqrt(200 / 3), 12), 10, 5],
      y_lowest: [10, 40, 70],
      y_highest: [30, 60, 80],
      y_mean_change: [10, 20, 10],
    });
  });

  it('refuses channels of unequal width', async () => {
    await expect(read(WIDE, { columns: { x: 'x*', y: ['y1'] } })).rejects.toThrow(
      'every channel must have as many columns as the first, 3, got 1 of "y"',
    );
  });

  it('{fitted} fills columns that lack at the end, and says which are too many', async () => {
    const fitted = { x: ['x1', 'x2', 'x3', 'x4'], y: ['y1', 'y2', 'y3', 'y4'] };
    const shorter = await read(WIDE, { columns, fitted, fill: 'gaps' });
    expect(shorter.rows[0]).toEqual([1, 2, 3, gap, 10, 20, 30, gap]);
    expect(shorter.lengths).toEqual([3, 3, 2]);
    const longer = await read(WIDE, { columns: 'x*', fitted: ['x1', 'x2'], fill: 'gaps' });
    expect(longer.rows[0]).toEqual([1, 2]);
    expect(longer.warnings).toContain('longer-series');
    await expect(
      read(WIDE, { columns: 'x*', fitted: ['x1', 'other', 'x3'], fill: 'gaps' }),
    ).rejects.toThrow('there is no column "other"');
  });
});

const LONG = `SELECT * FROM (VALUES
  ('a', TIMESTAMP '2024-01-02 23:00', 1, 10), ('a', TIMESTAMP '2024-01-04 01:00', 3, 30),
  ('b', TIMESTAMP '2024-01-04 08:00', 5, NULL), ('b', TIMESTAMP '2024-01-07 08:00', 6, 60)) AS t(id, seen, x, y)`;

describe('seriesFeatures({value, start}) of long data', () => {
  it('{value: [x, y]} gives two channels on the days of all', async () => {
    const { rows, channels, warnings } = await read(LONG, {
      entity: ['id'],
      time: 'seen',
      value: ['x', 'y'],
      fill: 'gaps',
    });
    expect(channels).toEqual(['x', 'y']);
    expect(rows).toEqual([
      [1, gap, 3, gap, gap, gap, 10, gap, 30, gap, gap, gap],
      [gap, gap, 5, gap, gap, 6, gap, gap, gap, gap, gap, 60],
    ]);
    expect(warnings).toEqual(['missing-value']);
  });

  it('{start: "own"} counts days from each first value, so that series differ in length', async () => {
    const options = { entity: ['id'], time: 'seen', value: 'x', start: 'own' } as const;
    const { rows, lengths, steps } = await read(LONG, { ...options, fill: 'gaps' });
    expect(rows).toEqual([
      [1, gap, 3, gap],
      [5, gap, gap, 6],
    ]);
    expect([lengths, steps]).toEqual([[3, 4], 4]);
    const zeros = await read(LONG, options);
    expect([zeros.rows[0], zeros.lengths]).toEqual([
      [1, 0, 3, 0],
      [3, 4],
    ]);
    const cut = await read(LONG, { ...options, fill: 'gaps', steps: 2 });
    expect([cut.rows, cut.warnings]).toEqual([
      [
        [1, gap],
        [5, gap],
      ],
      ['outside-period'],
    ]);
    await expect(read(LONG, { ...options, from: '2024-01-01' })).rejects.toThrow(
      'from and until are for series with a common start',
    );
  });
});
