/** What one feature is: enough to compute it, to read it and to judge it. */
export interface Feature {
  readonly name: string;
  /** 'days', 'calls', 'share', …; empty for a plain number. */
  readonly unit: string;
  /** One sentence for the report. */
  readonly meaning: string;
  /** Levels and words are described by their shares, numbers by their middle. Default: number. */
  readonly kind?: 'number' | 'category' | 'text';
}

/** The columns of a feature table: the entity's key columns, then the features. */
export interface FeatureSchema {
  readonly keys: readonly string[];
  readonly features: readonly Feature[];
}
