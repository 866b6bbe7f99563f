import {
  AbortedError,
  type CladeError,
  EngineError,
  QueryError,
  type RunContext,
} from '../base/index.ts';

/**
 * What went wrong inside the engine, as one of our errors.
 *
 * The engine's own words quote values of rows ("Could not convert string 'Ms Smith' to INT32") and
 * print whole CSV lines; neither may reach a message, so only the first line is kept and every text
 * in single quotes is blanked. Names of columns stand in double quotes and stay.
 */
export function engineFailure(error: unknown, sql: string, context?: RunContext): CladeError {
  const told = error instanceof Error ? error.message : String(error);
  if (context?.signal?.aborted || /^INTERRUPT Error/i.test(told)) {
    return new AbortedError(undefined, { cause: context?.signal?.reason });
  }
  if (/^Out of Memory Error/i.test(told)) {
    return new EngineError(
      'table: the query must fit in the memory it was given, and did not. Give it more memory, a disk with room for temporary files, or fewer rows.',
    );
  }
  if (/No space left on device|max_temp_directory_size|disk full/i.test(told)) {
    return new EngineError(
      'table: there must be room on the disk for what is written, and there is none left. Free some space or choose another folder.',
    );
  }
  return new QueryError(`table: the query failed: ${withoutRows(told)}`, sql);
}

/** The engine's complaint without anything that could be the content of a row. */
function withoutRows(told: string): string {
  const lines = told.split('\n').map((line) => line.trim());
  const hint = lines.find((line) => line.startsWith('Candidate bindings'));
  const text = hint === undefined ? lines[0] : `${lines[0]} ${hint}`;
  const blanked = text.replaceAll(/'[^']*'?/g, "'…'");
  return blanked.length > 400 ? `${blanked.slice(0, 399)}…` : blanked;
}
