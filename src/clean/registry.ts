import { date } from './steps/date.ts';
import { drop, keep } from './steps/drop.ts';
import { fillId } from './steps/fill-id.ts';
import { rename } from './steps/rename.ts';
import { returns } from './steps/returns.ts';
import type { CleanMethod } from './types.ts';

/** The table checked the options before a method sees them, so the list can forget their type. */
function listed<O extends object>(method: CleanMethod<O>): CleanMethod {
  return method as unknown as CleanMethod;
}

/** Every step that a study's `clean` list may ask for, by name. A new one joins here. */
export const cleanMethods: Readonly<Record<string, CleanMethod>> = {
  date: listed(date),
  drop: listed(drop),
  'fill-id': listed(fillId),
  keep: listed(keep),
  rename: listed(rename),
  returns: listed(returns),
};
