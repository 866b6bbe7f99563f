import { DataError, type Run } from '../base/index.ts';
import type { PrepareStep } from '../prepare/index.ts';
import { type ColumnInspection, type Database, inspect } from '../table/index.ts';
import type { OpenedSource } from './open-source.ts';
import { AUTO, type Study } from './schema.ts';
import { tableSteps, useOf } from './table-steps.ts';

/** Steps for numbers that say nothing of themselves. */
const plainSteps: readonly PrepareStep[] = [{ step: 'impute' }, { step: 'standard' }];

/** Series by their shape, whatever their size. */
const seriesSteps: readonly PrepareStep[] = [{ step: 'max-scale' }];

/**
 * The study with what it leaves to the data filled in: the columns of a table and the preparing steps.
 * A bundle keeps the result, so that scoring decides nothing anew.
 *
 * What became of each column is a warning, because no one named them.
 *
 * @throws {DataError} no column of the table can describe an entity
 */
export async function resolveStudy(
  given: Study,
  database: Database,
  { relation, facts }: OpenedSource,
  run: Run,
): Promise<Study> {
  const study = withFill(given, facts.format);
  const { features, entity = [], compare = [], cluster } = study;
  const open = study.prepare.some(({ step }) => step === AUTO);
  if (features.kind !== 'table') {
    const steps = features.kind === 'series' ? seriesSteps : plainSteps;
    return open ? withSteps(study, steps) : study;
  }
  if (features.columns.length > 0) {
    if (!open) return study;
    const named = (await database.describe(relation)).filter(({ name }) =>
      features.columns.includes(name),
    );
    if (named.every(({ kind }) => kind === 'number')) return withSteps(study, plainSteps);
  }
  const seen = await inspect(database, relation, run, { entity });
  const apart = new Set([...compare, cluster.within]);
  const wanted =
    features.columns.length > 0
      ? seen.columns.filter(({ name }) => features.columns.includes(name))
      : seen.columns.filter(
          ({ name, role }) => ['feature', 'category', 'text'].includes(role) && !apart.has(name),
        );
  if (wanted.length === 0) {
    throw new DataError(
      `study: features.columns are left to the data, but none of its ${seen.columns.length} columns describes an entity. See why with: clade inspect DATA`,
    );
  }
  const columns = features.columns.length > 0 ? features.columns : wanted.map(({ name }) => name);
  if (features.columns.length === 0)
    run.warn('columns-chosen', sayColumns(wanted, seen.columns, [...entity, ...apart]));
  const resolved = { ...study, features: { ...features, columns } };
  return open ? withSteps(resolved, tableSteps(wanted)) : resolved;
}

/** In files of series a step without a number is one that is missing; elsewhere nothing happened then. */
function withFill(study: Study, format: OpenedSource['facts']['format']): Study {
  const { features } = study;
  if (features.kind !== 'series' || features.fill !== undefined) return study;
  const fill = ['ucr', 'ts', 'npy'].includes(format) ? 'gaps' : 'zero';
  return { ...study, features: { ...features, fill } };
}

function withSteps(study: Study, steps: readonly PrepareStep[]): Study {
  const prepare = study.prepare.flatMap((step) => (step.step === AUTO ? steps : [step]));
  return { ...study, prepare: prepare as Study['prepare'] };
}

function sayColumns(
  used: readonly ColumnInspection[],
  all: readonly ColumnInspection[],
  apart: readonly (string | undefined)[],
): string {
  const as = (use: ReturnType<typeof useOf>, noun: string) => {
    const names = used.filter((column) => useOf(column) === use).map(({ name }) => name);
    return names.length === 0 ? [] : [`${noun} ${names.join(', ')}`];
  };
  const left = all
    .filter((column) => !used.includes(column) && !apart.includes(column.name))
    .map(({ name, reason }) => `${name} (${reason})`);
  const taken = [
    ...as('number', 'numbers'),
    ...as('category', 'categories'),
    ...as('text', 'free text'),
  ];
  return `features: the data decided: ${taken.join('; ')}. Left out: ${left.length === 0 ? 'nothing' : left.join(', ')}. Name features.columns to decide yourself.`;
}
