/** When a customer buys: how recently, since when, how often. */
import { sql } from '../../sql/index.ts';
import { customer, type RetailFeature } from './retail-feature.ts';

const { daySpan, invoices, purchaseDays, sinceFirst, sinceLast, span } = customer;

export const recencyDays: RetailFeature = {
  name: 'recency_days',
  unit: 'days',
  meaning: 'Days from the last purchase to the reference; missing without a purchase.',
  sql: sinceLast,
};

export const tenureDays: RetailFeature = {
  name: 'tenure_days',
  unit: 'days',
  meaning: 'Days from the first purchase to the reference; missing without a purchase.',
  sql: sinceFirst,
};

/**
 * As the notebook of the retail example has it. Invoices of a single day are no frequency, so 0 stands for most
 * customers, and two invoices on neighbouring days make the highest value there is.
 */
export const frequency: RetailFeature = {
  name: 'frequency',
  unit: 'invoices per day',
  meaning:
    'Invoices over the days between the first and the last purchase; 0 where both are less than a day apart. Missing without a purchase.',
  sql: sql`CASE WHEN ${span} IS NULL THEN NULL WHEN ${span} = 0 THEN 0 ELSE ${invoices} / ${span} END`,
};

/** Defined for one invoice as for a hundred; the floor keeps newcomers of yesterday from being the most frequent of all. */
export const invoicesPer30Days: RetailFeature = {
  name: 'invoices_per_30_days',
  unit: 'invoices per 30 days',
  meaning:
    'Invoices over the days since the first purchase, of which at least 30 are counted; missing without a purchase.',
  sql: sql`CASE WHEN ${sinceFirst} IS NULL THEN NULL ELSE 30.0 * ${invoices} / greatest(${sinceFirst} + 1, 30) END`,
};

export const meanDaysBetween: RetailFeature = {
  name: 'mean_days_between',
  unit: 'days',
  meaning:
    'Mean calendar days from one day with a purchase to the next; missing with fewer than two.',
  sql: sql`CASE WHEN ${purchaseDays} > 1 THEN ${daySpan} / (${purchaseDays} - 1) END`,
};
