import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseSource, type SourceDocument } from '../../src/source/index.ts';
import { name, raw, sql } from '../../src/sql/index.ts';
import { attachSource, Database } from '../../src/table/index.ts';

let database: Database;
let folder: string;
beforeAll(async () => {
  database = await Database.open({ memory: '500MB' });
  folder = mkdtempSync(join(tmpdir(), 'clade-test-'));
});
afterAll(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

function write(file: string, content: string | Buffer): string {
  const path = join(folder, file);
  writeFileSync(path, content);
  return path;
}

/** Attaches a file and gives its facts and its rows, column by column. */
async function attach(path: string, more: Exclude<SourceDocument, string> = {}) {
  const facts = await attachSource(database, parseSource({ path, ...more }), 'rows');
  const table = await database.query(sql`SELECT * FROM ${name('rows')}`);
  const rows = Object.fromEntries(table.columns.map((c) => [c.name, [...c.values]]));
  return { facts, rows, types: facts.columns.map((column) => column.type) };
}

async function refusal(path: string, more: Exclude<SourceDocument, string> = {}): Promise<string> {
  const error = await attach(path, more).then(
    () => undefined,
    (caught) => caught,
  );
  expect(error).toMatchObject({ code: 'source' });
  expect(error.message).not.toMatch(/secret/);
  return error.message;
}

describe('attachSource on the ways CSV is written', () => {
  const rows = { id: [1, 2], word: ['a', 'b'], x: [0.5, -2] };

  it.each([
    ['commas', 'id,word,x\n1,a,0.5\n2,b,-2\n', ','],
    ['semicolons', 'id;word;x\n1;a;0.5\n2;b;-2\n', ';'],
    ['semicolons with decimal commas', 'id;word;x\n1;a;0,5\n2;b;-2\n', ';'],
    ['tabs', 'id\tword\tx\n1\ta\t0.5\n2\tb\t-2\n', '\t'],
    ['bars', 'id|word|x\n1|a|0.5\n2|b|-2\n', '|'],
    ['CRLF', 'id,word,x\r\n1,a,0.5\r\n2,b,-2\r\n', ','],
    ['mixed line ends', 'id,word,x\r\n1,a,0.5\n2,b,-2\r\n', ','],
    ['no line end at the end', 'id,word,x\n1,a,0.5\n2,b,-2', ','],
    ['quotes', '"id","word","x"\n"1","a","0.5"\n"2","b","-2"\n', ','],
    ['single quotes', "'id','word','x'\n1,'a',0.5\n2,'b',-2\n", ','],
  ])('reads %s', async (_, text, delimiter) => {
    const read = await attach(write('ways.csv', text));
    expect(read.rows).toEqual(rows);
    expect(read.facts).toMatchObject({ delimiter, header: true, rows: 2, warnings: [] });
  });

  it('reads "1,234" between other commas as a thousand and more, not as 1.234', async () => {
    const text = 'id,a,b\n1,"1,234","12,345.50"\n2,"2,000,001",7\n3,999,"-1,000"\n';
    const { rows, facts } = await attach(write('thousands.csv', text));
    expect(rows).toEqual({ id: [1, 2, 3], a: [1234, 2000001, 999], b: [12345.5, 7, -1000] });
    expect(facts.columns.map(({ format }) => format)).toEqual([
      undefined,
      'commas between thousands',
      'commas between thousands',
    ]);
  });

  it('keeps a list such as 1,2,3 among grouped thousands as text', async () => {
    const text = 'a\n"1,234"\n"5,678"\n"1,2,3"\n';
    const { facts } = await attach(write('lists.csv', `id,${text.replaceAll('\n"', '\n1,"')}`));
    expect(facts.columns[1].kind).toBe('text');
  });

  it('reads delimiters, line ends and doubled quotes inside quoted cells', async () => {
    const { rows } = await attach(write('q.csv', 'a,b\n"x,\n""y""",1\n"5"" disk",2\n'));
    expect(rows).toEqual({ a: ['x,\n"y"', '5" disk'], b: [1, 2] });
  });

  it('tells an empty cell from a quoted empty text, and gives missing numbers as NaN', async () => {
    const { rows } = await attach(write('e.csv', 'a,b,c\n"",1,x\n,,y\nz,3,w\n'));
    expect(rows).toEqual({ a: ['', null, 'z'], b: [1, Number.NaN, 3], c: ['x', 'y', 'w'] });
  });

  it('reads a file without a header under given or numbered names', async () => {
    const path = write('n.csv', '1,a\n2,b\n');
    expect((await attach(path)).rows).toEqual({ column_1: [1, 2], column_2: ['a', 'b'] });
    const named = await attach(path, { names: ['id', 'kind'] });
    expect(named.rows).toEqual({ id: [1, 2], kind: ['a', 'b'] });
    expect(named.facts.header).toBe(false);
  });

  it('takes a header of years, of text over text, and none where values come again', async () => {
    expect((await attach(write('y.csv', 'who,2019,2020\na,5,7\n'))).rows).toMatchObject({
      2019: [5],
    });
    expect((await attach(write('t.csv', 'who,where\na,b\na,c\n'))).facts.header).toBe(true);
    const days = await attach(write('d.csv', 'who,2024-01-01,2024-01-02\na,1,2\nb,,0\n'));
    expect(days.facts.columns.map(({ name }) => name)).toEqual(['who', '2024-01-01', '2024-01-02']);
    expect(
      (await attach(write('e.csv', 'a,2024-01-01,2024-01-02\nb,2024-01-03,2024-01-04\n'))).facts
        .header,
    ).toBe(false);
    expect((await attach(write('u.csv', 'a,b\na,c\na,b\n'))).facts.header).toBe(false);
  });

  it('warns about column names that are missing or repeated, and keeps names with spaces', async () => {
    const { facts, rows } = await attach(write('h.csv', ',Normalized 0,x,X\n0,1,2,3\n1,4,5,6\n'));
    expect(Object.keys(rows)).toEqual(['column_1', 'Normalized 0', 'x', 'X_2']);
    expect(facts.warnings.map((warning) => warning.code)).toEqual([
      'column-without-name',
      'column-name-repeated',
    ]);
  });

  it('reads several files by a pattern as one, and refuses one with other columns', async () => {
    mkdirSync(join(folder, 'many'), { recursive: true });
    write('many/b.csv', 'id,x\n3,c\n');
    write('many/a.csv', 'id,x\n1,a\n2,b\n');
    const { facts, rows } = await attach(join(folder, 'many', '*.csv'));
    expect(rows).toEqual({ id: [1, 2, 3], x: ['a', 'b', 'c'] });
    expect(facts).toMatchObject({ rows: 3 });
    expect(facts.files).toHaveLength(2);
    write('many/c.csv', 'id,y\n9,z\n');
    expect(await refusal(join(folder, 'many', '*.csv'))).toMatch(
      /same columns.*"y" instead of "x"/,
    );
  });
});

describe('attachSource on encodings and packing', () => {
  const text = 'id,name\n1,Zoë – 5 € “x”\n2,plain\n';
  const names = ['Zoë – 5 € “x”', 'plain'];
  const utf16 = (mark: boolean) => Buffer.from(`${mark ? '\ufeff' : ''}${text}`, 'utf16le');
  const windows = Buffer.from(
    text.replace('–', '\x96').replace('€', '\x80').replace('“', '\x93').replace('”', '\x94'),
    'latin1',
  );

  it.each<[string, Buffer, string]>([
    ['UTF-8', Buffer.from(text), 'utf-8'],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`), 'utf-8'],
    ['UTF-16 LE with a mark', utf16(true), 'utf-16le'],
    ['UTF-16 LE without a mark', utf16(false), 'utf-16le'],
    ['UTF-16 BE with a mark', utf16(true).swap16(), 'utf-16be'],
    ['windows-1252', windows, 'windows-1252'],
  ])('reads %s, plain and packed', async (_, bytes, encoding) => {
    const plain = await attach(write('enc.csv', bytes));
    expect(plain.rows).toEqual({ id: [1, 2], name: names });
    expect(plain.facts.encoding).toBe(encoding);
    const packed = await attach(write('enc.csv.gz', gzipSync(bytes)));
    expect(packed.rows).toEqual({ id: [1, 2], name: names });
    expect(packed.facts).toMatchObject({ encoding, compression: 'gzip' });
  });

  it('finds the one byte that is not UTF-8 far behind the beginning', async () => {
    const lines = Array.from({ length: 200_000 }, (_, i) => `${i},plain text`).join('\n');
    const { facts } = await attach(
      write('late.csv', Buffer.from(`id,t\n${lines}\n7,\xa3`, 'latin1')),
    );
    expect(facts).toMatchObject({ encoding: 'windows-1252', rows: 200_001 });
  });

  it('trusts the content over the name, for packing and for format', async () => {
    expect((await attach(write('not-packed.csv.gz', text))).facts.compression).toBe('none');
    expect((await attach(write('packed.csv', gzipSync(text)))).facts.compression).toBe('gzip');
  });

  it('gives the fingerprint that sha256sum prints', async () => {
    const { facts } = await attach(write('f.csv', 'a,b\n1,2\n'));
    expect(facts.fingerprint).toEqual({
      sha256: '492d5ea496056f1a6a6592241032fab764c321596317930b4fa0e1e8bc3b7470',
      of: 'content',
    });
  });
});

describe('attachSource on types', () => {
  const column = async (
    cells: readonly string[],
    more: Exclude<SourceDocument, string> = {},
    header = 'c',
  ) => {
    const text = cells.map((cell) => `${cell},x`).join('\n');
    const { facts, rows } = await attach(write('types.csv', `${header},other\n${text}\n`), more);
    return { ...facts.columns[0], values: rows[header] };
  };

  it('keeps ids with leading zeros, many digits, underscores or a plus as text', async () => {
    expect(await column(['00017', '12345'])).toMatchObject({ type: 'VARCHAR', leadingZeros: 1 });
    expect(await column(['1234567890123456789012', '2'])).toMatchObject({
      type: 'VARCHAR',
      longDigits: true,
    });
    expect(await column(['12_34', '12_35'])).toMatchObject({ type: 'VARCHAR' });
    expect(await column(['+4912', '+4913'])).toMatchObject({ type: 'VARCHAR' });
  });

  it('keeps every digit of an id of eighteen', async () => {
    expect(await column(['123456789012345678', '1'])).toMatchObject({
      type: 'BIGINT',
      values: ['123456789012345678', '1'],
    });
  });

  it('reads 17850.0 as the whole number it was and says so', async () => {
    expect(await column(['17850.0', '', '13047.0'])).toMatchObject({
      type: 'BIGINT',
      wholeFloats: true,
      values: [17850, Number.NaN, 13047],
    });
  });

  it('takes blanks and words such as NA for missing among numbers, and counts them', async () => {
    const read = await column(['29.85', ' ', 'NA', '?', 'nan', '10']);
    expect(read).toMatchObject({ type: 'DOUBLE', blankCells: 1, missingWords: 3 });
    expect(read.values).toEqual([29.85, ...Array(4).fill(Number.NaN), 10]);
  });

  it('leaves Yes and No, and NA among words, as the text they are', async () => {
    expect(await column(['Yes', 'No'])).toMatchObject({ type: 'VARCHAR', values: ['Yes', 'No'] });
    expect(await column(['NA', 'DE'])).toMatchObject({ type: 'VARCHAR', values: ['NA', 'DE'] });
    expect(await column(['true', 'FALSE'])).toMatchObject({ type: 'BOOLEAN', values: [1, 0] });
  });

  it('proves types on every row, not on a sample', async () => {
    const cells = Array.from({ length: 30_000 }, (_, i) => String(i));
    cells[29_000] = 'C536379';
    expect(await column(cells)).toMatchObject({
      type: 'VARCHAR',
      almost: { kind: 'number', others: 1 },
    });
  });

  const day = Date.UTC(2021, 1, 13);
  const at = day + (8 * 60 + 26) * 60_000;
  it.each([
    ['2021-02-13', 'DATE', day],
    ['2021-02-13 08:26', 'TIMESTAMP', at],
    ['2021-02-13T08:26:00Z', 'TIMESTAMP', at],
    ['2021-02-13T10:26:00+02:00', 'TIMESTAMP', at],
    ['2/13/2021', 'DATE', day],
    ['2/13/2021 8:26', 'TIMESTAMP', at],
    ['2/13/2021 8:26 AM', 'TIMESTAMP', at],
    ['13/2/2021', 'DATE', day],
    ['13-02-2021', 'DATE', day],
    ['13.02.2021', 'DATE', day],
    ['2021/02/13', 'DATE', day],
    ['13-Feb-2021', 'DATE', day],
    ['20210213', 'DATE', day],
  ])('reads the date %s', async (cell, type, ms) => {
    expect(await column([cell, ''], {}, 'date')).toMatchObject({ type, values: [ms, Number.NaN] });
  });

  it('says when days and months could be told apart by no row', async () => {
    const facts = await column(['1/2/2021', '3/4/2021']);
    expect(facts).toMatchObject({ format: 'M/D/YYYY', otherFormat: 'D/M/YYYY' });
  });

  it('keeps a column with a date that is not one as text and counts it', async () => {
    const cells = [...Array(20).fill('2021-02-13'), '2021-02-30'];
    expect(await column(cells)).toMatchObject({
      type: 'VARCHAR',
      almost: { kind: 'date', others: 1 },
    });
  });

  it('takes eight digits for a day only under a name that speaks of one', async () => {
    expect(await column(['20210213', '20210214'], {}, 'customer')).toMatchObject({
      type: 'BIGINT',
    });
  });

  it('follows the study: text stays text, missing words are missing, and a number must be one', async () => {
    expect(await column(['1', '2'], { columns: { c: 'text' } })).toMatchObject({
      values: ['1', '2'],
    });
    expect((await column(['1', 'none given'], { missing: ['none given'] })).values).toEqual([
      1,
      Number.NaN,
    ]);
    const path = write('types.csv', 'c,o\n1,x\nsecret,y\n');
    expect(await refusal(path, { columns: { c: 'number' } })).toMatch(
      /"c" must be a number.*1 of 2 cells/,
    );
  });
});

describe('attachSource refuses with one sentence', () => {
  it('a missing file, with the nearest name, a missing folder, a folder, an address', async () => {
    write('customers.csv', 'a,b\n1,2\n');
    expect(await refusal(join(folder, 'custmers.csv'))).toMatch(/must exist.*"customers.csv"\?$/);
    expect(await refusal(join(folder, 'no', 'x.csv'))).toMatch(/there is no folder/);
    expect(await refusal(folder)).toMatch(/is a folder.*\*\.csv/);
    await expect(
      attachSource(database, parseSource('ftp://example.org/x.csv'), 'x'),
    ).rejects.toThrow('of a kind that clade knows, got "ftp"');
    expect(await refusal(join(folder, 'nothing-*.csv'))).toMatch(/none does/);
  });

  it('an empty file, a header only, binary data, a spreadsheet, a damaged archive', async () => {
    expect(await refusal(write('empty.csv', ''))).toMatch(/is empty/);
    expect(await refusal(write('header.csv', 'a,b\n'))).toMatch(/at least one row/);
    expect(await refusal(write('binary.csv', Buffer.from([1, 0, 0, 7, 0, 9, 255])))).toMatch(
      /binary/,
    );
    expect(await refusal(write('sheet.csv', 'PK\x03\x04rest'))).toMatch(/spreadsheet/);
    const packed = gzipSync('a,b\n1,2\n'.repeat(1000));
    expect(await refusal(write('cut.csv.gz', packed.subarray(0, 40)))).toMatch(
      /damaged or cut off/,
    );
  });

  it.skipIf(process.getuid?.() === 0)('a file that may not be read', async () => {
    const path = write('locked.csv', 'a\n1\n');
    chmodSync(path, 0);
    expect(await refusal(path)).toMatch(/permission/);
  });

  it('ragged rows with line and counts, unless the study leaves them out', async () => {
    const path = write('ragged.csv', 'a,b,c\n1,2,3\nsecret,5\n6,7,8,9\n1,1,1\n');
    const short = write('short.csv', 'a,b,c\n1,2,3\n4\n5\n');
    expect(await refusal(short)).toMatch(/line 3 has 1 \(2 such rows\)/);
    expect(await refusal(path)).toMatch(/must have 3 cells, line 3 has 2 \(2 such rows\)/);
    const { facts, rows } = await attach(path, { raggedRows: 'skip' });
    expect(rows).toEqual({ a: [1, 1], b: [2, 1], c: [3, 1] });
    expect(facts).toMatchObject({ rows: 2, skippedRows: 2, warnings: [{ code: 'ragged-rows' }] });
  });

  it('short rows, unless the study pads them; longer ones even then', async () => {
    const path = write('early.csv', 'id,t1,t2,t3\n007,1,2,3\n008,1\n"0\n9",1,2\n');
    expect(await refusal(path)).toMatch(
      /skip to leave such rows out, pad to let them end in empty/,
    );
    const { facts, rows } = await attach(path, { raggedRows: 'pad' });
    expect(rows).toEqual({
      id: ['007', '008', '0\n9'],
      t1: [1, 1, 1],
      t2: [2, Number.NaN, 2],
      t3: [3, Number.NaN, Number.NaN],
    });
    expect(facts).toMatchObject({ rows: 3, skippedRows: 0, warnings: [] });
    const long = write('long.csv', 'a,b\n1\n1,2,3\n');
    const refused = refusal(long, { raggedRows: 'pad' });
    expect(await refused).toMatch(/line 3 has 3\. Mend the file, or set raggedRows: skip/);
  });

  it('a quote that is not closed', async () => {
    const message = await refusal(write('open.csv', 'a,b\n1,x\n"secret,2\n'));
    expect(message).toMatch(/line 3 has a quote that is not closed/);
  });

  it('Parquet and JSON that cannot be read', async () => {
    expect(await refusal(write('bad.parquet', 'PAR1 secret PAR1'))).toMatch(/readable as Parquet/);
    expect(await refusal(write('text.parquet', 'a,b\n1,2\n'))).toMatch(/does not begin like one/);
    expect(await refusal(write('bad.json', '{"a": 1}\n{"a": "secret\n'))).toMatch(/cannot be read/);
    expect(await refusal(write('none.json', '[]'))).toMatch(/at least one row/);
  });
});

describe('attachSource on Parquet and JSON', () => {
  it('reads what copyTo wrote, in both formats', async () => {
    const select = raw(
      "SELECT i AS id, 'n' || i AS n, DATE '2021-01-01' + i::INT AS day FROM range(3000) r(i)",
    );
    const expected = await database.query(select);
    for (const format of ['csv', 'parquet'] as const) {
      const path = join(folder, `copied.${format}`);
      await database.copyTo(select, path, format);
      const { facts } = await attach(path);
      expect(facts).toMatchObject({ rows: 3000, format });
      expect(await database.query(sql`SELECT * FROM ${name('rows')}`)).toEqual(expected);
    }
  });

  it.each([
    ['an array', '[{"id": "001", "x": 1}, {"x": 2.5, "id": "002", "late": {"a": 1}}]'],
    ['one object per line', '{"id": "001", "x": 1}\n{"x": 2.5, "id": "002", "late": {"a": 1}}\n'],
  ])('reads JSON: %s, also packed', async (_, text) => {
    for (const path of [write('j.json', text), write('j.ndjson.gz', gzipSync(text))]) {
      const { rows, facts } = await attach(path);
      expect(rows).toMatchObject({ id: ['001', '002'], x: [1, 2.5] });
      expect(facts.warnings.map((warning) => warning.code)).toEqual(['nested-column']);
    }
  });
});

describe('attachSource on size', () => {
  it('streams a file several times larger than the memory it is given', async () => {
    const path = join(folder, 'large.csv');
    await database.copyTo(
      raw(
        "SELECT i AS id, 'some words to make the row longer ' || i AS t, i % 97 AS v FROM range(1200000) r(i)",
      ),
      path,
      'csv',
    );
    const small = await Database.open({ memory: '64MB', threads: 2 });
    const facts = await attachSource(small, parseSource(path), 'large');
    expect(facts.bytes).toBeGreaterThan(60e6);
    const sums = await small.query(sql`SELECT v, count(*) AS n FROM ${name('large')} GROUP BY v`);
    expect(sums.rows).toBe(97);
    small.close();
  });

  it('stops on request and leaves no temporary file behind', async () => {
    const own = await Database.open();
    const stop = new AbortController();
    stop.abort();
    const path = write('stop.csv', 'a,b\n1,2\n');
    const attaching = attachSource(own, parseSource(path), 'x', { signal: stop.signal });
    await expect(attaching).rejects.toMatchObject({ code: 'aborted' });
    own.close();
    expect(() => mkdirSync(join(own.temp, 'x'))).toThrow(/ENOENT/);
  });
});
