/**
 * Agreement of found segments with labels given from outside. Names do not matter, only which rows
 * are together. Noise (−1) is a label like any other here: leave those rows out first when the
 * question is only about the rest.
 */
import { matchedAccuracy } from './accuracy.ts';
import { adjustedRand } from './adjusted-rand.ts';
import type { GivenLabels } from './codes.ts';
import { type Contingency, contingency } from './contingency.ts';
import { adjustedMutual, information, normalizedMutual } from './information.ts';

export interface Agreement {
  /** Adjusted Rand index, over pairs of rows: 1 equal, about 0 by chance. */
  readonly ari: number;
  /** Normalised mutual information (arithmetic mean): 0 to 1; high by chance with many small segments. */
  readonly nmi: number;
  /** Adjusted mutual information: like nmi with chance taken out. */
  readonly ami: number;
  /** 1 when every found segment holds rows of one given label only. */
  readonly homogeneity: number;
  /** 1 when all rows of a given label are in one found segment. */
  readonly completeness: number;
  /** Harmonic mean of homogeneity and completeness. */
  readonly vMeasure: number;
  /** Share of rows that agree when each found label is renamed to at most one given label. */
  readonly accuracy: number;
}

/**
 * All indices of agreement between two labellings of the same rows.
 *
 * Cost: O(n) plus the exact expectation of ami and the matching of accuracy.
 * Source: homogeneity, completeness and V-measure: Rosenberg & Hirschberg 2007; the others in their files.
 *
 * @param found labels of a clustering
 * @param given labels known from outside, as whole numbers or words
 * @throws {DataError} different lengths
 */
export function agreement(found: GivenLabels, given: GivenLabels): Agreement {
  return tableAgreement(contingency(found, given));
}

/** The same from the counts of how two labellings meet. */
export function tableAgreement(table: Contingency): Agreement {
  const known = information(table);
  const homogeneity = known.entropyB === 0 ? 1 : known.mutual / known.entropyB;
  const completeness = known.entropyA === 0 ? 1 : known.mutual / known.entropyA;
  const both = homogeneity + completeness;
  return {
    ari: adjustedRand(table),
    nmi: normalizedMutual(known),
    ami: adjustedMutual(table, known),
    homogeneity,
    completeness,
    vMeasure: both === 0 ? 0 : (2 * homogeneity * completeness) / both,
    accuracy: matchedAccuracy(table),
  };
}
