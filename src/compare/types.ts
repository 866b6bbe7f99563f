/** What two runs have to do with each other, as plain JSON. `before` and `after` are the two sides throughout. */
export interface Comparison {
  readonly before: RunFacts;
  readonly after: RunFacts;
  /** Names of the key columns that tell entities apart. */
  readonly keys: readonly string[];
  /** Entities that are in both runs. */
  readonly shared: number;
  /** Of these: in the segment that lasts, or both times in none. */
  readonly stayed: number;
  /** Of these: in another segment, or in none now, or out of none. */
  readonly moved: number;
  /** Entities only of the run before, and only of the run after. */
  readonly gone: number;
  readonly arrived: number;
  readonly groups: readonly GroupComparison[];
  readonly drift: readonly FeatureDrift[];
  /** What could not be compared, and why. */
  readonly notes: readonly string[];
}

export interface RunFacts {
  readonly title: string;
  readonly created: string;
  readonly entities: number;
}

/** One value of the `within` column, or everything. */
export interface GroupComparison {
  readonly within: string | null;
  /** Entities with this value in both runs. */
  readonly shared: number;
  readonly stayed: number;
  readonly moved: number;
  /** Agreement of the two clusterings over the shared entities; null without any. 1: equal, 0: by chance. */
  readonly adjustedRand: number | null;
  readonly adjustedMutualInformation: number | null;
  readonly before: readonly SegmentFacts[];
  readonly after: readonly SegmentFacts[];
  readonly matches: readonly SegmentMatch[];
  readonly splits: readonly SegmentParts[];
  readonly merges: readonly SegmentParts[];
  /** Numbers of the segments after that continue none, and of those before that none continues. */
  readonly births: readonly number[];
  readonly deaths: readonly number[];
  /** Who is where: shared entities, those that arrived (`before` null) and those that are gone (`after` null). */
  readonly flows: readonly Flow[];
}

export interface SegmentFacts {
  readonly segment: number;
  readonly name: string;
  /** All of its entities, and those that are in the other run too. */
  readonly entities: number;
  readonly shared: number;
  /** A rule made it. */
  readonly rule?: string;
}

/** A segment that lasts. */
export interface SegmentMatch {
  readonly before: number;
  readonly after: number;
  /** What told so: common entities, its place among the features, or the rule that made it. */
  readonly by: 'overlap' | 'prototype' | 'rule';
  /** Common entities. */
  readonly common: number;
  /** Overlap with chance taken out (Cohen's kappa), and common ÷ either. */
  readonly kappa: number;
  readonly jaccard: number;
  /** How likely independent clusterings have as much in common. */
  readonly chance: number;
  /** By prototype: how far it is from the one before ÷ half the way to the next one before; at most 1. */
  readonly distance?: number;
}

/** A split: a segment before and its parts after. A merge: a segment after and its parts before. */
export interface SegmentParts {
  readonly segment: number;
  readonly parts: readonly {
    readonly segment: number;
    readonly entities: number;
    /** Of the shared entities of the whole, 0…1. */
    readonly share: number;
  }[];
}

/** −1: in no segment. Null: not in that run, or there with another value of `within`. */
export interface Flow {
  readonly before: number | null;
  readonly after: number | null;
  readonly entities: number;
}

/** How one feature's distribution differs between the runs. */
export interface FeatureDrift {
  readonly feature: string;
  readonly unit: string;
  /** Population stability index of all entities before and after. */
  readonly psi: number;
  /** What it stays below in 999 of 1,000 cases when nothing changed. */
  readonly psiChance: number;
  /** Its bins: upper ends, in the feature's unit, or the levels; and the shares of entities in each. */
  readonly bins: readonly DriftBin[];
  /** Largest distance of the two distribution functions, and its p value; null for categories. */
  readonly ks: number | null;
  readonly p: number | null;
  /** The p value after Benjamini–Hochberg over all features. */
  readonly adjustedP: number | null;
  /** The index of the same entities before and after; null without any. */
  readonly psiSame: number | null;
  /** The index of all entities before against those that arrived; null without any. */
  readonly psiArrived: number | null;
  /** none: below 0.1 or no more than chance gives; some: from 0.1; strong: from 0.25. */
  readonly size: 'none' | 'some' | 'strong';
  /** Whose values differ. */
  readonly who: 'nobody' | 'the same entities' | 'new entities' | 'both' | 'the mix';
}

export interface DriftBin {
  readonly name: string;
  readonly before: number;
  readonly after: number;
}
