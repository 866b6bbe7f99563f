import type { OptionTable } from '../base/index.ts';

/** One row of generated data, in the order of the sample's columns. */
export type SampleRow = readonly (string | number)[];

/** Data made from a seed, with the groups that it was made of. Each call starts again from the first row. */
export interface Sample {
  readonly columns: readonly string[];
  rows(): Iterable<SampleRow>;
  /** What a clustering should find: the entity's key columns and its group. */
  readonly truthColumns: readonly string[];
  truth(): Iterable<SampleRow>;
  /** How a CSV file of the rows is written, where that is part of what is to be coped with. Default: LF, UTF-8. */
  readonly text?: { readonly newline: string; readonly encoding: 'windows-1252' };
}

/** One entry of the list of samples: what `clade sample NAME` needs to know. */
export interface SampleMethod<O extends object = Record<never, never>> {
  readonly title: string;
  readonly columns: readonly string[];
  readonly table: OptionTable<O>;
  generate(options?: Partial<O>): Sample;
}
