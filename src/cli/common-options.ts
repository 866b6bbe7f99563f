import type { Command } from 'commander';
import { wholeNumber } from './arguments.ts';

/** What data may be, for the help of commands that read some. */
export const READS = `Data may be:
  a table       CSV, TSV, Parquet, JSON, NDJSON; a SQLite or DuckDB file
  series        UCR archive (NAME_TRAIN.tsv, .txt), aeon and sktime (.ts), NumPy (.npy)
  an address    s3://, https://, postgres://
Text and series may be packed as .gz.`;

/** The options that every command takes, in one wording. */
export function withCommonOptions(command: Command): Command {
  return command
    .option('--json', 'print one JSON line last on stdout, for programs')
    .option('--quiet', 'print errors only')
    .option(
      '--threads <n>',
      'threads to use; never changes a result (default: all cores)',
      wholeNumber(1),
    );
}
