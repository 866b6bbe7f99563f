import { OptionError, type Run } from '../base/index.ts';
import { retailFeatures } from '../features/index.ts';
import type { Database } from '../table/index.ts';
import type { Entities, FeaturesOf, Resolved } from './entities.ts';
import { readTruth, withinColumn } from './entities.ts';
import type { OpenedSource } from './open-source.ts';
import type { Study } from './schema.ts';

/** Customers, described by the lines of their invoices. */
export async function retailEntities(
  database: Database,
  { entity, cluster, compare }: Study,
  { kind: _, rows, ...asked }: FeaturesOf<'retail'>,
  { relation, truth }: OpenedSource,
  run: Run,
  resolved: Resolved,
): Promise<Entities> {
  if (entity === undefined) {
    throw new OptionError(
      'study: entity must name the key columns of customers, it is missing. Add: entity: [customer_id]',
    );
  }
  if (compare !== undefined) {
    throw new OptionError(
      'study: compare needs a table of one row per entity (features.kind: table), got lines of invoices.',
    );
  }
  run.progress('features', 0, 1);
  const given = {
    ...asked,
    until: resolved.until ?? asked.until,
    rfm: resolved.rfm ?? asked.rfm,
  };
  const complete = rows === 'complete';
  const retail = await retailFeatures(database, { entity, complete, ...given }, relation, run);
  const { schema, table, facts } = retail;
  run.progress('features', 1, 1);
  const keys = table.columns.slice(0, entity.length);
  return {
    schema,
    count: table.rows,
    keys,
    features: table.columns.slice(entity.length),
    within: withinColumn(cluster.within, keys),
    known: truth === null ? [] : [await readTruth(database, truth, keys, run)],
    resolved: { until: facts.until, ...(facts.rfm === undefined ? {} : { rfm: facts.rfm }) },
    rowsRead: facts.rows,
    rowsUsed: facts.used - facts.later,
    declared: [
      {
        name: 'no purchase',
        rule: `returns but no purchase up to ${facts.until}`,
        rows: retail.withoutPurchase,
      },
    ],
    period: [facts.first.slice(0, 10), facts.until.slice(0, 10)],
  };
}
