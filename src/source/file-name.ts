import type { Compression, SourceFormat } from './source.ts';

const formats: Readonly<Record<string, SourceFormat>> = {
  csv: 'csv',
  tsv: 'csv',
  tab: 'csv',
  psv: 'csv',
  txt: 'csv',
  data: 'csv',
  parquet: 'parquet',
  pq: 'parquet',
  json: 'json',
  jsonl: 'json',
  ndjson: 'json',
  ts: 'ts',
  npy: 'npy',
};

const compressions: Readonly<Record<string, Compression>> = {
  gz: 'gzip',
  gzip: 'gzip',
  zst: 'zstd',
};

const delimiters: Readonly<Record<string, string>> = { tsv: '\t', tab: '\t', psv: '|' };

/** What a file's name says about its content; the content has the last word. */
export function readFileName(path: string): {
  format?: SourceFormat;
  compression?: Compression;
  delimiter?: string;
} {
  const parts = path.toLowerCase().split(/[/\\]/).at(-1)!.split('.');
  const last = parts.at(-1)!;
  const compression = parts.length > 1 ? compressions[last] : undefined;
  const at = compression === undefined ? parts.length - 1 : parts.length - 2;
  const extension = at > 0 && parts[0] !== '' ? parts[at] : '';
  return {
    format: formats[extension],
    compression: compression ?? (formats[extension] === undefined ? undefined : 'none'),
    delimiter: delimiters[extension],
  };
}
