import { detrend } from './detrend.ts';
import { difference } from './difference.ts';
import { fillGaps } from './fill-gaps.ts';
import { log1pSeries } from './log1p-series.ts';
import { maxScale } from './max-scale.ts';
import { replace } from './replace.ts';
import { resample } from './resample.ts';
import { smooth } from './smooth.ts';
import type { SeriesMethod } from './types.ts';
import { zNormalise } from './z-normalise.ts';

/** The options were checked against the table, so the list can forget their type. */
function listed<O extends object>(method: SeriesMethod<O>): SeriesMethod {
  return method as unknown as SeriesMethod;
}

/** Every step that the `prepare` list of a study of series may ask for, by name. A new one joins here. */
export const seriesMethods: Readonly<Record<string, SeriesMethod>> = {
  detrend: listed(detrend),
  difference: listed(difference),
  'fill-gaps': listed(fillGaps),
  log1p: listed(log1pSeries),
  'max-scale': listed(maxScale),
  replace: listed(replace),
  resample: listed(resample),
  smooth: listed(smooth),
  'z-normalise': listed(zNormalise),
};
