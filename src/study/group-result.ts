import { agreement } from '../evaluate/index.ts';
import { clusterSizes, countNoise } from '../numeric/index.ts';
import type { GroupResult, KnownGroups } from '../publish/index.ts';
import type { Column } from '../table/index.ts';
import type { ClusteredGroup } from './cluster-group.ts';
import type { Entities } from './entities.ts';
import { cellText, type Group } from './split-groups.ts';

/** What the manifest says about one group. `index` numbers the file of its fitted state. */
export function groupResult(
  group: Group,
  { points, choice, model, options, assignment, distinctRows, inputSilhouette }: ClusteredGroup,
  entities: Entities,
  index: number,
): GroupResult {
  const { labels } = assignment;
  const clusters = model?.clusters ?? 0;
  return {
    within: group.name,
    rows: group.rows.length,
    inputSilhouette,
    distinctRows,
    clusters,
    noise: countNoise(labels),
    sizes: [...clusterSizes(labels, clusters)],
    options,
    grid: points,
    choice,
    knownGroups: entities.known.map((column) => compareWith(column, group.rows, labels)),
    model: model === null ? null : `state/model-${index}.clade`,
  };
}

function compareWith(column: Column, rows: Int32Array, labels: Int32Array): KnownGroups {
  const given: string[] = [];
  const found: number[] = [];
  rows.forEach((row, i) => {
    const known = cellText(column, row);
    if (known === '' || labels[i] < 0) return;
    given.push(known);
    found.push(labels[i]);
  });
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
