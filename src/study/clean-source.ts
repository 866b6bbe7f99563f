import type { Run } from '../base/index.ts';
import {
  applyClean,
  type CheckedCleanStep,
  type CleanedRows,
  type Cleaning,
  fitClean,
} from '../clean/index.ts';
import { type Database, holdRows } from '../table/index.ts';
import type { OpenedSource } from './open-source.ts';

/** Rows that the following stages see, and how they came about. */
export interface CleanedSource {
  /** The source, with the relation and the columns that cleaning left. */
  readonly source: OpenedSource;
  /** Null when the study has no such steps. */
  readonly cleaning: Cleaning | null;
}

/** Fits the study's cleaning steps on the rows of a source. */
export async function fitCleaning(
  database: Database,
  source: OpenedSource,
  steps: readonly CheckedCleanStep[],
  run: Run,
): Promise<CleanedSource> {
  if (steps.length === 0) return { source, cleaning: null };
  // Steps go over the rows several times, and so do the stages after them.
  const held = await holdRows(database, source.relation, run);
  return cleanedSource(database, source, await fitClean(database, held, steps, run));
}

/** Cleans the rows of a source as those were that a bundle was fitted on. */
export async function applyCleaning(
  database: Database,
  source: OpenedSource,
  fitted: Cleaning | undefined,
  run: Run,
): Promise<CleanedSource> {
  if (fitted === undefined) return { source, cleaning: null };
  const held = await holdRows(database, source.relation, run);
  return cleanedSource(database, source, await applyClean(database, held, fitted, run));
}

/** Later stages ask the database what is known of a relation: what the file told of a column that is still it. */
function cleanedSource(
  database: Database,
  source: OpenedSource,
  { relation, columns, cleaning }: CleanedRows,
): CleanedSource {
  const told = new Map(source.facts.columns.map((column) => [column.name, column]));
  const facts = {
    ...source.facts,
    rows: cleaning.rowsOut,
    warnings: [],
    columns: columns.map((column) => {
      const before = told.get(cleaning.origins[column.name] ?? '');
      return before?.kind === column.kind ? { ...before, ...column } : column;
    }),
  };
  database.remember(relation, facts);
  return { source: { ...source, relation, facts }, cleaning };
}
