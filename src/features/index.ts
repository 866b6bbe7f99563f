/**
 * Takes: a relation of events or rows. Gives: feature tables as SQL, with what each feature means.
 * May import: base, sql, table.
 * To add one: a file named for the feature, with its unit and meaning beside its SQL.
 */
export type { Feature, FeatureSchema } from './types.ts';
