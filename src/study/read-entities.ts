import type { Run } from '../base/index.ts';
import type { Database } from '../table/index.ts';
import { type Entities, type Resolved, tableEntities, usageEntities } from './entities.ts';
import type { OpenedSource } from './open-source.ts';
import { retailEntities } from './retail-entities.ts';
import type { Study } from './schema.ts';
import { seriesEntities } from './series-entities.ts';

/**
 * Computes the study's features.
 *
 * @param resolved what an earlier fit decided; left out when fitting
 * @throws {DataError} a column that is not there, a date or number that is none, no rows
 */
export function readEntities(
  database: Database,
  study: Study,
  source: OpenedSource,
  run: Run,
  resolved: Resolved = {},
): Promise<Entities> {
  const { features } = study;
  if (features.kind === 'series') {
    return seriesEntities(database, study, features, source, run, resolved);
  }
  if (features.kind === 'retail') {
    return retailEntities(database, study, features, source, run, resolved);
  }
  return features.kind === 'usage'
    ? usageEntities(database, study, features, source, run, resolved)
    : tableEntities(database, study, features, source, run);
}
