import type { StoredName } from '../sql/index.ts';
import type { PublishedTable } from './published-table.ts';

type Named = PublishedTable['kind'] | 'labels_current' | 'labels_history' | 'profiles_current';

/** The tables and views of one prefix. */
export type PublishedNames = Readonly<Record<Named, StoredName>>;

/** PREFIX_runs, PREFIX_labels and so on, in a schema. */
export function publishedNames(place: {
  readonly schema: string | undefined;
  readonly prefix: string;
}): PublishedNames {
  const named = (kind: Named): StoredName => ({
    schema: place.schema,
    name: `${place.prefix}_${kind}`,
  });
  return {
    runs: named('runs'),
    labels: named('labels'),
    profiles: named('profiles'),
    labels_current: named('labels_current'),
    labels_history: named('labels_history'),
    profiles_current: named('profiles_current'),
  };
}
