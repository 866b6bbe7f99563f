import type { Run } from '../base/index.ts';
import { type Explanation, profileSegments } from '../explain/index.ts';
import { cleanColumns, type Preparation } from '../prepare/index.ts';
import { cellText } from '../table/index.ts';
import type { ClusteredGroup } from './cluster-group.ts';
import type { EncodedEntities } from './encode-entities.ts';
import type { Entities } from './entities.ts';
import { numberFeatures } from './number-features.ts';
import type { Group } from './split-groups.ts';

/** What the segments of one group are, in raw units. */
export function explainGroup(
  { rows }: Group,
  { assignment }: ClusteredGroup,
  entities: Entities,
  encoded: EncodedEntities,
  preparation: Preparation,
  seed: number,
  run: Run,
): Promise<Explanation> {
  const columns = cleanColumns(preparation, entities.features);
  const described = entities.schema.features.map((feature, j) => ({ feature, column: columns[j] }));
  return profileSegments(
    {
      ...numberFeatures(entities.schema, columns, rows),
      texts: described.flatMap(({ feature, column }) =>
        column.type === 'text'
          ? [
              {
                name: feature.name,
                kind: feature.kind === 'text' ? 'text' : 'category',
                cells: Array.from(rows, (row) => column.values[row]),
              } as const,
            ]
          : [],
      ),
      labels: assignment.labels,
      x: encoded.matrix(rows),
      keys: entities.keys.map((key) => Array.from(rows, (row) => cellText(key, row))),
      seed,
    },
    run,
  );
}
