import { resolve } from 'node:path';
import { BundleError, type Run, show } from '../base/index.ts';
import {
  bundleSide,
  type Comparison,
  compareSides,
  type MatchedGroup,
  matchSides,
  moversOf,
  numberSegments,
  ROW,
  type SegmentNumbers,
  type SharedEntities,
  type Side,
  sharedEntities,
} from '../compare/index.ts';
import {
  lastingSegments,
  type Manifest,
  readManifest,
  type SinceLastRun,
} from '../publish/index.ts';
import { cellText, type Database, type Table } from '../table/index.ts';
import type { GroupOutcome } from './bundle-tables.ts';
import type { ClusteredGroup } from './cluster-group.ts';
import type { Entities } from './entities.ts';
import type { PreparedEntities } from './prepared-entities.ts';
import type { Study } from './schema.ts';
import type { Group } from './split-groups.ts';

/** The bundle of the run before, whose segments are to last. */
export interface Previous {
  readonly folder: string;
  readonly manifest: Manifest;
}

/** A previous run with the entities that are in both. */
export interface Followed {
  readonly previous: Previous;
  readonly before: Side;
  readonly shared: SharedEntities;
}

type Clustered = readonly { group: Group; result: ClusteredGroup }[];

/**
 * Reads the bundle before anything is done. Where it is also the bundle to be written and is not there yet, this is
 * the first run of a job that runs every night: a warning says so.
 *
 * @throws {BundleError} there is no whole bundle
 */
export async function readPrevious(
  folder: string | undefined,
  out: string,
  run: Run,
): Promise<Previous | null> {
  if (folder === undefined) return null;
  try {
    return { folder, manifest: await readManifest(folder) };
  } catch (error) {
    const absent =
      error instanceof BundleError && (error.cause as { code?: string })?.code === 'ENOENT';
    if (!absent || resolve(folder) !== resolve(out)) throw error;
    run.warn(
      'no-previous',
      `previous: there is no bundle in ${show(out)} yet, so this run numbers its segments anew.`,
    );
    return null;
  }
}

/**
 * Finds out who is in both runs; early, because runs with different keys cannot be compared.
 *
 * @throws {DataError} the key columns differ
 */
export async function followEntities(
  database: Database,
  previous: Previous,
  study: Study,
  entities: Entities,
  run: Run,
): Promise<Followed> {
  const before = await bundleSide(database, previous.folder, previous.manifest, 'before', run);
  const row = Float64Array.from({ length: entities.count }, (_, i) => i);
  await database.createTable('after_keys', {
    rows: entities.count,
    columns: [...entities.keys, { name: ROW, type: 'number', engineType: 'BIGINT', values: row }],
  });
  const { keys } = entities.schema;
  const keyed = study.entity !== undefined;
  const after = { keys, keyed, relation: 'after_keys' };
  return { previous, before, shared: await sharedEntities(database, before, after, run) };
}

/** The numbers of a run's segments, and what they follow from. */
export interface LastingNumbers extends SegmentNumbers {
  readonly matched: MatchedGroup[];
  readonly notes: string[];
}

/** Which segments are those of before, and the numbers that follow from it. */
export async function numberLasting(
  followed: Followed,
  clustered: Clustered,
  study: Study,
  entities: Entities,
  prepared: PreparedEntities,
  run: Run,
): Promise<LastingNumbers> {
  const after = fitSide(clustered, study, entities, prepared, (label) => ({
    segment: label,
    name: '',
  }));
  const { matched, notes } = await matchSides(followed.before, after, followed.shared, run);
  for (const note of notes) run.warn('not-followed', `previous: ${note}`);
  const clusters = clustered.map(({ result }) => result.model?.clusters ?? 0);
  const rules = (entities.declared ?? []).map(({ name }) => name);
  const { manifest } = followed.previous;
  const numbers = numberSegments(manifest, matched, clusters, rules);
  warnOfLostNames(manifest, matched, run);
  return { ...numbers, matched, notes };
}

/** Somebody works with a segment that has a name; that it is gone must not go unnoticed. */
function warnOfLostNames({ groups }: Manifest, matched: readonly MatchedGroup[], run: Run): void {
  groups.forEach((group, g) => {
    const matches = matched.find(({ tally }) => tally.beforeGroup === g)?.matches ?? [];
    lastingSegments(group).forEach(({ id, name }, place) => {
      if (name === null || matches.some(({ before }) => before === place)) return;
      const where = group.within === null ? '' : ` of ${show(group.within)}`;
      run.warn(
        'named-segment-gone',
        `previous: segment ${id}${where}, ${show(name)}, does not last: no segment now has enough of its entities. Its number is not given again.`,
      );
    });
  });
}

/** Everything that is said about the two runs, once the new segments have numbers and names. */
export async function sinceLastRun(
  followed: Followed,
  { matched, notes, declared }: LastingNumbers,
  outcomes: readonly GroupOutcome[],
  study: Study,
  entities: Entities,
  prepared: PreparedEntities,
  run: Run,
): Promise<{ comparison: Comparison; movers: Table }> {
  const after = fitSide(
    outcomes,
    study,
    entities,
    prepared,
    (label, g) => {
      const { id } = outcomes[g].segments[label];
      const profile = outcomes[g].explanation.segments.find(({ segment }) => segment === id);
      return { segment: id, name: profile?.name ?? '' };
    },
    declared,
  );
  const { before, shared } = followed;
  return {
    comparison: await compareSides(before, after, shared, matched, notes, run),
    movers: await moversOf(before, after, shared, matched),
  };
}

/** The run at hand as one side of a comparison. */
function fitSide(
  clustered: Clustered,
  study: Study,
  entities: Entities,
  { series }: PreparedEntities,
  segmentOf: (label: number, group: number) => { segment: number; name: string },
  numbers: ReadonlyMap<string, number> = new Map(),
): Side {
  const { count, keys, within, schema, declared = [] } = entities;
  const groupOf = new Map(clustered.map(({ group }, g) => [group.name, g]));
  const group = new Int32Array(count);
  if (within !== undefined) {
    for (let i = 0; i < count; i++) group[i] = groupOf.get(cellText(within, i)) ?? -1;
  }
  const place = new Int32Array(count).fill(-1);
  for (const { group: own, result } of clustered) {
    own.rows.forEach((row, i) => {
      place[row] = result.assignment.labels[i];
    });
  }
  const found = clustered.map(({ result }) => result.model?.clusters ?? 0);
  declared.forEach(({ rows }, d) => {
    for (const row of rows) if (group[row] >= 0) place[row] = found[group[row]] + d;
  });
  const column = (name: string) =>
    entities.features[schema.features.findIndex((own) => own.name === name)];
  return {
    title: study.name,
    created: new Date().toISOString(),
    entities: count,
    keys: schema.keys,
    keyed: study.entity !== undefined,
    relation: 'after_keys',
    groups: clustered.map((own, g) => ({
      within: own.group.name,
      segments: [
        ...Array.from({ length: found[g] }, (_, label) => segmentOf(label, g)),
        ...declared.map(({ name }) => ({ segment: numbers.get(name) ?? -1, name, rule: name })),
      ],
    })),
    group,
    place,
    features: schema.features.map(({ name, unit, kind = 'number' }) => ({ name, unit, kind })),
    feature: async (name) => column(name),
    // What was clustered is not asked for of the run after; it is prepared as the run before was.
    prepared: series === undefined ? async (name) => column(name) : null,
    keyColumns: async () => keys,
  };
}

/** What the manifest keeps of it. */
export function sinceInShort({ before, groups, drift, ...counts }: Comparison): SinceLastRun {
  const { shared, stayed, moved, gone, arrived } = counts;
  return {
    created: before.created,
    shared,
    stayed,
    moved,
    gone,
    arrived,
    groups: groups.map(({ within, adjustedRand, matches, births, deaths, splits, merges }) => ({
      within,
      adjustedRand,
      lasting: matches.filter(({ by }) => by !== 'rule').map(({ after }) => after),
      births,
      deaths,
      splits: splits.map(({ segment, parts }) => ({
        segment,
        into: parts.map((part) => part.segment),
      })),
      merges: merges.map(({ segment, parts }) => ({
        segment,
        from: parts.map((part) => part.segment),
      })),
    })),
    drifted: drift.filter(({ size }) => size !== 'none').map(({ feature }) => feature),
  };
}
