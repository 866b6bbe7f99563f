import {
  avgContUse,
  burstiness,
  daysSinceLast,
  useDays,
  useDuration,
  weekendShare,
} from './rhythm.ts';
import { meanUsageScaled, peaks, sdUsageScaled, slope, trend } from './shape.ts';
import type { UsageFeature } from './usage-feature.ts';
import { meanPerDay, totalCallsLog10, totalShare, usageRange } from './volume.ts';

/** Every feature of usage events, in the order of the columns. A new one joins here. */
export const usageList: readonly UsageFeature[] = [
  useDays,
  useDuration,
  avgContUse,
  totalCallsLog10,
  usageRange,
  meanUsageScaled,
  sdUsageScaled,
  meanPerDay,
  slope,
  trend,
  peaks,
  burstiness,
  weekendShare,
  daysSinceLast,
  totalShare,
];
