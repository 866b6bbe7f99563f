/** How much an entity uses. */
import { sql } from '../../sql/index.ts';
import { series, type UsageFeature } from './usage-feature.ts';

const { count, everything, high, low, total } = series;

export const totalCallsLog10: UsageFeature = {
  name: 'total_calls_log10',
  unit: 'log10 of the total',
  meaning: 'Decimal logarithm of the total; 0 where the total is 0, missing where it is below.',
  // No use at all is the low end, not something unknown that imputing should make typical.
  sql: sql`CASE WHEN ${total} > 0 THEN log10(${total}) WHEN ${total} = 0 THEN 0 END`,
};

export const usageRange: UsageFeature = {
  name: 'usage_range',
  unit: 'use per day',
  meaning: 'Largest minus smallest day of use.',
  sql: sql`${high} - ${low}`,
};

export const meanPerDay: UsageFeature = {
  name: 'mean_per_day',
  unit: 'use per day',
  meaning: 'Mean of the days of use.',
  sql: sql`${total} / ${count}`,
};

export const totalShare: UsageFeature = {
  name: 'total_share',
  unit: 'share',
  meaning: 'Share of the total of all entities; missing where that is 0.',
  sql: sql`CASE WHEN ${everything} <> 0 THEN ${total} / ${everything} END`,
};
