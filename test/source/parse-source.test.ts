import { describe, expect, it } from 'vitest';
import { parseSource, readFileName } from '../../src/source/index.ts';

describe('parseSource', () => {
  it('takes format, packing and delimiter from the name', () => {
    expect(parseSource('data.csv')).toEqual({
      paths: ['data.csv'],
      format: 'csv',
      compression: 'none',
    });
    expect(parseSource('dir/*.parquet')).toMatchObject({ format: 'parquet' });
    expect(parseSource('x.tsv.gz')).toMatchObject({
      format: 'csv',
      compression: 'gzip',
      delimiter: '\t',
    });
    expect(parseSource('x.ndjson.zst')).toMatchObject({ format: 'json', compression: 'zstd' });
    expect(parseSource('no-extension')).toEqual({ paths: ['no-extension'] });
  });

  it('lets what is written win over the name', () => {
    const source = parseSource({ paths: ['a.txt', 'b.txt'], format: 'tsv', header: false });
    expect(source).toMatchObject({ format: 'csv', delimiter: '\t', header: false });
    expect(parseSource({ path: 'a.tsv', delimiter: ';' }).delimiter).toBe(';');
  });

  it('reads its own result as the same source', () => {
    const source = parseSource({ path: 'a.csv', columns: { id: 'text' } });
    expect(parseSource(source)).toEqual(source);
  });

  it('refuses an unknown key with a suggestion, and values that are none', () => {
    const wrong = { path: 'a.csv', delimeter: ';' } as object;
    expect(() => parseSource(wrong)).toThrow(/no key "delimeter". Did you mean "delimiter"\?/);
    expect(() => parseSource({ path: 'a.csv', delimiter: ';;' })).toThrow(
      /delimiter must hold, got ";;": must be one character/,
    );
    expect(() => parseSource({})).toThrow(
      /one of path, paths, url and urls must be given, got none/,
    );
    expect(() => parseSource('')).toThrow(/must not be empty/);
    expect(() => parseSource(7 as never)).toThrow(/source/);
  });

  it('leaves what it was given unchanged', () => {
    const given = Object.freeze({ path: 'a.csv', columns: Object.freeze({ id: 'text' as const }) });
    parseSource(given);
    expect(given).toEqual({ path: 'a.csv', columns: { id: 'text' } });
  });
});

describe('readFileName', () => {
  it('is not misled by dots in folders and names', () => {
    expect(readFileName('a.gz/data.v2.csv')).toMatchObject({ format: 'csv', compression: 'none' });
    expect(readFileName('.csv').format).toBeUndefined();
  });
});
