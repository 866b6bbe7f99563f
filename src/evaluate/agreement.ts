/**
 * Agreement of found segments with labels given from outside. Names do not matter, only which rows
 * are together.
 */
import { adjustedRand } from './adjusted-rand.ts';
import type { GivenLabels } from './codes.ts';
import { contingency } from './contingency.ts';

export interface Agreement {
  /** Adjusted Rand index: 1 equal, about 0 by chance. */
  readonly ari: number;
}

export function agreement(found: GivenLabels, given: GivenLabels): Agreement {
  return { ari: adjustedRand(contingency(found, given)) };
}
