import { AbortedError, DataError, Run, type RunContext } from '../base/index.ts';
import { readCleanSteps, textColumns } from '../clean/index.ts';
import { type Familiarity, fitFamiliarity } from '../evaluate/index.ts';
import { readSeriesSteps, readSteps } from '../prepare/index.ts';
import {
  BUNDLE_FORMAT,
  checkpointFolder,
  checkRunId,
  checkTargets,
  type Manifest,
  readMoment,
  refuseOthersFolder,
  refuseOverwriting,
  writeBundle,
} from '../publish/index.ts';
import { Database } from '../table/index.ts';
import { bundleTables, type GroupOutcome } from './bundle-tables.ts';
import { fitCleaning } from './clean-source.ts';
import { type ClusteredGroup, clusterGroup, unclusteredGroup } from './cluster-group.ts';
import { columnsUsed } from './columns-used.ts';
import { countMissing } from './count-missing.ts';
import { declaredRows, inGroup } from './declared.ts';
import { encodeEntities } from './encode-entities.ts';
import { encoderFiles, encoderResult } from './encoder-result.ts';
import { explainGroup } from './explain-group.ts';
import { gateOf } from './gate-of-study.ts';
import { groupResult } from './group-result.ts';
import { lastingExplanation } from './lasting-ids.ts';
import { numberRun } from './number-run.ts';
import { onnxFronts } from './onnx-front.ts';
import { openSource } from './open-source.ts';
import { planClustering } from './plan.ts';
import { planEncoding } from './plan-encoding.ts';
import { prepareEntities } from './prepare-entities.ts';
import { readEntities } from './read-entities.ts';
import type { ReadStudy } from './read-study.ts';
import { reportData } from './report-data.ts';
import { resolveStudy } from './resolve-study.ts';
import { AUTO } from './schema.ts';
import { withSeedAgreement } from './seed-agreement.ts';
import { followEntities, readPrevious, sinceInShort, sinceLastRun } from './since-last-run.ts';
import { type Group, splitGroups } from './split-groups.ts';
import { versions } from './versions.ts';
import { warnOfStretched } from './warn-stretched.ts';
import { withoutSecrets } from './without-secrets.ts';

export interface FitOptions {
  /** The bundle of the run before: segments that last keep its numbers and names. It may be the one to be replaced. */
  readonly previous?: string;
}

/**
 * Runs a study from its source to a bundle: source → clean → features → prepare → encode → cluster → evaluate →
 * explain → publish. In between, what was made of the
 * rows by encoders is what is clustered; a trained one is compared with doing without it.
 *
 * @param out the bundle's folder; it appears whole or not at all, an earlier bundle is replaced
 * @returns the manifest, as written
 * @throws {OptionError} the study asks for something that does not exist
 * @throws {SourceError} the data cannot be read
 * @throws {DataError} the data cannot be segmented: too few rows, nothing but constants, no values
 * @throws {AbortedError} `context.signal` fired; nothing was written
 */
export async function fitStudy(
  study: ReadStudy,
  out: string,
  context: RunContext = {},
  options: FitOptions = {},
): Promise<Manifest> {
  const resume = checkpointFolder(out);
  try {
    const manifest = await runStudy(
      study,
      out,
      options,
      new Run({ checkpoints: resume, ...context }),
    );
    await resume.remove();
    return manifest;
  } catch (error) {
    if (!(error instanceof AbortedError) || !resume.holds()) throw error;
    throw new AbortedError(
      'Stopped on request. What was learned so far is kept beside the bundle: the same command goes on from there.',
      { cause: error },
    );
  }
}

async function runStudy(
  { study: secret, folder, goesBy }: ReadStudy,
  out: string,
  options: FitOptions,
  run: Run,
): Promise<Manifest> {
  const started = performance.now();
  // Only the source is opened with what its address may hold; everything that is kept or said goes without.
  const given = withoutSecrets(secret, run);
  checkTargets(given.publish);
  if (goesBy?.id !== undefined) checkRunId(goesBy.id);
  if (goesBy?.validFrom !== undefined) readMoment(goesBy.validFrom);
  const plan = planClustering(given);
  const encoding = planEncoding(given);
  const steps = given.prepare.filter(({ step }) => step !== AUTO);
  if (given.features.kind === 'series') readSeriesSteps(steps);
  else readSteps(steps);
  const cleaning = readCleanSteps(given.clean);
  await refuseOthersFolder(out);
  const previous = await readPrevious(options.previous, out, run);
  await using database = await Database.open({ threads: run.threads });
  const opened = await openSource(database, secret.source, folder, run, {
    columns: columnsUsed(given),
    asText: (names) => textColumns(cleaning, names),
  });
  await refuseOverwriting(out, opened.facts.files);
  const { source, cleaning: cleaned } = await fitCleaning(database, opened, cleaning, run);
  const study = await resolveStudy(given, database, source, run);
  const entities = await readEntities(database, study, source, run);
  const followed = previous && (await followEntities(database, previous, study, entities, run));
  const prepared = await prepareEntities(study, entities, run);
  warnOfStretched(prepared.matrix(prepared.rows), encoding, plan, run);
  const encoded = await encodeEntities(encoding, prepared, run);
  const groups = splitGroups(entities.within, prepared.rows);

  const clustered: { group: Group; result: ClusteredGroup }[] = [];
  for (const group of groups) {
    const stage = group.name === null ? 'cluster' : `cluster ${group.name}`;
    const x = encoded.matrix(group.rows);
    const input = encoded.inputMatrix(group.rows);
    try {
      const sharing = run.sharing();
      const result = await clusterGroup(x, input, plan, stage, sharing);
      clustered.push({
        group,
        result: await withSeedAgreement(result, x, plan, encoding, sharing),
      });
    } catch (error) {
      // One group that is too small must not cost the others their segments.
      if (!(error instanceof DataError) || groups.length === 1) throw error;
      run.warn(
        'group-not-clustered',
        `${stage}: ${error.message} Its ${group.rows.length} entities are in no segment.`,
      );
      clustered.push({ group, result: unclusteredGroup(group.rows.length, plan, error.message) });
      // A bundle without a single model could score nothing.
      if (clustered.length === groups.length && clustered.every(({ result }) => !result.model)) {
        throw error;
      }
    }
    const last = clustered[clustered.length - 1].result;
    if (last.model && last.model.clusters === 0) {
      run.warn(
        'no-segment',
        `${stage}: no setting found a segment; all ${group.rows.length} entities are noise. Widen the options of ${plan.name}.`,
      );
    }
  }

  const numbers = await numberRun(followed, clustered, study, entities, prepared, run);
  const outcomes: GroupOutcome[] = [];
  const familiar: (Familiarity | null)[] = [];
  for (const [i, { group, result }] of clustered.entries()) {
    // Without a model nothing is scored.
    const rows = result.model && encoded.inputMatrix(group.rows);
    familiar.push(rows && (await fitFamiliarity(rows, { seed: study.seed }, run.quiet())));
    const segments = numbers.segments[i];
    const explanation = await explainGroup(
      group,
      result,
      entities,
      encoded,
      prepared.preparation,
      study.seed,
      run,
    );
    outcomes.push({
      group,
      result,
      segments,
      explanation: lastingExplanation(explanation, segments),
    });
  }
  const gate = await gateOf(study, encoding, prepared, encoded, entities, clustered, run);
  const { declared } = numbers;
  const since =
    followed &&
    numbers.lasting &&
    (await sinceLastRun(followed, numbers.lasting, outcomes, study, entities, prepared, run));
  const byRule = declaredRows(entities.declared ?? [], declared);
  const results = outcomes.map(({ group, result, segments }, i) =>
    groupResult(group, result, entities, i, segments, inGroup(byRule, group, entities.within)),
  );
  const fronts = onnxFronts(study, entities, prepared, encoded.encoders);
  const manifest: Manifest = {
    format: BUNDLE_FORMAT,
    created: new Date().toISOString(),
    versions: await versions(database),
    study,
    ...(goesBy === undefined ? {} : { run: goesBy }),
    source: opened.facts,
    ...(cleaned === null ? {} : { cleaning: cleaned }),
    entities: entities.count,
    emptyEntities:
      entities.count - prepared.rows.length - declared.reduce((sum, { rows }) => sum + rows, 0),
    schema: entities.schema,
    resolved: entities.resolved,
    preparation: prepared.preparation,
    encoders: encoded.encoders.map((encoder, i) => encoderResult(encoder, i, fronts[i])),
    gate,
    measure: plan.method.traits.measure,
    groups: results,
    ...(declared.length > 0 ? { declared } : {}),
    nextSegment: numbers.next,
    ...(since === null ? {} : { since: sinceInShort(since.comparison) }),
    warnings: run.warnings,
    seconds: (performance.now() - started) / 1000,
  };
  const columns = await countMissing(database, source, run);
  const told = await reportData(
    study,
    manifest,
    outcomes,
    entities,
    columns,
    prepared,
    encoded,
    run,
  );
  const report = since === null ? told : { ...told, since: since.comparison };
  const { renderReport } = await import('../report/index.ts');
  const html = renderReport(report, study.report);
  run.progress('write', 0, 1);
  run.check();
  await writeBundle(database, out, {
    manifest,
    models: new Map([
      ...encoded.encoders.flatMap((encoder, i) => encoderFiles(encoder, i, fronts[i])),
      ...clustered.flatMap(({ result }, i) => {
        const { model, familiarity } = results[i];
        const known = familiar[i];
        return result.model && known && model && familiarity
          ? [[model, result.model.toState()] as const, [familiarity, known.toState()] as const]
          : [];
      }),
    ]),
    ...bundleTables(
      entities,
      prepared,
      encoded,
      outcomes,
      study.cluster.within,
      manifest.measure,
      byRule,
    ),
    moved: since === null ? null : since.movers,
    report,
    html,
  });
  run.progress('write', 1, 1);
  return manifest;
}
