import { agreement } from '../evaluate/index.ts';
import { clusterSizes, countNoise } from '../numeric/index.ts';
import type { GroupResult, KnownGroups, LastingSegment } from '../publish/index.ts';
import { type Column, cellText } from '../table/index.ts';
import type { ClusteredGroup } from './cluster-group.ts';
import type { DeclaredRows } from './declared.ts';
import type { Entities } from './entities.ts';
import { lastingIds } from './lasting-ids.ts';
import type { Group } from './split-groups.ts';

/**
 * What the manifest says about one group. `index` numbers the files of its fitted state; `segments` are the
 * lasting ids of its labels; `declared` are its entities that a rule put into a segment.
 */
export function groupResult(
  group: Group,
  { points, choice, model, options, assignment, distinctRows, seedAgreement }: ClusteredGroup,
  entities: Entities,
  index: number,
  segments: readonly LastingSegment[],
  declared: readonly DeclaredRows[] = [],
): GroupResult {
  const { labels } = assignment;
  const clusters = model?.clusters ?? 0;
  const ids = lastingIds(labels, segments);
  return {
    within: group.name,
    rows: group.rows.length,
    ...(seedAgreement === undefined ? {} : { seedAgreement }),
    distinctRows,
    clusters,
    noise: countNoise(labels),
    sizes: [...clusterSizes(labels, clusters)],
    options,
    grid: points,
    choice,
    knownGroups: entities.known.map((column) => compareWith(column, group.rows, ids, declared)),
    model: model === null ? null : `state/model-${index}.clade`,
    familiarity: model === null ? null : `state/familiarity-${index}.clade`,
    segments,
  };
}

function compareWith(
  column: Column,
  rows: Int32Array,
  ids: Int32Array,
  declared: readonly DeclaredRows[],
): KnownGroups {
  const given: string[] = [];
  const found: number[] = [];
  const compare = (row: number, segment: number) => {
    const known = cellText(column, row);
    if (known === '' || segment < 0) return;
    given.push(known);
    found.push(segment);
  };
  rows.forEach((row, i) => {
    compare(row, ids[i]);
  });
  for (const { segment, rows: places } of declared) for (const row of places) compare(row, segment);
  const { ari, nmi, ami, vMeasure, accuracy } = agreement(given, found);
  return {
    name: column.name,
    groups: new Set(given).size,
    rows: given.length,
    adjustedRand: ari,
    normalizedMutualInformation: nmi,
    adjustedMutualInformation: ami,
    vMeasure,
    accuracy,
  };
}
