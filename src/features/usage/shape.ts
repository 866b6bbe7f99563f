/** How an entity's use runs over its days. */
import { raw, sql } from '../../sql/index.ts';
import { calendarDays, type Measure, series, type UsageFeature } from './usage-feature.ts';

const { count, high, low, moment, peakRuns, span, total, variance } = series;

/** A constant series counts as steady at its top: 1 and not 0/0, which keeps single days in the data. */
export const meanUsageScaled: UsageFeature = {
  name: 'mean_usage_scaled',
  unit: 'share of the range',
  meaning:
    'Mean of the days of use on the scale from the smallest (0) to the largest (1); 1 where all are equal.',
  sql: sql`CASE WHEN ${high} = ${low} THEN 1 ELSE (${total} / ${count} - ${low}) / (${high} - ${low}) END`,
};

export const sdUsageScaled: UsageFeature = {
  name: 'sd_usage_scaled',
  unit: 'share of the range',
  meaning:
    'Population standard deviation of the days of use on the same scale; 0 where all are equal.',
  sql: sql`CASE WHEN ${high} = ${low} THEN 0 ELSE sqrt(${variance}) / (${high} - ${low}) END`,
};

/**
 * Least squares over every calendar day from the first to the last, days without use as 0: thinning
 * out is a decline too. The sum of squared distances of 0…N−1 from their middle is N(N² − 1)/12.
 */
const slopePerDay: Measure = {
  name: 'slope_per_day',
  sql: sql`CASE WHEN ${span} = 0 THEN 0 ELSE (${moment} - ${span} / 2 * ${total}) * 12 / (${calendarDays} * (power(${calendarDays}, 2) - 1)) END`,
};

export const slope: UsageFeature = {
  name: 'slope',
  unit: 'use per day, per day',
  meaning:
    'Slope of the straight line through all days from the first to the last; 0 for a single day.',
  measures: [slopePerDay],
  sql: raw('slope_per_day'),
};

export const trend: UsageFeature = {
  name: 'trend',
  unit: 'mean days',
  meaning:
    'Rise of that line from the first to the last day, in means of all those days: 2 grows from nothing, −2 fades to nothing.',
  measures: [slopePerDay],
  sql: sql`CASE WHEN ${total} = 0 THEN 0 ELSE slope_per_day * ${span} / (${total} / ${calendarDays}) END`,
};

/** Mean and standard deviation over the calendar: the days of use, and the days without use at 0; no root of less than 0 where rows, not yet summed by day, outnumber the days. */
const calendarMean = sql`(${total} / ${calendarDays})`;
const calendarDeviation = sql`sqrt(greatest(0, (${count} * (${variance} + power(${total} / ${count} - ${calendarMean}, 2)) + (${calendarDays} - ${count}) * power(${calendarMean}, 2)) / ${calendarDays}))`;
const peakLimit: Measure = {
  name: 'peak_limit',
  sql: sql`${calendarMean} + ${calendarDeviation}`,
};

/**
 * Peaks over a threshold, neighbouring exceedances counted as one (runs declustering with r = 1).
 *
 * Source: Coles 2001, "An Introduction to Statistical Modeling of Extreme Values", section 5.3.3.
 * The threshold is the mean plus one standard deviation of the days from the first to the last,
 * days without use as 0. A series equal on every day has no peak, whatever its sums round to.
 */
export const peaks: UsageFeature = {
  name: 'peaks',
  unit: 'peaks',
  meaning:
    'Number of times that use rose above its mean by more than one standard deviation, for one day or several in a row.',
  measures: [peakLimit],
  sql: sql`CASE WHEN ${high} = ${low} AND ${count} = ${calendarDays} THEN 0 ELSE ${peakRuns} END`,
};
