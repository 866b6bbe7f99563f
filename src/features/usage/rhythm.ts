/** When an entity uses: how often, how long, how regularly. */
import { raw, sql } from '../../sql/index.ts';
import { series, type UsageFeature } from './usage-feature.ts';

const { count, gapSquares, last, runs, span, until, weekendDays } = series;

export const useDays: UsageFeature = {
  name: 'use_days',
  unit: 'days',
  meaning: 'Number of days with use.',
  sql: count,
};

export const useDuration: UsageFeature = {
  name: 'use_duration',
  unit: 'days',
  meaning: 'Days from the first to the last day of use; 0 for a single day.',
  sql: span,
};

export const avgContUse: UsageFeature = {
  name: 'avg_cont_use',
  unit: 'days',
  meaning: 'Mean length of the runs of consecutive days of use.',
  sql: sql`${count} / ${runs}`,
};

/** The share of days and not of the amount, so that one heavy Saturday makes nobody a weekend user. */
export const weekendShare: UsageFeature = {
  name: 'weekend_share',
  unit: 'share',
  meaning: 'Share of the days of use that are a Saturday or a Sunday.',
  sql: sql`${weekendDays} / ${count}`,
};

export const daysSinceLast: UsageFeature = {
  name: 'days_since_last',
  unit: 'days',
  meaning: 'Days from the last day of use to the last day of the data, or to the day asked for.',
  sql: sql`${until} - ${last}`,
};

const gaps = sql`(${count} - 1)`;
const meanGap = { name: 'mean_gap', sql: sql`${span} / ${gaps}` };
/** Squares of whole days are whole, so that equal gaps deviate by exactly 0. */
const gapDeviation = {
  name: 'gap_deviation',
  sql: sql`sqrt(greatest(0, ${gapSquares} / ${gaps} - power(${meanGap.sql}, 2)))`,
};

/**
 * B = (σ − μ) / (σ + μ) over the gaps between days of use.
 *
 * Source: Goh & Barabási 2008, "Burstiness and memory in complex systems", equation 1.
 * Differs: fewer than two gaps say nothing about regularity and give 0, the value of a Poisson process.
 */
export const burstiness: UsageFeature = {
  name: 'burstiness',
  unit: '',
  meaning:
    'How unevenly the days of use are spread: −1 regular, 0 as if by chance, towards 1 in bursts; 0 with fewer than three days.',
  measures: [meanGap, gapDeviation],
  sql: raw(
    'CASE WHEN "count" < 3 THEN 0 ELSE (gap_deviation - mean_gap) / (gap_deviation + mean_gap) END',
  ),
};
