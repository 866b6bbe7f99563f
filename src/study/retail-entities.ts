import type { Run } from '../base/index.ts';
import { retailFeatures } from '../features/index.ts';
import type { Database } from '../table/index.ts';
import type { Entities, FeaturesOf, Resolved } from './entities.ts';
import { keysOfRows, readTruth, withinColumn } from './entities.ts';
import type { OpenedSource } from './open-source.ts';
import type { Study } from './schema.ts';

/** Customers, described by the lines of their invoices. */
export async function retailEntities(
  database: Database,
  study: Study,
  { kind: _, rows, ...asked }: FeaturesOf<'retail'>,
  { relation, truth }: OpenedSource,
  run: Run,
  resolved: Resolved,
): Promise<Entities> {
  const entity = keysOfRows(study, 'lines of invoices', 'customer_id');
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
    within: withinColumn(study.cluster.within, keys),
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
