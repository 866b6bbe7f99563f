import { category } from './steps/category.ts';
import { drop } from './steps/drop.ts';
import { dropConstant } from './steps/drop-constant.ts';
import { impute } from './steps/impute.ts';
import { log1p } from './steps/log1p.ts';
import { minMax } from './steps/min-max.ts';
import { missingFlag } from './steps/missing-flag.ts';
import { missingValues } from './steps/missing-values.ts';
import { quantiles } from './steps/quantile.ts';
import { robust } from './steps/robust.ts';
import { standard } from './steps/standard.ts';
import { text } from './steps/text.ts';
import type { PrepareMethod } from './types.ts';

/** The table checked the options before a method sees them, so the list can forget their type. */
function listed<O extends object>(method: PrepareMethod<O>): PrepareMethod {
  return method as unknown as PrepareMethod;
}

/** Every step that a study's `prepare` list may ask for, by name. A new one joins here. */
export const prepareMethods: Readonly<Record<string, PrepareMethod>> = {
  category: listed(category),
  drop: listed(drop),
  'drop-constant': listed(dropConstant),
  impute: listed(impute),
  log1p: listed(log1p),
  'min-max': listed(minMax),
  'missing-flag': listed(missingFlag),
  'missing-values': listed(missingValues),
  quantile: listed(quantiles),
  robust: listed(robust),
  standard: listed(standard),
  text: listed(text),
};
