import { Run, type RunContext } from '../base/index.ts';
import { Database, type Inspection, inspect } from '../table/index.ts';
import { openSource } from './open-source.ts';

/** What is in a file, as plain data. Throws as reading it for a study would. */
export async function inspectData(path: string, context: RunContext = {}): Promise<Inspection> {
  const run = new Run(context);
  await using database = await Database.open({ threads: run.threads });
  const { relation } = await openSource(database, path, '.', run);
  // Awaited here: the database closes when this function ends.
  return await inspect(database, relation, run);
}
