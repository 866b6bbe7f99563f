import { describe, expect, it } from 'vitest';
import { DataError, OptionError } from '../../src/base/index.ts';
import { cleanMethods, readCleanSteps, snakeCase } from '../../src/clean/index.ts';
import { cleanText } from './clean-text.ts';

describe('names', () => {
  it('snakeCase(name) follows the underscore rule of inflection, and blanks and dots become underscores', () => {
    const names = [
      'InvoiceNo',
      'CustomerID',
      'unit_price',
      'HTTPServer2Go',
      'Unit Price',
      'a.b-c',
      'Größe',
      '%',
    ];
    expect(names.map(snakeCase)).toEqual([
      'invoice_no',
      'customer_id',
      'unit_price',
      'http_server2_go',
      'unit_price',
      'a_b_c',
      'größe',
      '%',
    ]);
  });

  it('{step: rename} puts every name in snake case; with names only those change', async () => {
    const all = await cleanText('InvoiceNo,UnitPrice\n1,2\n', [{ step: 'rename' }]);
    expect(all.columns).toEqual(['invoice_no BIGINT', 'unit_price BIGINT']);
    const one = await cleanText('InvoiceNo,UnitPrice\n1,2\n', [
      { step: 'rename', names: { InvoiceNo: 'invoice' } },
    ]);
    expect(one.columns).toEqual(['invoice BIGINT', 'UnitPrice BIGINT']);
    const both = await cleanText('InvoiceNo,UnitPrice\n1,2\n', [
      { step: 'rename', case: 'snake', names: { InvoiceNo: 'Bill' } },
    ]);
    expect(both.columns).toEqual(['Bill BIGINT', 'unit_price BIGINT']);
  });

  it('{step: rename} refuses two columns of one name', async () => {
    await expect(cleanText('UnitPrice,unit price\n1,2\n', [{ step: 'rename' }])).rejects.toThrow(
      new OptionError(
        'clean, step 1 (rename): columns must have different names, but "UnitPrice" and "unit price" would both be "unit_price". Name one of them otherwise before, with a step "rename" and names.',
      ),
    );
  });
});

describe('rows by a condition', () => {
  const shop = 'code,price,note\nPOST,1.5,a\n22086,0.03,\nC2,,b\n85123A,7,\n';

  it('{step: drop, pattern} drops the texts that match as a whole where ^ and $ say so', async () => {
    const { rows, counts } = await cleanText(shop, [
      { step: 'drop', columns: ['code'], pattern: '^[a-zA-Z]+$' },
    ]);
    expect(rows).toEqual(['22086|0.03|', 'C2||b', '85123A|7.0|']);
    expect(counts).toEqual([{ in: 4, out: 3 }]);
  });

  it('{step: drop, missing} drops rows in which any of the columns is missing', async () => {
    const { rows } = await cleanText(shop, [
      { step: 'drop', columns: ['price', 'note'], missing: true },
    ]);
    expect(rows).toEqual(['POST|1.5|a']);
  });

  it('{step: keep, from} keeps what is at least that much; a missing cell is not', async () => {
    const { rows, counts } = await cleanText(shop, [
      { step: 'keep', columns: ['price'], from: 1.5 },
    ]);
    expect(rows).toEqual(['POST|1.5|a', '85123A|7.0|']);
    expect(counts).toEqual([{ in: 4, out: 2 }]);
  });

  it('{step: drop, from, below} drops a range and leaves missing cells alone', async () => {
    const { rows } = await cleanText(shop, [
      { step: 'drop', columns: ['price'], from: 0.03, below: 7 },
    ]);
    expect(rows).toEqual(['C2||b', '85123A|7.0|']);
  });

  it('{step: drop, values} takes numbers in a column of numbers and texts in one of texts', async () => {
    const { rows } = await cleanText('id,country\n16446,EIRE\n5,Unspecified\n6,"O\'Neil"\n', [
      { step: 'drop', columns: ['id'], values: ['16446'] },
      { step: 'drop', columns: ['country'], values: ["O'Neil"] },
    ]);
    expect(rows).toEqual(['5|Unspecified']);
  });

  it('{step: keep, from: date} compares days and moments', async () => {
    const { rows } = await cleanText(
      'at,n\n2011-01-01 10:00,1\n2011-03-01 00:00,2\n2011-03-02 00:00,3\n',
      [{ step: 'keep', columns: ['at'], from: '2011-02-01', to: '2011-03-01' }],
    );
    expect(rows).toEqual(['2011-03-01 00:00:00|2']);
  });

  it('{step: flag} marks rows and drops none', async () => {
    const { rows, counts } = await cleanText(shop, [
      { step: 'flag', columns: ['code'], values: ['POST', 'C2'], flag: 'service' },
    ]);
    expect(rows.map((row) => row.split('|').at(-1))).toEqual(['true', 'false', 'true', 'false']);
    expect(counts).toEqual([{ in: 4, out: 4, flagged: 2 }]);
  });

  it('{step: drop} that leaves no row says so in one sentence', async () => {
    await expect(
      cleanText(shop, [{ step: 'drop', columns: ['code'], pattern: '.' }]),
    ).rejects.toThrow(
      new DataError(
        'clean, step 1 (drop): must leave at least one row, but all 4 are left out (code matches "."). Check the step and those before it.',
      ),
    );
  });

  it('{step: drop} that drops nothing is said once', async () => {
    const { warnings } = await cleanText(shop, [
      { step: 'drop', columns: ['code'], values: ['AMAZONFEE'] },
      { step: 'drop', columns: ['price'], above: 100 },
    ]);
    expect(warnings).toEqual([
      {
        code: 'clean-did-nothing',
        message:
          'clean: steps 1 (drop: code is AMAZONFEE), 2 (drop: price is above 100) changed nothing in these rows.',
      },
    ]);
  });
});

describe('mistakes in a study', () => {
  const refuse = (steps: { step: string; [option: string]: unknown }[], message: string) =>
    expect(() => readCleanSteps(steps)).toThrow(new OptionError(message));

  it('readCleanSteps names the nearest step, option and what is missing', () => {
    refuse([{ step: 'dropp' }], 'clean, step 1: there is no step "dropp". Did you mean "drop"?');
    refuse(
      [{ step: 'drop', columns: ['a'], patern: 'x' }],
      'clean, step 1 (drop): there is no option "patern". Did you mean "pattern"?',
    );
    refuse(
      [{ step: 'drop', pattern: 'x' }],
      'clean, step 1 (drop): columns must name at least one column, it is missing.',
    );
    refuse(
      [{ step: 'drop', columns: ['a'], pattern: 'x', missing: true }],
      'clean, step 1 (drop): exactly one of pattern, values, a range (from, to, above, below) or missing must be given, got 2. Write two steps for two conditions.',
    );
  });

  it('fitClean names the column that is not there, and its nearest', async () => {
    await expect(
      cleanText('price\n1\n', [{ step: 'keep', columns: ['prise'], from: 1 }]),
    ).rejects.toThrow(
      new DataError(
        'clean, step 1 (keep): there must be a column "prise" at this step, but there is none. Did you mean "price"?',
      ),
    );
  });

  it('fitClean refuses a range over texts and a pattern that is none', async () => {
    await expect(cleanText('a\nx\n', [{ step: 'keep', columns: ['a'], from: 1 }])).rejects.toThrow(
      OptionError,
    );
    await expect(
      cleanText('a\nx\n', [{ step: 'drop', columns: ['a'], pattern: '(' }]),
    ).rejects.toThrow(
      new OptionError(
        'clean, step 1 (drop): cannot be done to these columns: Invalid Input Error: missing ): (. Change the step.',
      ),
    );
  });

  it('every step says what it does and every option what it means', () => {
    for (const [name, { meaning, table }] of Object.entries(cleanMethods)) {
      expect(meaning, name).toMatch(/\.$/);
      for (const option of Object.values(table)) {
        expect((option as { meaning: string }).meaning).not.toBe('');
      }
    }
  });
});

describe('dates', () => {
  const dates = (...cells: string[]) => `at\n${cells.map((cell) => `"${cell}"`).join('\n')}\n`;
  const read = (cells: string[], options = {}) =>
    cleanText(dates(...cells), [{ step: 'date', columns: ['at'], ...options }]);

  it('{step: date} reads several ways of writing in one column and counts what it cannot read', async () => {
    const { rows, counts, warnings } = await read([
      '12/13/2010 8:26',
      '2010-12-14',
      '15.12.2010',
      '16-Dec-2010',
      'Dec 17, 2010',
      'soon',
    ]);
    expect(rows).toEqual([
      '2010-12-13 08:26:00',
      '2010-12-14 00:00:00',
      '2010-12-15 00:00:00',
      '2010-12-16 00:00:00',
      '2010-12-17 00:00:00',
      '',
    ]);
    expect(counts).toEqual([{ in: 6, out: 6, read: 5, unreadable: 1 }]);
    expect(warnings.map(({ code }) => code)).toEqual(['cells-unreadable']);
  });

  it('{step: date} takes the order that all cells together allow', async () => {
    expect((await read(['3/4/2011', '13/4/2011'])).rows).toEqual(['2011-04-03', '2011-04-13']);
    expect((await read(['3/4/2011', '4/13/2011'])).rows).toEqual(['2011-03-04', '2011-04-13']);
  });

  it('{step: date} warns where both orders fit every cell, and where cells contradict each other', async () => {
    const open = await read(['3/4/2011', '5/6/2011']);
    expect(open.rows).toEqual(['2011-03-04', '2011-05-06']);
    expect(open.warnings.map(({ message }) => message)).toEqual([
      'clean, step 1 (date): column "at" could be read month first or day first in every cell, and is read month first. State it: order: day-first',
    ]);
    const both = await read(['3/4/2011', '13/4/2011', '14/4/2011', '4/13/2011']);
    expect(both.rows).toEqual(['2011-04-03', '2011-04-13', '2011-04-14', '2011-04-13']);
    expect(both.warnings.map(({ message }) => message)).toEqual([
      'clean, step 1 (date): column "at" has 2 cells that can only be day first and 1 that can only be month first; those that could be either are read day first. State the order, or mend the file.',
    ]);
  });

  it('{step: date, order} is what it says, and cells of the other order are missing', async () => {
    const { rows, counts } = await read(['3/4/2011', '13/4/2011'], { order: 'month-first' });
    expect(rows).toEqual(['2011-03-04', '']);
    expect(counts[0].unreadable).toBe(1);
  });

  it('applyClean({step: date}) keeps the order of the fit where one row alone would say another', async () => {
    const { cleaning } = await read(['3/4/2011', '13/4/2011']);
    const alone = await cleanText(dates('5/6/2011'), [], { fitted: cleaning });
    expect(alone.rows).toEqual(['2011-06-05']);
    const american = await cleanText(dates('6/15/2011', '1/2/2011'), [], { fitted: cleaning });
    expect(american.rows).toEqual(['', '2011-02-01']);
    expect(american.warnings.map(({ code }) => code)).toEqual(['cells-unreadable']);
  });

  it('{step: date} reads a column without a single cell as one of missing days', async () => {
    const { rows, columns } = await cleanText('at,n\n,1\n,2\n', [
      { step: 'date', columns: ['at'] },
    ]);
    expect(columns).toEqual(['at DATE', 'n BIGINT']);
    expect(rows).toEqual(['|1', '|2']);
  });

  it('{step: date} refuses a column of something else', async () => {
    await expect(read(['red', 'green', '3/4/2011'])).rejects.toThrow(
      new DataError(
        `clean, step 1 (date): column "at" must hold dates, but only 1 of 3 cells can be read as such. State how they are written: format: '%d/%m/%Y'.`,
      ),
    );
  });
});

describe('kinds of cells', () => {
  it('{step: type, as: id} takes the .0 of a float off and leaves zeros in front', async () => {
    const { rows, counts } = await cleanText('id\n17850.0\n00017\n 42 \nA1.0\n', [
      { step: 'type', columns: ['id'], as: 'id' },
    ]);
    expect(rows).toEqual(['17850', '00017', '42', 'A1.0']);
    expect(counts).toEqual([{ in: 4, out: 4, changed: 2 }]);
  });

  it('{step: type, as: number} reads currencies, percent and thousands', async () => {
    const { rows, counts, columns } = await cleanText(
      'p\n"$1,234.50"\n12 %\n-3\n"1,2,3"\nnan\n£7.00\n.5\n1e3\n',
      [{ step: 'type', columns: ['p'], as: 'number' }],
    );
    expect(rows).toEqual(['1234.5', '12.0', '-3.0', '', '', '7.0', '0.5', '1000.0']);
    expect(columns).toEqual(['p DOUBLE']);
    expect(counts[0].unreadable).toBe(2);
  });

  it('{step: type, as: number} finds the decimal comma in the whole column, and says where it is open', async () => {
    const comma = await cleanText('p\n"1.234,50 €"\n"1,5"\n"2.000"\n', [
      { step: 'type', columns: ['p'], as: 'number' },
    ]);
    expect(comma.rows).toEqual(['1234.5', '1.5', '2000.0']);
    expect(comma.warnings).toEqual([]);
    const alone = await cleanText('p\n"2,500"\n', [], { fitted: comma.cleaning });
    expect(alone.rows).toEqual(['2.5']);
    const open = await cleanText('p\n"1,234"\n', [{ step: 'type', columns: ['p'], as: 'number' }]);
    expect(open.rows).toEqual(['1234.0']);
    expect(open.warnings.map(({ code }) => code)).toEqual(['decimal-open']);
  });

  it('{step: type, as: integer} keeps every digit of long ids and refuses fractions', async () => {
    const { rows, counts } = await cleanText('n\n9007199254740993\n3.0\n2.5\n1e2\n', [
      { step: 'type', columns: ['n'], as: 'integer' },
    ]);
    expect(rows).toEqual(['9007199254740993', '3', '', '100']);
    expect(counts[0].unreadable).toBe(1);
  });

  it('{step: type, as: boolean} reads yes and no', async () => {
    const { rows } = await cleanText('b\nYes\nno\n1\nmaybe\n', [
      { step: 'type', columns: ['b'], as: 'boolean' },
    ]);
    expect(rows).toEqual(['true', 'false', 'true', '']);
  });

  it('{step: trim} and {step: missing} make blanks and words for nothing missing', async () => {
    const { rows, counts } = await cleanText('a,b\n" x  y ",?\n"   ",2\nN/A,3\n', [
      { step: 'trim', inner: true },
      { step: 'missing' },
      { step: 'missing', columns: ['b'], values: [3] },
    ]);
    expect(rows).toEqual(['x y|', '|2', '|']);
    expect(counts.map(({ changed }) => changed)).toEqual([2, 1, 1]);
  });

  it('{step: replace} changes cells one by one or by a pattern', async () => {
    const { rows, counts } = await cleanText('c,n\nEIRE,0\nRSA,1\nUK,2\n', [
      { step: 'replace', columns: ['c'], values: { EIRE: 'Ireland', RSA: null } },
      { step: 'replace', columns: ['n'], values: { 0: null, 1: 10 } },
      { step: 'replace', columns: ['c'], pattern: '^(U)K$', with: '\\1nited Kingdom' },
    ]);
    expect(rows).toEqual(['Ireland|', '|10', 'United Kingdom|2']);
    expect(counts.map(({ changed }) => changed)).toEqual([2, 2, 1]);
  });
});
