import type { Run } from '../base/index.ts';
import {
  type DeclaredSegment,
  type LastingSegment,
  lastingSegments,
  nextSegment,
} from '../publish/index.ts';
import type { ClusteredGroup } from './cluster-group.ts';
import { numberDeclared } from './declared.ts';
import type { Entities } from './entities.ts';
import type { PreparedEntities } from './prepared-entities.ts';
import type { Study } from './schema.ts';
import { type Followed, type LastingNumbers, numberLasting } from './since-last-run.ts';
import type { Group } from './split-groups.ts';

/** The numbers that a run's segments have in everything that people see. */
export interface RunNumbers {
  /** Per group, by label. */
  readonly segments: readonly (readonly LastingSegment[])[];
  readonly declared: readonly DeclaredSegment[];
  /** The first number that is free for ever. */
  readonly next: number;
  /** How they follow from the run before; null without one. */
  readonly lasting: LastingNumbers | null;
}

/** Numbers of the run before where segments last; without a run before the number is the label. */
export async function numberRun(
  followed: Followed | null,
  clustered: readonly { group: Group; result: ClusteredGroup }[],
  study: Study,
  entities: Entities,
  prepared: PreparedEntities,
  run: Run,
): Promise<RunNumbers> {
  const clusters = clustered.map(({ result }) => result.model?.clusters ?? 0);
  const given = entities.declared ?? [];
  if (followed === null) {
    const segments = clusters.map((count) => lastingSegments({ clusters: count }));
    const declared = numberDeclared(given, clusters);
    const groups = clusters.map((count) => ({ clusters: count }));
    return { segments, declared, next: nextSegment(groups, declared), lasting: null };
  }
  const lasting = await numberLasting(followed, clustered, study, entities, prepared, run);
  const declared = given.map(({ name, rule, rows }) => ({
    segment: lasting.declared.get(name)!,
    name,
    rule,
    rows: rows.length,
  }));
  return {
    segments: lasting.segments,
    declared: [...declared, ...lasting.dormant],
    next: lasting.next,
    lasting,
  };
}
