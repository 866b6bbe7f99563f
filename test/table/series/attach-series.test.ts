import { mkdtempSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Warning } from '../../../src/base/index.ts';
import { parseSource, type SourceDocument } from '../../../src/source/index.ts';
import { name, sql } from '../../../src/sql/index.ts';
import { attachSource, cellText, Database } from '../../../src/table/index.ts';
import { floats, headerOf, npy } from '../../data/npy.ts';
import { sharedData } from '../../data/shared.ts';

let home: string;
let database: Database;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'clade-test-'));
  database = await Database.open();
});
afterAll(async () => {
  database.close();
  await rm(home, { recursive: true, force: true });
});

/** Every row with its cells as text, the names of the columns first. */
async function rowsOf(source: SourceDocument) {
  const warnings: Warning[] = [];
  const warn = (code: string, message: string) => warnings.push({ code, message });
  const facts = await attachSource(database, parseSource(source), 'given', { warn });
  const table = await database.query(sql`SELECT * FROM ${name('given')}`);
  const names = table.columns.map((column) => column.name);
  const rows = Array.from({ length: table.rows }, (_, i) =>
    table.columns.map((column) => cellText(column, i)),
  );
  return { facts, names, rows, codes: warnings.map(({ code }) => code) };
}

async function file(name: string, content: string | Buffer): Promise<string> {
  const path = join(home, name);
  await writeFile(path, content);
  return path;
}

describe('attachSource() of the UCR archive', () => {
  it('reads *_TRAIN.tsv of nothing but numbers as label, t1, t2, …', async () => {
    const path = await file('A_TRAIN.tsv', '1\t0.5\t-1e-1\t2\n-1\t3\tNaN\t4\n');
    const { facts, names, rows, codes } = await rowsOf(path);
    expect(facts.format).toBe('ucr');
    expect(names).toEqual(['label', 't1', 't2', 't3']);
    expect(rows).toEqual([
      ['1', '0.5', '-0.1', '2'],
      ['-1', '3', '', '4'],
    ]);
    expect(codes).toEqual([]);
  });

  it('reads blanks, scientific notation and gzip alike', async () => {
    const text = '   1.0000000e+00   5.0e-01  -1.0e-01   2.0e+00\n';
    const { rows } = await rowsOf(await file('B_TEST.txt.gz', gzipSync(text)));
    expect(rows).toEqual([['1', '0.5', '-0.1', '2']]);
  });

  it.each([
    ['a byte order mark and CRLF', Buffer.from('\ufeff1\t0.5\t-0.1\t2\r\n')],
    ['UTF-16', Buffer.from('\ufeff1\t0.5\t-0.1\t2\r\n', 'utf16le')],
    ['decimal commas', Buffer.from('1\t0,5\t-0,1\t2\n')],
  ])('reads %s', async (_, content) => {
    const { facts, rows } = await rowsOf(await file('N_TRAIN.tsv', content));
    expect([facts.format, rows]).toEqual(['ucr', [['1', '0.5', '-0.1', '2']]]);
  });

  it('leaves labels that are ids as they are: zeros before them, more digits than a number keeps', async () => {
    const text = '00017\t1\t2\n12345678901234567890\t1\t2\n12345678901234567891\t1\t2\n0\t1\t2\n';
    const { rows } = await rowsOf(await file('O_TRAIN.tsv', text));
    expect(rows.map(([label]) => label)).toEqual([
      '00017',
      '12345678901234567890',
      '12345678901234567891',
      '0',
    ]);
  });

  it('ends a padded series at its last number, in files of several lengths together', async () => {
    const train = await file('C_TRAIN.tsv', '1\t1\t2\tNaN\tNaN\n2\t1\t2\t3\t\n');
    const test = await file('C_TEST.tsv', '1\t1\t2\t3\t4\t5\n');
    const { names, rows } = await rowsOf({ paths: [train, test] });
    expect(names).toEqual(['label', 't1', 't2', 't3', 't4', 't5']);
    expect(rows.map((row) => row.slice(1))).toEqual([
      ['1', '2', '', '', ''],
      ['1', '2', '3', '', ''],
      ['1', '2', '3', '4', '5'],
    ]);
  });

  it('{format: "ucr"} reads any name, {label: "none"} has no class', async () => {
    const path = await file('plain.txt', '1,2,3\n4,5,6\n');
    expect((await rowsOf({ path, format: 'ucr' })).names).toEqual(['label', 't1', 't2']);
    expect((await rowsOf({ path, format: 'ucr', label: 'none' })).names).toEqual([
      't1',
      't2',
      't3',
    ]);
  });

  it('leaves a TSV with a header, and one said to have none, what they were', async () => {
    const headed = await file('D_TRAIN.tsv', 'id\tspent\n1\t2.5\n2\t3.5\n');
    expect((await rowsOf(headed)).names).toEqual(['id', 'spent']);
    const bare = await file('E_TRAIN.tsv', '1\t2.5\t3\n2\t3.5\t4\n');
    const { facts, names } = await rowsOf({ path: bare, header: false });
    expect([facts.format, names]).toEqual(['csv', ['column_1', 'column_2', 'column_3']]);
  });

  it('takes *_TRAIN.tsv with a cell astray for series all the same, and names its line', async () => {
    const path = await file('G_TRAIN.tsv', '1\t0.1\t0.2\n2\t0.1\tabc\n1\t0.3\t0.4\n');
    await expect(rowsOf(path)).rejects.toThrow('line 2, cell 3');
  });

  it('names the line of a cell that is no number, and never its content', async () => {
    const path = await file('F.tsv', '1\t1\t2\n\n1\tsecret\t2\n');
    await expect(rowsOf({ path, format: 'ucr' })).rejects.toThrow(
      /finite number, NaN or empty, got another in line 3, cell 2\./,
    );
    await expect(rowsOf({ path, format: 'ucr' })).rejects.not.toThrow(/secret/);
  });

  it('warns of series without a label, refuses files without a number', async () => {
    const path = await file('G.tsv', 'NaN\t1\t2\n1\t1\t2\n');
    const { rows, codes } = await rowsOf({ path, format: 'ucr' });
    expect([rows[0][0], codes]).toEqual(['', ['missing-label']]);
    const none = await file('H.tsv', '1\tNaN\tNaN\n');
    await expect(rowsOf({ path: none, format: 'ucr' })).rejects.toThrow(
      'must hold at least one series with a number',
    );
    const empty = await file('I_TRAIN.tsv', '');
    await expect(rowsOf(empty)).rejects.toThrow('the file is empty');
  });
});

const TS = `# a comment
@problemName Two
@timeStamps false
@missing true
@univariate false
@dimensions 2
@equalLength false
@classLabel true up down
@data
1,2,3:4,5,6:up
1,?,3,4:4,5:down
`;

describe('attachSource() of .ts files', () => {
  it('reads channels, missing numbers, unequal lengths and classes', async () => {
    const { facts, names, rows } = await rowsOf(await file('two.ts', TS));
    expect(facts.format).toBe('ts');
    expect(names.join()).toBe('label,c1_t1,c1_t2,c1_t3,c1_t4,c2_t1,c2_t2,c2_t3,c2_t4');
    expect(rows).toEqual([
      ['up', '1', '2', '3', '', '4', '5', '6', ''],
      ['down', '1', '', '3', '4', '4', '5', '', ''],
    ]);
  });

  it('has no label where the header says so', async () => {
    const text = '@univariate true\n@classLabel false\n@data\n1,2\n3,4\n';
    const { names, rows } = await rowsOf(await file('bare.ts.gz', gzipSync(text)));
    expect([names, rows]).toEqual([
      ['t1', 't2'],
      [
        ['1', '2'],
        ['3', '4'],
      ],
    ]);
  });

  it('refuses timestamps, other numbers of channels and cells that are none, by line', async () => {
    const stamped = await file('stamped.ts', TS.replace('@timeStamps false', '@timeStamps true'));
    await expect(rowsOf(stamped)).rejects.toThrow('series must be regular, got @timeStamps true');
    const fewer = await file('fewer.ts', `${TS}1,2,3:up\n`);
    await expect(rowsOf(fewer)).rejects.toThrow(/must have 2 channels .* line 12 has 1/);
    const other = await file('other.ts', TS.replace('4,5,6', '4,x,6'));
    await expect(rowsOf(other)).rejects.toThrow('line 10, cell 5');
    await expect(rowsOf(await file('code.ts', 'export const a = 1;\n'))).rejects.toThrow(
      'lines that begin with @',
    );
  });
});

describe('attachSource() of .npy files', () => {
  it('reads n × t in either order of axes and of bytes, and version 2', async () => {
    const rows = [
      ['1', '2', '3'],
      ['4', '5', '6'],
    ];
    const inC = await file('c.npy', npy(headerOf('<f4', '(2, 3)'), floats(1, 2, 3, 4, 5, 6)));
    expect((await rowsOf(inC)).rows).toEqual(rows);
    const fortran = npy(headerOf('<f4', '(2, 3)', 'True'), floats(1, 4, 2, 5, 3, 6), 2);
    expect((await rowsOf(await file('f.npy.gz', gzipSync(fortran)))).rows).toEqual(rows);
    const big = Buffer.alloc(6 * 8);
    for (let i = 0; i < 6; i++) big.writeDoubleBE(i + 1, 8 * i);
    expect((await rowsOf(await file('b.npy', npy(headerOf('>f8', '(2, 3)'), big)))).rows).toEqual(
      rows,
    );
    const whole = Buffer.from(BigInt64Array.from([1n, 2n, 3n, 4n, 5n, 6n]).buffer);
    expect((await rowsOf(await file('i.npy', npy(headerOf('<i8', '(2, 3)'), whole)))).rows).toEqual(
      rows,
    );
  });

  it('reads t as one series, n × c × t as channels, and {label: "first"}', async () => {
    const one = await file('one.npy', npy(headerOf('<f4', '(3,)'), floats(1, 2, 3)));
    expect((await rowsOf(one)).rows).toEqual([['1', '2', '3']]);
    const cube = npy(headerOf('<f4', '(1, 2, 2)'), floats(1, 2, 3, 4));
    const { names, rows } = await rowsOf(await file('cube.npy', cube));
    expect([names, rows]).toEqual([['c1_t1', 'c1_t2', 'c2_t1', 'c2_t2'], [['1', '2', '3', '4']]]);
    const path = await file(
      'labelled.npy',
      npy(headerOf('<f4', '(1, 3)'), floats(2, 0.5, Number.NaN)),
    );
    expect(await rowsOf({ path, label: 'first' })).toMatchObject({
      names: ['label', 't1', 't2'],
      rows: [['2', '0.5', '']],
    });
  });

  it('refuses infinite numbers, other types, more axes, and files cut off', async () => {
    const infinite = npy(headerOf('<f4', '(1, 2)'), floats(1, Number.POSITIVE_INFINITY));
    await expect(rowsOf(await file('inf.npy', infinite))).rejects.toThrow('series 1, step 2');
    const object = npy(headerOf('|O', '(1, 2)'), floats(1, 2));
    await expect(rowsOf(await file('o.npy', object))).rejects.toThrow('got "|O"');
    const axes = npy(headerOf('<f4', '(1, 1, 1, 1)'), floats(1));
    await expect(rowsOf(await file('axes.npy', axes))).rejects.toThrow('1 to 3 axes');
    const cut = npy(headerOf('<f4', '(2, 2)'), floats(1, 2, 3));
    await expect(rowsOf(await file('cut.npy', cut))).rejects.toThrow('must have 16 bytes');
    await expect(rowsOf(await file('short.npy', 'no'))).rejects.toThrow('must be a NumPy array');
  });
});

const ecg = sharedData('ecg5000/ECG5000_TRAIN.txt')?.replace('ECG5000_TRAIN.txt', '');

describe.skipIf(ecg === undefined)('attachSource() of ECG5000', () => {
  const at = (file: string) => join(ecg!, file);

  it('gives the same 500 series from .txt and .ts, the same 4,499 from .npy and .tsv.gz', async () => {
    const text = await rowsOf(at('ECG5000_TRAIN.txt'));
    expect([text.facts.format, text.rows.length, text.names.length]).toEqual(['ucr', 500, 141]);
    const ts = await rowsOf(at('ECG5000_TRAIN.ts'));
    expect(ts.names).toEqual(text.names);
    const rounded = (rows: typeof text.rows) =>
      rows.map(([label, ...numbers]) => [label, ...numbers.map((x) => Math.fround(Number(x)))]);
    expect(rounded(ts.rows)).toEqual(rounded(text.rows));
    const tsv = await rowsOf(at('ECG5000_TEST.tsv.gz'));
    expect([tsv.facts.format, tsv.rows.length]).toEqual(['ucr', 4499]);
    const array = await rowsOf({ path: at('ECG5000_TEST.npy'), label: 'first' });
    expect(rounded(array.rows)).toEqual(rounded(tsv.rows));
  });

  it('reads train and test, of different formats, as one source', async () => {
    const paths = [at('ECG5000_TRAIN.ts'), at('ECG5000_TEST.tsv.gz')];
    const { facts, names } = await rowsOf({ paths });
    expect([facts.rows, names.length]).toEqual([4999, 141]);
  });
});
