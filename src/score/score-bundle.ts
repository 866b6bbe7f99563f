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
import { type Assignment, clusterMethods } from '../cluster/index.ts';
import { encoderMethods } from '../encode/index.ts';
import { type Matrix, NOISE } from '../numeric/index.ts';
import {
  type GroupResult,
  type Manifest,
  readManifest,
  refuseOverwriting,
  writeFileWhole,
} from '../publish/index.ts';
import { sql } from '../sql/index.ts';
import {
  applyEncoders,
  applyToEntities,
  assignmentTable,
  checkStudy,
  declaredRows,
  type FittedEncoder,
  type Group,
  openSource,
  readEntities,
  splitGroups,
} from '../study/index.ts';
import { Database } from '../table/index.ts';
import { newRowsSource } from './new-rows.ts';

export interface Scored {
  readonly out: string;
  readonly entities: number;
  /** Entities without a segment: unlike all of them, or without values. */
  readonly unassigned: number;
  readonly warnings: readonly Warning[];
}

/**
 * Gives segments to the rows of `data` with what a bundle fitted: the same features, the same
 * preparing, the same models. Nothing is fitted.
 *
 * @param out a .csv or .parquet file; it appears whole or not at all
 * @throws {BundleError} the bundle is damaged or of another format
 * @throws {DataError} the data lacks a column that the study needs
 */
export async function scoreBundle(
  bundle: string,
  data: string,
  out: string,
  context: RunContext = {},
): Promise<Scored> {
  const ending = extname(out);
  if (!['.csv', '.parquet', ''].includes(ending)) {
    throw new OptionError(`score: --out must end in .csv or .parquet, got ${show(out)}.`);
  }
  const run = new Run(context);
  const manifest = await readManifest(bundle);
  const study = checkStudy(manifest.study, {}, 'bundle');
  await using database = await Database.open({ threads: run.threads });
  const source = await openSource(database, newRowsSource(manifest, study, data), '.', run);
  await refuseOverwriting(out, source.facts.files);
  // Columns to compare with belong to the fit's data; new rows need not have them.
  const entities = await readEntities(
    database,
    { ...study, compare: undefined },
    { ...source, truth: null },
    run,
    manifest.resolved,
  );
  const prepared = applyToEntities(manifest.preparation, entities, run);
  const encoded = await applyEncoders(await loadEncoders(bundle, manifest), prepared, run);
  const outcomes: {
    group: Group;
    result: { assignment: Assignment };
  }[] = [];
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
    run.progress(stage, 1, 1);
    outcomes.push({ group, result: { assignment } });
  }
  const { table, unassigned } = assignmentTable(
    entities,
    outcomes,
    manifest.measure,
    declaredRows(entities.declared ?? [], manifest.declared ?? []),
  );
  await database.createTable('labels', table);
  const format = ending === '.parquet' ? 'parquet' : 'csv';
  await writeFileWhole(out, (path) => database.copyTo(sql`SELECT * FROM labels`, path, format));
  return { out, entities: entities.count, unassigned, warnings: run.warnings };
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
