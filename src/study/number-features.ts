import type { Feature, FeatureSchema } from '../features/index.ts';
import type { Column } from '../table/index.ts';

/** The features that are numbers, for some rows. */
export function numberFeatures(
  { features }: FeatureSchema,
  columns: readonly Column[],
  rows: Int32Array,
): { readonly features: Feature[]; readonly columns: Float64Array[] } {
  return {
    features: features.filter((_, j) => columns[j].type !== 'text'),
    columns: columns.flatMap((column) =>
      column.type === 'text' ? [] : [Float64Array.from(rows, (row) => column.values[row])],
    ),
  };
}
