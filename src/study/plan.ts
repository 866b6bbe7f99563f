import { OptionError, show, suggest } from '../base/index.ts';
import { type ClusterMethod, clusterMethods } from '../cluster/index.ts';
import type { Criterion } from '../evaluate/index.ts';
import { expandGrid, type Grid } from './grid.ts';
import type { Study } from './schema.ts';

/** The clustering part of a study, checked before any row is read. */
export interface ClusterPlan {
  readonly name: string;
  readonly method: ClusterMethod;
  readonly grid: Grid;
  readonly by: Criterion;
}

/**
 * @throws {OptionError} an unknown method or option, with the nearest known one
 */
export function planClustering(study: Study): ClusterPlan {
  const { method: name, within: _, ...options } = study.cluster;
  if (!Object.hasOwn(clusterMethods, name)) {
    throw new OptionError(
      `study: cluster.method must be a known method, got ${show(name)}. ${suggest(name, Object.keys(clusterMethods))}`,
    );
  }
  const method = clusterMethods[name];
  const seeded = method.traits.seeded && options.seed === undefined ? { seed: study.seed } : {};
  const grid = expandGrid(`study: cluster (${name})`, method.table, { ...options, ...seeded });
  return { name, method, grid, by: study.choose.by };
}
