/**
 * Recency, frequency and monetary value as marks, the better the higher. Frequency is the number of invoices
 * and monetary value the gross revenue; a customer without a purchase has the lowest mark in each.
 *
 * Source: Hughes 1994, "Strategic Database Marketing": quintiles 1…5.   Differs: equal values have equal
 * marks, so quantiles that coincide leave marks out; and cut points are kept, so that a mark of later
 * customers means what it meant when they were learned.
 */
import { type Fragment, join, raw, sql } from '../../sql/index.ts';
import { customer, type RetailFeature } from './retail-feature.ts';

const { frequencyScore, gross, invoices, monetaryScore, recencyScore, sinceLast } = customer;

/** Ascending limits: a value above the first and up to the second has the second mark. */
export interface RfmCuts {
  readonly recency: readonly number[];
  readonly frequency: readonly number[];
  readonly monetary: readonly number[];
}

/** What the cut points are cut points of. */
export const scored: Readonly<Record<keyof RfmCuts, Fragment>> = {
  recency: sinceLast,
  frequency: invoices,
  monetary: gross,
};

/** The columns that the features below name. */
export function scoreColumns({ recency, frequency, monetary }: RfmCuts): Fragment {
  const above = (value: Fragment, cuts: readonly number[]) =>
    cuts.length === 0
      ? raw('0')
      : join(
          cuts.map((cut) => sql`CAST(${value} > ${cut} AS INTEGER)`),
          ' + ',
        );
  return sql`CASE WHEN ${sinceLast} IS NULL THEN 1 ELSE ${raw(String(recency.length + 1))} - (${above(sinceLast, recency)}) END AS ${recencyScore},
  1 + ${above(invoices, frequency)} AS ${frequencyScore}, 1 + ${above(gross, monetary)} AS ${monetaryScore}`;
}

const mark = (which: string, of: string, best: string, value: Fragment): RetailFeature => ({
  name: `rfm_${which}`,
  unit: 'mark',
  meaning: `Mark from 1 for ${of}: the highest for ${best}.`,
  needs: 'scores',
  sql: value,
});

export const rfmRecency = mark('recency', 'recency_days', 'the latest purchases', recencyScore);
export const rfmFrequency = mark('frequency', 'invoices', 'the most invoices', frequencyScore);
export const rfmMonetary = mark('monetary', 'gross_revenue', 'the most revenue', monetaryScore);

export const rfmTotal: RetailFeature = {
  name: 'rfm_total',
  unit: 'marks',
  meaning: 'Sum of the three marks.',
  needs: 'scores',
  sql: sql`${recencyScore} + ${frequencyScore} + ${monetaryScore}`,
};
