import { mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { retailSample, type SampleRow } from '../../src/samples/index.ts';
import { parseSource } from '../../src/source/index.ts';
import { writeSample } from '../../src/study/index.ts';
import { attachSource, Database } from '../../src/table/index.ts';

const rows: SampleRow[] = [...retailSample.generate().rows()];
const at = (name: string) => retailSample.columns.indexOf(name);
const [invoice, code, text, pieces, time, price, customer, country] = retailSample.columns.map(at);

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'clade-test-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

describe('retailSample.generate', () => {
  it('{} makes some 60 lines for each of 1,500 customers, in the order of time', () => {
    expect(rows.length).toBeGreaterThan(75_000);
    expect(rows.length).toBeLessThan(110_000);
    const moments = rows.map((row) => Date.parse(`${row[time]} UTC`));
    expect(moments.every((moment, i) => i === 0 || moment >= moments[i - 1])).toBe(true);
    expect(String(rows[0][time])).toMatch(/^1\/2\/2023 \d+:\d\d$/);
  });

  it('{} has every kind of dirt that a till’s file has', () => {
    const share = (which: (row: SampleRow) => boolean) => rows.filter(which).length / rows.length;
    const dirt = {
      noCustomer: share((row) => row[customer] === ''),
      noDescription: share((row) => row[text] === ''),
      free: share((row) => row[price] === 0),
      returned: share((row) => Number(row[pieces]) < 0),
      charge: share((row) => /^[A-Z]+$/.test(String(row[code]))),
      nowhere: share((row) => ['Unspecified', 'European Community'].includes(String(row[country]))),
    };
    const [least, most] = [0.0005, 0.15];
    for (const [kind, found] of Object.entries(dirt)) {
      expect(found, kind).toBeGreaterThan(least);
      expect(found, kind).toBeLessThan(most);
    }
    expect(rows.some((row, i) => i > 0 && row === rows[i - 1])).toBe(true);
    expect(rows.every((row) => /^(\d{5}\.0)?$/.test(String(row[customer])))).toBe(true);
    expect(rows.filter((row) => String(row[text]).includes('£')).length).toBeGreaterThan(100);
  });

  it('{} cancels giant orders on the spot, on an invoice of their own', () => {
    const giants = rows.filter((row) => Math.abs(Number(row[pieces])) > 50_000);
    expect(giants.map((row) => Number(row[pieces]))).toEqual([61_440, -61_440, 61_440, -61_440]);
    expect(giants.map((row) => String(row[invoice]).startsWith('C'))).toEqual([
      false,
      true,
      false,
      true,
    ]);
    expect(giants[0][customer]).toBe(giants[1][customer]);
  });

  it('{} returns only what was bought before, on invoices with a C', () => {
    const bought = new Map<string, number>();
    const key = (row: SampleRow) => `${row[customer]} ${row[code]}`;
    let never = 0;
    for (const row of rows.filter((line) => line[customer] !== '')) {
      const count = Number(row[pieces]);
      expect(count < 0).toBe(String(row[invoice]).startsWith('C'));
      if (count < 0 && !bought.has(key(row))) never++;
      else bought.set(key(row), (bought.get(key(row)) ?? 0) + count);
    }
    expect(never).toBe(0);
  });

  it('{seed} decides: the same gives the same rows, another gives others', () => {
    const few = { customers: 40 };
    const first = [...retailSample.generate(few).rows()];
    expect([...retailSample.generate(few).rows()]).toEqual(first);
    expect([...retailSample.generate({ ...few, seed: 1 }).rows()]).not.toEqual(first);
  });

  it('truth() names a kind for every customer, each by its share', () => {
    const truth = [...retailSample.generate({ customers: 5000 }).truth()];
    const counts = new Map<string | number, number>();
    for (const [, group] of truth) counts.set(group, (counts.get(group) ?? 0) + 1);
    expect(counts.size).toBe(6);
    expect(counts.get('one visit')! / 5000).toBeCloseTo(0.28, 1);
    expect(counts.get('trade')! / 5000).toBeCloseTo(0.08, 1);
  });
});

describe('writeSample("retail")', () => {
  it('writes windows-1252 with CRLF, which attachSource reads back', async () => {
    const path = join(home, 'data.csv');
    const written = await writeSample('retail', path, { customers: 60 });
    const bytes = readFileSync(path);
    expect(bytes.includes(0xa3)).toBe(true);
    expect(bytes.includes(0xc2)).toBe(false);
    expect(bytes.toString('latin1').split('\r\n')).toHaveLength(written.rows + 2);
    await using database = await Database.open({ threads: 2 });
    const facts = await attachSource(database, parseSource(path), 'lines');
    expect([facts.rows, facts.encoding]).toEqual([written.rows, 'windows-1252']);
    const kinds = Object.fromEntries(facts.columns.map(({ name, kind }) => [name, kind]));
    expect(kinds).toMatchObject({ InvoiceDate: 'date', CustomerID: 'number', InvoiceNo: 'text' });
  });
});
