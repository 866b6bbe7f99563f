import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseSource } from '../../src/source/index.ts';
import { raw } from '../../src/sql/index.ts';
import { attachSource, Database, type Inspection, inspect } from '../../src/table/index.ts';

let database: Database;
let folder: string;
beforeAll(async () => {
  database = await Database.open({ memory: '1GB' });
  folder = mkdtempSync(join(tmpdir(), 'clade-test-'));
});
afterAll(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

async function inspectText(text: string): Promise<Inspection> {
  const path = join(folder, 'rows.csv');
  writeFileSync(path, text);
  await attachSource(database, parseSource(path), 'rows');
  return inspect(database, 'rows');
}

async function inspectSelect(select: string): Promise<Inspection> {
  await database.execute(raw(`CREATE OR REPLACE TABLE made AS ${select}`));
  return inspect(database, 'made');
}

const column = (inspection: Inspection, name: string) =>
  inspection.columns.find((some) => some.name === name)!;

const codes = (inspection: Inspection, name?: string) =>
  inspection.traps.filter((trap) => trap.column === name).map((trap) => trap.code);

const roles = (inspection: Inspection) =>
  Object.fromEntries(inspection.columns.map((some) => [some.name, some.role]));

describe('inspect counts', () => {
  it('gives counts, extremes and quantiles of numbers, by hand', async () => {
    const seen = await inspectText('a,b\n1,x\n2,x\n3,y\n4,y\n-5,y\n0,x\n,x\n');
    expect(column(seen, 'a')).toMatchObject({
      missing: 1,
      missingShare: 1 / 7,
      distinct: 6,
      constant: false,
      numbers: { min: -5, max: 4, median: 1.5, negative: 1, zero: 1, whole: true },
    });
    expect(column(seen, 'a').numbers?.mean).toBeCloseTo(5 / 6, 10);
    expect(column(seen, 'b').top).toEqual([
      { value: 'x', count: 4 },
      { value: 'y', count: 3 },
    ]);
  });

  it('counts rows that repeat in every column, missing cells among them', async () => {
    const seen = await inspectText('a,b\n1,x\n1,x\n,x\n,x\n1,y\n');
    expect(seen.duplicateRows).toBe(2);
    expect(codes(seen)).toEqual(['duplicate-rows']);
  });

  it('gives the same on one and on four threads, above the size from which it samples', async () => {
    const seen: Inspection[] = [];
    for (const threads of [1, 4]) {
      await using own = await Database.open({ threads });
      await own.execute(
        raw('CREATE TABLE t AS SELECT i % 977 AS k, sin(i) AS x FROM range(1200000) r(i)'),
      );
      seen.push(await inspect(own, 't'));
    }
    expect(seen[0].sampled).toBe(true);
    expect(seen[1]).toEqual(seen[0]);
    expect(Math.abs(column(seen[0], 'x').numbers!.median)).toBeLessThan(0.01);
  });

  it('never shows the values of ids', async () => {
    const seen = await inspectSelect(
      "SELECT 'secret' || i AS customer_id, i % 3 AS kind FROM range(10) r(i)",
    );
    expect(JSON.stringify(seen)).not.toMatch(/secret/);
    expect(column(seen, 'customer_id').idLike).toBe(true);
  });

  it('leaves no table behind and works on a table of no rows', async () => {
    await inspectText('a,b\n1,2\n');
    const tables = await database.query(
      raw("SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'held%'"),
    );
    expect(tables.rows).toBe(0);
    expect(await inspectSelect('SELECT 1 AS a WHERE false')).toMatchObject({ rows: 0 });
  });
});

describe('inspect on missing values in disguise', () => {
  it('suspects −1 and −999 only when nothing else is negative', async () => {
    const rows = (x: string) => `SELECT i AS id, ${x} AS x FROM range(200) r(i)`;
    const lone = await inspectSelect(rows('CASE WHEN i % 20 = 0 THEN -999 ELSE i END'));
    expect(column(lone, 'x').disguised).toEqual([
      { what: '-999', count: 10, why: 'nothing else is negative' },
    ]);
    const honest = await inspectSelect(rows('i - 100'));
    expect(column(honest, 'x').disguised).toEqual([]);
  });

  it('suspects 999 only far above the rest, and 0 only under a name that cannot be zero', async () => {
    const seen = await inspectSelect(
      `SELECT CASE WHEN i % 20 = 0 THEN 999 ELSE i END AS far, i % 1000 AS near,
        CASE WHEN i % 20 = 0 THEN 0 ELSE i END AS price, i % 7 AS visits FROM range(200) r(i)`,
    );
    expect(column(seen, 'far').disguised.map((d) => d.what)).toEqual(['999']);
    expect(column(seen, 'near').disguised).toEqual([]);
    expect(column(seen, 'price').disguised.map((d) => d.what)).toEqual(['0']);
    expect(column(seen, 'visits').disguised).toEqual([]);
  });

  it('reports blanks and words in text and in numbers', async () => {
    const seen = await inspectText('t,n\n ,1\nNA,?\nx,2\ny, \nz,3\n');
    expect(column(seen, 't').disguised.map((d) => [d.what, d.count])).toEqual([
      ['blank', 1],
      ['words', 1],
    ]);
    expect(column(seen, 'n').disguised.map((d) => [d.what, d.count])).toEqual([
      ['blank', 1],
      ['words', 1],
    ]);
    expect(column(seen, 'n').missing).toBe(2);
  });
});

describe('inspect on dates', () => {
  it('counts the days without rows and names the rhythm', async () => {
    const day = async (select: string) => column(await inspectSelect(select), 'd').dates!;
    const daily = await day(
      "SELECT DATE '2021-01-01' + CASE WHEN i < 5 THEN i ELSE i + 3 END::INT AS d FROM range(10) r(i)",
    );
    expect(daily).toMatchObject({
      days: 10,
      missingDays: 3,
      longestGapDays: 3,
      frequency: 'daily',
    });
    expect(daily.first).toBe(Date.UTC(2021, 0, 1));
    const from = (step: string, type = 'DATE') =>
      `SELECT (TIMESTAMP '2021-01-01' + ${step})::${type} AS d FROM range(40) r(i)`;
    expect((await day(from('to_weeks(i::INT)'))).frequency).toBe('weekly');
    expect((await day(from('to_months(i::INT)'))).frequency).toBe('monthly');
    expect((await day(from('to_hours(i::INT)', 'TIMESTAMP'))).frequency).toBe('hourly');
    expect((await day(from('to_minutes(30 * i::INT)', 'TIMESTAMP'))).frequency).toBe('half-hourly');
    expect((await day(from('to_seconds(977 * i::INT)', 'TIMESTAMP'))).frequency).toBe('moments');
  });
});

describe('inspect warns in sentences', () => {
  it.each<[string, string, string]>([
    ['c', 'c,o\n00017,1\n00018,2\n', 'leading-zeros'],
    ['c', 'c,o\n17850.0,1\n13047.0,2\n', 'whole-floats'],
    ['d', 'd,o\n1/2/2021,1\n3/4/2021,2\n', 'ambiguous-date'],
    ['c', 'c,o\nGB,1\ngb,2\nFR,1\nGB,4\n', 'mixed-case'],
    ['c', 'c,o\nsame,1\nsame,2\n', 'constant'],
    [
      't',
      `t,o\n${Array.from({ length: 20 }, (_, i) => `${i},1`).join('\n')}\nC5,1\n`,
      'nearly-all',
    ],
    ['quantity', 'quantity,o\n5,1\n-1,2\n3,1\n', 'negative-amounts'],
  ])('about column %s of %j: %s', async (name, text, code) => {
    expect(codes(await inspectText(text), name)).toContain(code);
  });

  it('about dates stored as text', async () => {
    const seen = await inspectSelect(
      "SELECT '2021-01-' || lpad((1 + i % 28)::VARCHAR, 2, '0') AS d FROM range(60) r(i)",
    );
    expect(codes(seen, 'd')).toContain('date-in-text');
  });
});

describe('inspect guesses roles', () => {
  it('finds events: a repeated id, a time, an amount, and the second key where one is needed', async () => {
    const seen = await inspectSelect(
      `SELECT DATE '2021-01-01' + (i // 40)::INT AS day, i % 10 AS user_id,
        ['a', 'b', 'c', 'd'][1 + (i // 10) % 4] AS api, 1 + i % 13 AS calls FROM range(4000) r(i)`,
    );
    expect(seen).toMatchObject({
      layout: 'events',
      entity: ['user_id', 'api'],
      time: 'day',
      value: 'calls',
    });
  });

  it('takes a table of customers with a date of entry for entities, not for events', async () => {
    const seen = await inspectSelect(
      `SELECT 'c' || i AS customer_id, DATE '2021-01-01' + (i % 90)::INT AS joined,
        i % 3 AS plan, i * 1.5 AS spend FROM range(300) r(i)`,
    );
    expect(seen).toMatchObject({ layout: 'entities', entity: ['customer_id'] });
    expect(roles(seen)).toMatchObject({ spend: 'feature', joined: 'ignored' });
  });

  it('takes transactions with ids of their own for events of the customer', async () => {
    const seen = await inspectSelect(
      `SELECT i AS transaction_id, i % 50 AS customer_id, TIMESTAMP '2021-01-01' + to_hours(i::INT) AS at,
        i % 7 + 0.5 AS amount FROM range(2000) r(i)`,
    );
    expect(seen).toMatchObject({ layout: 'events', entity: ['customer_id'], value: 'amount' });
  });
});
