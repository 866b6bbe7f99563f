import type { Feature } from '../features/index.ts';
import type { ShareProfile } from './share-profiles.ts';

/** A box plot's numbers. Whiskers end at the last value within 1.5 box lengths (Tukey 1977). */
export interface BoxNumbers {
  readonly low: number;
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
  readonly high: number;
  /** Rows below and above the whiskers. */
  readonly below: number;
  readonly above: number;
}

/** One feature of one set of rows, in raw units. `null` where no row has a value. */
export interface FeatureSummary {
  readonly name: string;
  /** Rows with a value. */
  readonly count: number;
  readonly missing: number;
  readonly mean: number | null;
  /** Sample standard deviation; null for fewer than two values. */
  readonly sd: number | null;
  readonly min: number | null;
  readonly q1: number | null;
  readonly median: number | null;
  readonly q3: number | null;
  readonly max: number | null;
  readonly box: BoxNumbers | null;
}

/** One feature of one segment against the rest: every other row, noise included. */
export interface FeatureProfile extends FeatureSummary {
  readonly restMean: number | null;
  readonly restMedian: number | null;
  /** (mean − mean of all rows) ÷ standard deviation of all rows. */
  readonly z: number | null;
  /** Cliff's delta, −1…1: how much likelier a row of the segment is above a row of the rest than below. */
  readonly effect: number | null;
  /** Standardised mean difference: (mean − mean of the rest) ÷ pooled standard deviation. */
  readonly meanDifference: number | null;
  /** Two-sided Mann–Whitney p value; descriptive only, see `Explanation.caution`. Null for noise. */
  readonly p: number | null;
  /** p after Benjamini–Hochberg over all segments × features. */
  readonly adjustedP: number | null;
}

/** A real row that stands for its segment. */
export interface Prototype {
  /** Its place in the feature table. */
  readonly row: number;
  /** Its key, one text per key column; empty when no keys were given. */
  readonly key: readonly string[];
  /** Mean distance to the rows of the segment, in the space that was clustered. */
  readonly distance: number;
  /** Its raw features, in the order of the features. */
  readonly values: readonly (number | null)[];
}

export interface SegmentProfile {
  /** The number in the label files, which lasts from fit to fit; −1 for noise. */
  readonly segment: number;
  /** 'S' and the number; 'noise'. Stands wherever a colour stands. */
  readonly code: string;
  /** Suggested from the two strongest effects, such as “High use days, low usage range”, unless a person named it. */
  readonly name: string;
  /** The suggestion, where a person named it. */
  readonly suggested?: string;
  /** One plain sentence from the strongest effects, in raw units. */
  readonly sentence: string;
  readonly rows: number;
  /** Of all rows, 0…1. */
  readonly share: number;
  readonly features: readonly FeatureProfile[];
  /** Levels of categories and words of texts that set it apart, column by column; none without such columns. */
  readonly shares?: readonly ShareProfile[];
  /** Most typical first. */
  readonly prototypes: readonly Prototype[];
  /** Rows that the prototypes were sought among; fewer than `rows` when the segment is large. */
  readonly prototypesFrom: number;
}

/** What the segments of one clustering are. Plain JSON. */
export interface Explanation {
  readonly rows: number;
  /** Those that are numbers. */
  readonly features: readonly Feature[];
  /** All rows together, one per feature. */
  readonly overall: readonly FeatureSummary[];
  /** Largest first, as labelled; noise is not among them. */
  readonly segments: readonly SegmentProfile[];
  /** The rows without a segment, or null when there are none. */
  readonly noise: SegmentProfile | null;
  /** Mann–Whitney tests made, over which p was corrected. */
  readonly tests: number;
  /** Why the p values must not be read as proof. */
  readonly caution: string;
}
