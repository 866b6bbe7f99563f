import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import {
  BundleError,
  OptionError,
  Run,
  type RunContext,
  show,
  type Warning,
} from '../base/index.ts';
import { type StepSummary, summarizeCleaning } from '../clean/index.ts';
import { type Assignment, clusterMethods } from '../cluster/index.ts';
import { isRemote } from '../connect/index.ts';
import { encoderMethods } from '../encode/index.ts';
import { Familiarity } from '../evaluate/index.ts';
import { type Matrix, NOISE } from '../numeric/index.ts';
import {
  type GroupResult,
  isObject,
  type LastingSegment,
  lastingSegments,
  type Manifest,
  readManifest,
  refuseOverwriting,
  writeFileWhole,
  writeObject,
} from '../publish/index.ts';
import { sql } from '../sql/index.ts';
import {
  applyCleaning,
  applyEncoders,
  applyToEntities,
  assignmentTable,
  checkStudy,
  columnsUsed,
  declaredRows,
  type FittedEncoder,
  type Group,
  openSource,
  type Resolved,
  readEntities,
  type Study,
  splitGroups,
} from '../study/index.ts';
import { Database, type Table } from '../table/index.ts';
import { checkLabel, newRowsSource } from './new-rows.ts';
import { abstainFrom, checkAbstain, warnOfUnfamiliar } from './unfamiliar.ts';

export interface ScoreOptions {
  /**
   * Entities are left without a segment when at most this share of familiar ones is as far from the fitted
   * entities as they are; 0 leaves out none. Larger: more are left out, at most this share of those that are
   * like the fitted ones. Default: 0.
   */
  readonly abstain?: number;
  /**
   * The day, or moment, that counts as now, for features of usage and retail: 2024-12-31. Rows of retail that are
   * later are left out. Default: that of the fit.
   */
  readonly until?: string;
  /**
   * Whether the first number of each series is its class, in files of the UCR archive and .npy files. Default: as the
   * study says.
   */
  readonly label?: 'first' | 'none';
}

/** New rows with their segments. */
export interface ScoredTable {
  /**
   * Keys; `segment`, −1 for none; `distance` or `membership`; and `familiarity`, between 0 and 1: the share of
   * familiar entities that are as far from the fitted ones. It is missing where there is nothing to compare with.
   */
  readonly table: Table;
  /** Entities without a segment: unlike all of them, or without values. */
  readonly unassigned: number;
  /** What the study's cleaning did to these rows, step by step. */
  readonly cleaning: readonly StepSummary[];
}

export interface Scored {
  readonly out: string;
  readonly entities: number;
  /** Entities without a segment: unlike all of them, or without values. */
  readonly unassigned: number;
  /** What the study's cleaning did to these rows, step by step. */
  readonly cleaning: readonly StepSummary[];
  readonly warnings: readonly Warning[];
}

/**
 * Gives segments to the rows of `data` with what a bundle fitted: the same features, the same
 * preparing, the same models. Nothing is fitted.
 *
 * @param out a .csv or .parquet file, or such an object (s3://bucket/labels.parquet); it appears whole or not at all
 * @throws {BundleError} the bundle is damaged or of another format
 * @throws {DataError} the data lacks a column that the study needs
 */
export async function scoreBundle(
  bundle: string,
  data: string,
  out: string,
  { abstain = 0, until, label, ...context }: RunContext & ScoreOptions = {},
): Promise<Scored> {
  const ending = extname(out);
  if (isRemote(out) && !isObject(out)) {
    throw new OptionError(
      `score: --out must be a file or an object such as s3://bucket/labels.parquet, got ${show(out)}.`,
    );
  }
  if (!['.csv', '.parquet', ''].includes(ending)) {
    throw new OptionError(`score: --out must end in .csv or .parquet, got ${show(out)}.`);
  }
  checkAbstain(abstain);
  const run = new Run(context);
  await using database = await Database.open({ threads: run.threads });
  const { table, unassigned, cleaning } = await scoreInto(
    database,
    bundle,
    data,
    { abstain, until, label, ...(isObject(out) ? {} : { out }) },
    run,
  );
  await database.createTable('labels', table);
  const labels = sql`SELECT * FROM labels`;
  const format = ending === '.parquet' ? 'parquet' : 'csv';
  if (isObject(out)) await writeObject(database, labels, out, format, run);
  else await writeFileWhole(out, (path) => database.copyTo(labels, path, format));
  return { out, entities: table.rows, unassigned, cleaning, warnings: run.warnings };
}

/**
 * The same without a file: the labels as columns.
 *
 * @throws {BundleError} the bundle is damaged or of another format
 * @throws {DataError} the data lacks a column that the study needs
 * @example const { table } = await scoreTable('out', 'new.csv')
 */
export async function scoreTable(
  bundle: string,
  data: string,
  { abstain = 0, until, label, ...context }: RunContext & ScoreOptions = {},
): Promise<ScoredTable> {
  checkAbstain(abstain);
  const run = new Run(context);
  await using database = await Database.open({ threads: run.threads });
  const { table, unassigned, cleaning } = await scoreInto(
    database,
    bundle,
    data,
    { abstain, until, label },
    run,
  );
  return { table, unassigned, cleaning };
}

async function scoreInto(
  database: Database,
  bundle: string,
  data: string,
  { abstain, until, label, out }: ScoreOptions & { abstain: number; out?: string },
  run: Run,
): Promise<ScoredTable> {
  const manifest = await readManifest(bundle);
  const study = checkStudy(manifest.study, {}, 'bundle');
  const opened = await openSource(database, newRowsSource(manifest, study, data, label), '.', run, {
    columns: columnsUsed(study),
    asText: () => manifest.cleaning?.asText ?? [],
  });
  checkLabel(manifest, opened.facts, label, run);
  // Before the work, not after it.
  if (out !== undefined) await refuseOverwriting(out, opened.facts.files);
  const { source, cleaning } = await applyCleaning(database, opened, manifest.cleaning, run);
  // Columns to compare with belong to the fit's data; new rows need not have them.
  const entities = await readEntities(
    database,
    { ...study, compare: undefined },
    { ...source, truth: null },
    run,
    asOf(manifest, study, until),
  );
  const prepared = applyToEntities(manifest.preparation, entities, run);
  const encoded = await applyEncoders(await loadEncoders(bundle, manifest), prepared, run);
  const outcomes: {
    group: Group;
    result: { assignment: Assignment };
    segments: readonly LastingSegment[];
  }[] = [];
  const familiarity = new Float64Array(entities.count).fill(Number.NaN);
  for (const group of splitGroups(entities.within, prepared.rows)) {
    const fitted = manifest.groups.find(({ within }) => within === group.name);
    const stage =
      group.name === null ? 'score' : `score ${group.name === '' ? '(no value)' : group.name}`;
    run.progress(stage, 0, 1);
    if (fitted === undefined) {
      run.warn(
        'unknown-group',
        `${stage}: the bundle has no segments for this value; ${group.rows.length === 1 ? '1 entity is' : `${group.rows.length} entities are`} in no segment.`,
      );
    }
    const assignment = await assignGroup(bundle, fitted, encoded.matrix(group.rows), manifest, run);
    const known = await knownAs(bundle, fitted, encoded.inputMatrix(group.rows), run);
    group.rows.forEach((row, i) => {
      familiarity[row] = known[i];
    });
    run.progress(stage, 1, 1);
    const labels = abstainFrom(assignment.labels, known, abstain);
    const segments = fitted === undefined ? [] : lastingSegments(fitted);
    outcomes.push({ group, result: { assignment: { ...assignment, labels } }, segments });
  }
  warnOfUnfamiliar(familiarity, abstain, run);
  const { table, unassigned } = assignmentTable(
    entities,
    outcomes,
    manifest.measure,
    declaredRows(entities.declared ?? [], manifest.declared ?? []),
  );
  const columns = [
    ...table.columns,
    { name: 'familiarity', type: 'number' as const, values: familiarity },
  ];
  return {
    table: { ...table, columns },
    unassigned,
    cleaning: summarizeCleaning(cleaning),
  };
}

async function knownAs(
  bundle: string,
  fitted: GroupResult | undefined,
  input: Matrix,
  run: Run,
): Promise<Float64Array> {
  if (!fitted?.familiarity) return new Float64Array(input.rows).fill(Number.NaN);
  const state = await readState(bundle, fitted.familiarity);
  return Familiarity.fromState(state).pValues(input, run);
}

/** What the fit decided, with another day as now. */
function asOf({ resolved }: Manifest, study: Study, until: string | undefined): Resolved {
  if (until === undefined) return resolved;
  const { kind } = study.features;
  if (kind !== 'usage' && kind !== 'retail') {
    throw new OptionError(
      `score: until must only be given for features of usage or retail, which count days, got ${show(until)} for ${kind}. Leave it out.`,
    );
  }
  return { ...resolved, until };
}

async function assignGroup(
  bundle: string,
  fitted: GroupResult | undefined,
  x: Matrix,
  manifest: Manifest,
  run: Run,
): Promise<Assignment> {
  if (!fitted?.model) {
    return {
      labels: new Int32Array(x.rows).fill(NOISE),
      values: new Float64Array(x.rows).fill(Number.NaN),
      measure: manifest.measure,
    };
  }
  const { method } = manifest.study.cluster as { method: string };
  return clusterMethods[method].load(await readState(bundle, fitted.model)).assign(x, run);
}

async function loadEncoders(bundle: string, { encoders }: Manifest): Promise<FittedEncoder[]> {
  const loaded: FittedEncoder[] = [];
  // Bundles of before encoders have no such list.
  for (const { method, options, use, model } of encoders ?? []) {
    const state = await readState(bundle, model);
    loaded.push({ name: method, options, use, model: encoderMethods[method].load(state) });
  }
  return loaded;
}

async function readState(bundle: string, file: string): Promise<ArrayBuffer> {
  try {
    const bytes = await readFile(join(bundle, file));
    return Uint8Array.from(bytes).buffer;
  } catch (cause) {
    throw new BundleError(
      `bundle: ${show(file)} must be in ${show(bundle)}, but it cannot be read. Fit again.`,
      { cause },
    );
  }
}
