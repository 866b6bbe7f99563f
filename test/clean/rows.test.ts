import { describe, expect, it } from 'vitest';
import { DataError, OptionError } from '../../src/base/index.ts';
import { cleanText } from './clean-text.ts';

describe('invented ids', () => {
  const lines = 'invoice,customer\nB,\nA,17\nB,\nC,\nA,\nC,18\n,\n';
  const fill = { step: 'fill-id', columns: ['customer'], from: 'invoice' };

  it('{step: fill-id} names the id for the other key and flags it', async () => {
    const { rows, counts, columns } = await cleanText(lines, [fill]);
    expect(columns).toEqual(['invoice VARCHAR', 'customer VARCHAR', 'invented BOOLEAN']);
    expect(rows).toEqual([
      'B|invented-B|true',
      'A|17|false',
      'B|invented-B|true',
      'C|invented-C|true',
      'A|invented-A|true',
      'C|18|false',
      '||false',
    ]);
    expect(counts).toEqual([{ in: 7, out: 7, flagged: 4 }]);
  });

  it('{step: fill-id, numberedFrom} numbers in the order of the file, over several files and on any number of threads', async () => {
    const numbered = [{ ...fill, numberedFrom: 100, flag: 'made' }];
    const one = await cleanText(lines, numbered);
    expect(one.rows).toEqual([
      'B|100|true',
      'A|17|false',
      'B|100|true',
      'C|101|true',
      'A|102|true',
      'C|18|false',
      '||false',
    ]);
    const big = (from: number) =>
      `invoice,customer\n${Array.from({ length: 40_000 }, (_, i) => `K${(from + i * 7919) % 5003},${i % 3 === 0 ? 7 : ''}`).join('\n')}\n`;
    const files = [big(0), big(11), big(5)];
    const first = await cleanText(files, numbered, { threads: 1 });
    const second = await cleanText(files, numbered, { threads: 4 });
    expect(second.rows).toEqual(first.rows);
    const seen = new Map<string, string>();
    let next = 100;
    const wrong = first.rows.filter((row) => {
      const [invoice, customer, made] = row.split('|');
      if (made === 'true' && !seen.has(invoice)) seen.set(invoice, String(next++));
      return made === 'true' && customer !== seen.get(invoice);
    });
    expect(wrong).toEqual([]);
    expect(seen.size).toBe(5003);
  });

  it('{step: fill-id, numberedFrom} refuses numbers that name someone already', async () => {
    await expect(cleanText(lines, [{ ...fill, numberedFrom: 16 }])).rejects.toThrow(
      new DataError(
        'clean, step 1 (fill-id): numbers from 16 up must be free, but 2 of them name someone in "customer" already. Start higher, or leave numberedFrom out.',
      ),
    );
  });

  it('applyClean({step: fill-id, numberedFrom}) warns that numbers start anew', async () => {
    const { cleaning } = await cleanText(lines, [{ ...fill, numberedFrom: 100 }]);
    const { rows, warnings } = await cleanText('invoice,customer\nZ,\n', [], { fitted: cleaning });
    expect(rows).toEqual(['Z|100|true']);
    expect(warnings.map(({ code }) => code)).toEqual(['numbers-start-anew']);
  });

  it('{step: fill-id} refuses a flag that is a column already', async () => {
    await expect(cleanText(lines, [{ ...fill, flag: 'Invoice' }])).rejects.toThrow(OptionError);
  });
});

describe('returns and cancelled purchases', () => {
  const lines = [
    'invoice,who,what,n,at',
    '1,a,x,5,2011-01-01',
    'C2,a,x,-5,2011-01-02',
    'C3,a,x,-5,2011-01-03',
    '4,a,x,5,2011-01-04',
    '5,a,x,5,2011-01-05',
    'C6,a,x,-5,2011-01-06',
    '7,b,x,5,2011-01-01',
    'C8,b,x,-4,2011-01-02',
    'C9,,x,-5,2011-01-02',
    '10,c,x,2,2011-01-09',
    'C11,c,x,-2,2011-01-08',
  ].join('\n');
  const pair = { step: 'cancelled', customer: 'who', product: 'what', quantity: 'n', time: 'at' };

  it('{step: returns} tells a return by its quantity or its invoice', async () => {
    const { counts } = await cleanText(lines, [
      { step: 'returns', quantity: 'n', flag: 'a' },
      { step: 'returns', invoice: 'invoice', flag: 'b' },
      { step: 'returns', quantity: 'n', invoice: 'invoice', pattern: '^7', flag: 'c' },
    ]);
    expect(counts.map(({ flagged }) => flagged)).toEqual([6, 6, 7]);
  });

  it('{step: cancelled} pairs each return with the earliest purchase of the same size that waits', async () => {
    const { rows, counts } = await cleanText(lines, [pair]);
    const flagged = rows.filter((row) => row.endsWith('true')).map((row) => row.split('|')[0]);
    // C3 found none: 4 and 5 came later. C6 takes 4. C11 came before 10.
    expect(flagged.sort()).toEqual(['1', '4', 'C2', 'C6']);
    expect(counts).toEqual([{ in: 11, out: 11, flagged: 4 }]);
  });

  it('{step: cancelled, action: drop} drops both, and with price only those of one price', async () => {
    const { rows } = await cleanText(lines, [{ ...pair, action: 'drop' }]);
    expect(rows.map((row) => row.split('|')[0]).sort()).toEqual(
      ['10', '5', '7', 'C11', 'C3', 'C8', 'C9'].sort(),
    );
    const priced = 'who,what,n,at,p\na,x,5,2011-01-01,2\na,x,-5,2011-01-02,1\n';
    expect((await cleanText(priced, [{ ...pair, price: 'p' }])).counts[0].flagged).toBe(0);
    expect((await cleanText(priced, [pair])).counts[0].flagged).toBe(2);
  });
});

describe('duplicates', () => {
  const lines = 'k,v\na,1\nb,2\na,1\na,3\n,4\n,4\n,5\n';

  it('{step: duplicates} leaves one of rows that are equal in every column', async () => {
    const { rows, counts } = await cleanText(lines, [{ step: 'duplicates' }]);
    expect(rows.sort()).toEqual(['a|1', 'a|3', 'b|2', '|4', '|5'].sort());
    expect(counts).toEqual([{ in: 7, out: 5 }]);
  });

  it('{step: duplicates, columns, keep} keeps the first or last of a key and every row without one', async () => {
    const first = await cleanText(lines, [{ step: 'duplicates', columns: ['k'] }]);
    expect(first.rows.sort()).toEqual(['a|1', 'b|2', '|4', '|4', '|5'].sort());
    const last = await cleanText(lines, [{ step: 'duplicates', columns: ['k'], keep: 'last' }]);
    expect(last.rows.sort()).toEqual(['a|3', 'b|2', '|4', '|4', '|5'].sort());
  });

  it('{step: duplicates, action: flag} flags those after the first, and later steps see the order of the file', async () => {
    const { rows } = await cleanText(lines, [
      { step: 'duplicates', action: 'flag' },
      { step: 'fill-id', columns: ['k'], from: 'v', numberedFrom: 1 },
    ]);
    expect(rows).toEqual([
      'a|1|false|false',
      'b|2|false|false',
      'a|1|true|false',
      'a|3|false|false',
      '1|4|false|true',
      '1|4|true|true',
      '2|5|false|true',
    ]);
  });

  it('{step: duplicates} leaves one row of a file of equal rows, and the row of a file of one', async () => {
    const same = `k,v\n${'a,1\n'.repeat(5000)}`;
    expect((await cleanText(same, [{ step: 'duplicates' }])).rows).toEqual(['a|1']);
    expect((await cleanText('k,v\na,1\n', [{ step: 'duplicates' }])).rows).toEqual(['a|1']);
  });
});

describe('outliers', () => {
  // Median 3, median deviation 1, quartiles 2 and 4.
  const lines = 'who,x\na,1\na,2\nb,3\nb,4\nc,100\nc,\n'.replace('c,100', 'c,5\nd,100\nd,0\nd,3');

  it('{step: outliers, method: mad} takes what is beyond 3.5 median deviations, as a hand count does', async () => {
    // 0 1 2 3 3 4 5 100: median 3, deviations 0 0 1 1 2 2 3 97, their median 1.5; 3 ± 3.5 × 1.4826 × 1.5.
    const { rows, cleaning } = await cleanText(lines, [{ step: 'outliers', columns: ['x'] }]);
    expect(rows.filter((row) => row.endsWith('true'))).toEqual(['d|100|true']);
    const { low, high } = (cleaning.steps[0].state as Record<string, { low: number; high: number }>)
      .x;
    expect(low).toBeCloseTo(3 - 3.5 * 1.4826022 * 1.5, 6);
    expect(high).toBeCloseTo(3 + 3.5 * 1.4826022 * 1.5, 6);
  });

  it('{step: outliers, method: iqr} takes what is beyond 1.5 quartile distances', async () => {
    // Quartiles 1.75 and 4.25: from −2 to 8.
    const { cleaning } = await cleanText(lines, [
      { step: 'outliers', columns: ['x'], method: 'iqr' },
    ]);
    expect(cleaning.steps[0].state).toEqual({ x: { low: -2, high: 8 } });
    const high = await cleanText(lines, [
      { step: 'outliers', columns: ['x'], method: 'iqr', side: 'high', limit: 3 },
    ]);
    expect(high.cleaning.steps[0].state).toEqual({ x: { low: null, high: 11.75 } });
  });

  it('{step: outliers, action} drops, keeps alone or caps', async () => {
    const step = { step: 'outliers', columns: ['x'], method: 'iqr' };
    const drop = await cleanText(lines, [{ ...step, action: 'drop' }]);
    expect(drop.counts).toEqual([{ in: 9, out: 8 }]);
    const keep = await cleanText(lines, [{ ...step, action: 'keep' }]);
    expect(keep.rows).toEqual(['d|100']);
    const cap = await cleanText(lines, [{ ...step, action: 'cap' }]);
    expect(cap.rows.filter((row) => row.startsWith('d'))).toEqual(['d|8.0', 'd|0.0', 'd|3.0']);
    expect(cap.counts[0].changed).toBe(1);
  });

  it('{step: outliers, by} measures whole customers, and applyClean uses the bounds of the fit', async () => {
    const step = { step: 'outliers', columns: ['x'], by: 'who', action: 'drop' };
    // Sums 3, 7, 5, 103: median 6, deviations 3 1 1 97, their median 2.
    const { rows, cleaning } = await cleanText(lines, [step]);
    expect(rows.map((row) => row.split('|')[0])).toEqual(['a', 'a', 'b', 'b', 'c', 'c']);
    expect((cleaning.steps[0].state as Record<string, { high: number }>).x.high).toBeCloseTo(
      6 + 3.5 * 1.4826022 * 2,
      6,
    );
    const later = await cleanText('who,x\ne,10\ne,10\nf,1000\ng,9\n', [], { fitted: cleaning });
    expect(later.rows).toEqual(['g|9']);
  });

  it('{step: outliers} says where there is no spread, and refuses text', async () => {
    const { warnings, counts } = await cleanText('x,y\n1,1\n1,2\n1,3\n9,4\n', [
      { step: 'outliers', columns: ['x'] },
    ]);
    expect(counts[0].flagged).toBe(0);
    expect(warnings.map(({ code }) => code)).toEqual(['no-spread', 'clean-did-nothing']);
    await expect(cleanText('x\na\n', [{ step: 'outliers', columns: ['x'] }])).rejects.toThrow(
      OptionError,
    );
  });

  it('{step: outliers, scale: log} measures factors', async () => {
    const { rows } = await cleanText('x,n\n1,0\n10,1\n100,2\n1000,3\n0,4\n1000000000000,5\n', [
      { step: 'outliers', columns: ['x'], scale: 'log', action: 'keep' },
    ]);
    expect(rows).toEqual(['1000000000000|5']);
  });
});

describe('dirty files', () => {
  const steps = [
    { step: 'rename' },
    { step: 'trim' },
    { step: 'type', columns: ['customer_id'], as: 'id' },
    { step: 'date', columns: ['invoice_date'] },
  ];

  it('fitClean reads windows-1252 with CRLF, ids that went through a float and blanks', async () => {
    const text =
      'InvoiceDate,CustomerID,Name\r\n12/1/2010 8:26,17850.0, \xa3 5 mug \r\n12/13/2010 9:00,,   \r\n';
    const { rows, counts } = await cleanText(Buffer.from(text, 'latin1'), steps);
    expect(rows).toEqual(['2010-12-01 08:26:00|17850|£ 5 mug', '2010-12-13 09:00:00||']);
    expect(counts.map(({ in: rowsIn, out, ...rest }) => rest)).toEqual([
      {},
      { changed: 2 },
      { changed: 1 },
      { read: 2, unreadable: 0 },
    ]);
  });

  it('applyClean ignores new columns and says which fitted one is not there', async () => {
    const fitted = await cleanText('InvoiceDate,CustomerID,Name\n12/13/2010,1,a\n', steps);
    const more = await cleanText('name,InvoiceDate,CustomerID,Name2\nx,1/2/2011,2.0,b\n', [], {
      fitted: fitted.cleaning,
    });
    expect(more.rows).toEqual(['2011-01-02|2']);
    await expect(
      cleanText('InvoiceDate,Name\n1/2/2011,b\n', [], { fitted: fitted.cleaning }),
    ).rejects.toThrow(
      'clean, step 3 (type): there must be a column "customer_id" at this step, but there is none.',
    );
  });

  it('fitClean gives the same on 1 and 4 threads', async () => {
    const many = `k,x\n${Array.from({ length: 60_000 }, (_, i) => `c${(i * 31) % 977},${((i * 7919) % 10_007) / 7}`).join('\n')}\n`;
    const chain = [
      { step: 'duplicates', columns: ['k', 'x'] },
      { step: 'outliers', columns: ['x'], by: 'k', limit: 1 },
      { step: 'outliers', columns: ['x'], limit: 1, flag: 'far' },
    ];
    const one = await cleanText(many, chain, { threads: 1 });
    const four = await cleanText(many, chain, { threads: 4 });
    expect(four.cleaning).toEqual(one.cleaning);
    expect(four.rows.sort()).toEqual(one.rows.sort());
  });
});
