import { createWriteStream } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { OptionError, Run, type RunContext, show, suggest } from '../base/index.ts';
import { writeFileWhole } from '../publish/index.ts';
import { csvText, type Sample, type SampleRow, samples } from '../samples/index.ts';
import { parseSource } from '../source/index.ts';
import { name, sql } from '../sql/index.ts';
import { attachSource, Database } from '../table/index.ts';

export interface WrittenSample {
  readonly data: string;
  /** The groups that the rows were made of, keyed like the entities: truth.csv beside the data. */
  readonly truth: string;
  readonly rows: number;
}

/** Names of the samples, with what each is. */
export function listSamples(): { name: string; title: string; options: readonly string[] }[] {
  return Object.entries(samples).map(([name, { title, table }]) => ({
    name,
    title,
    options: Object.keys(table),
  }));
}

/**
 * Writes generated data, as Parquet where the name ends so and as CSV otherwise, and beside it truth.csv.
 *
 * @param options of the sample: a seed, sizes
 * @throws {OptionError} an unknown sample or option
 */
export async function writeSample(
  which: string,
  out: string,
  options: Readonly<Record<string, unknown>> = {},
  context: RunContext = {},
): Promise<WrittenSample> {
  if (!Object.hasOwn(samples, which)) {
    throw new OptionError(
      `sample: there is no sample ${show(which)}. ${suggest(which, Object.keys(samples))}`,
    );
  }
  const run = new Run(context);
  const sample = samples[which].generate(options as Record<never, never>);
  const truth = join(dirname(out), 'truth.csv');
  if (out === truth) {
    throw new OptionError(
      `sample: the data must not be called truth.csv, where the known groups go. Choose another name.`,
    );
  }
  run.progress('sample', 0, 1);
  const rows = /\.(parquet|pq)$/i.test(out)
    ? await writeParquet(out, sample.columns, sample.rows(), run)
    : await writeCsv(out, sample.columns, sample.rows(), run, sample.text);
  await writeCsv(truth, sample.truthColumns, sample.truth(), run);
  run.progress('sample', 1, 1);
  return { data: out, truth, rows };
}

/** By way of a CSV file: the engine reads that sooner than we could hand it row after row. */
async function writeParquet(
  path: string,
  columns: readonly string[],
  rows: Iterable<SampleRow>,
  run: Run,
): Promise<number> {
  await using database = await Database.open({ threads: run.threads });
  const text = join(database.temp, 'sample.csv');
  const count = await writeCsv(text, columns, rows, run);
  await attachSource(database, parseSource(text), 'rows', run);
  await writeFileWhole(path, (made) =>
    database.copyTo(sql`SELECT * FROM ${name('rows')}`, made, 'parquet', run),
  );
  return count;
}

async function writeCsv(
  path: string,
  columns: readonly string[],
  rows: Iterable<SampleRow>,
  run: Run,
  { newline, encoding }: Partial<NonNullable<Sample['text']>> = {},
): Promise<number> {
  let count = 0;
  function* counted() {
    for (const row of rows) {
      count++;
      yield row;
    }
  }
  async function* pieces() {
    for (const piece of csvText(columns, counted(), newline)) {
      await run.pause();
      // Samples hold no character that Latin-1 and windows-1252 write differently.
      yield encoding === undefined ? piece : Buffer.from(piece, 'latin1');
    }
  }
  await writeFileWhole(path, (made) => pipeline(Readable.from(pieces()), createWriteStream(made)));
  return count;
}
