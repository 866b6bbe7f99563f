import { cancelled } from './steps/cancelled.ts';
import { date } from './steps/date.ts';
import { drop, keep } from './steps/drop.ts';
import { duplicates } from './steps/duplicates.ts';
import { fillId } from './steps/fill-id.ts';
import { flagRows } from './steps/flag.ts';
import { missing } from './steps/missing.ts';
import { outliers } from './steps/outliers.ts';
import { rename } from './steps/rename.ts';
import { replace } from './steps/replace.ts';
import { returns } from './steps/returns.ts';
import { trim } from './steps/trim.ts';
import { type } from './steps/type.ts';
import type { CleanMethod } from './types.ts';

/** The table checked the options before a method sees them, so the list can forget their type. */
function listed<O extends object>(method: CleanMethod<O>): CleanMethod {
  return method as unknown as CleanMethod;
}

/** Every step that a study's `clean` list may ask for, by name. A new one joins here. */
export const cleanMethods: Readonly<Record<string, CleanMethod>> = {
  cancelled: listed(cancelled),
  date: listed(date),
  drop: listed(drop),
  duplicates: listed(duplicates),
  'fill-id': listed(fillId),
  flag: listed(flagRows),
  keep: listed(keep),
  missing: listed(missing),
  outliers: listed(outliers),
  rename: listed(rename),
  replace: listed(replace),
  returns: listed(returns),
  trim: listed(trim),
  type: listed(type),
};
