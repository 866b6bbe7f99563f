import type { Run } from '../base/index.ts';
import { type Explanation, profileSegments } from '../explain/index.ts';
import type { ClusteredGroup } from './cluster-group.ts';
import type { EncodedEntities } from './encode-entities.ts';
import type { Entities } from './entities.ts';
import { cellText, type Group } from './split-groups.ts';

/** What the segments of one group are, in raw units. */
export function explainGroup(
  { rows }: Group,
  { assignment }: ClusteredGroup,
  entities: Entities,
  encoded: EncodedEntities,
  seed: number,
  run: Run,
): Promise<Explanation> {
  return profileSegments(
    {
      features: entities.schema.features,
      columns: entities.features.map(({ values }) => Float64Array.from(rows, (row) => values[row])),
      labels: assignment.labels,
      x: encoded.matrix(rows),
      keys: entities.keys.map((key) => Array.from(rows, (row) => cellText(key, row))),
      seed,
    },
    run,
  );
}
