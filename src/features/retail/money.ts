/** How much a customer is worth. */
import { sql } from '../../sql/index.ts';
import { bestDays, customer, lastDays, type RetailFeature, WINDOWS } from './retail-feature.ts';

const { firstHalf, gross, returned } = customer;

export const grossRevenue: RetailFeature = {
  name: 'gross_revenue',
  unit: 'money',
  meaning: 'Value of all purchases, returns not taken off; 0 without a purchase.',
  sql: gross,
};

export const netRevenue: RetailFeature = {
  name: 'net_revenue',
  unit: 'money',
  meaning: 'Value of all purchases less that of all returns; negative where more came back.',
  sql: sql`${gross} - ${returned}`,
};

/** Purchases of the last days: what a customer is worth now. */
export const lastRevenues: readonly RetailFeature[] = WINDOWS.map((days) => ({
  name: `revenue_last_${days}_days`,
  unit: 'money',
  meaning: `Value of the purchases of the ${days} days that end with the reference day.`,
  needs: 'days',
  sql: lastDays(days),
}));

/** The moving sum at its highest: how large a customer's best weeks are, whenever they were. */
export const bestRevenues: readonly RetailFeature[] = WINDOWS.map((days) => ({
  name: `revenue_best_${days}_days`,
  unit: 'money',
  meaning: `The largest value of purchases within any ${days} days in a row.`,
  needs: 'windows',
  sql: bestDays(days),
}));

export const firstHalfShare: RetailFeature = {
  name: 'first_half_share',
  unit: 'share',
  meaning:
    'Share of the value of purchases that falls on the 1st to the 15th of a month; missing where that value is 0.',
  needs: 'days',
  sql: sql`CASE WHEN ${gross} > 0 THEN ${firstHalf} / ${gross} END`,
};
