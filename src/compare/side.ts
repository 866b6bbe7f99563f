import type { Preparation } from '../prepare/index.ts';
import type { Column } from '../table/index.ts';

/** The column that numbers the rows of a side's relation. */
export const ROW = 'clade_row';

/** A segment as one of the two runs shows it. */
export interface SideSegment {
  /** Its number in the assignments of that run. */
  readonly segment: number;
  /** What a person called it, or else what was suggested; '' where neither is known. */
  readonly name: string;
  /** A rule made it, not clustering; such segments are matched by that rule's name. */
  readonly rule?: string;
}

/** One value of the `within` column, or everything. */
export interface SideGroup {
  readonly within: string | null;
  readonly segments: readonly SideSegment[];
}

/** A feature that both runs may have. */
export interface SideFeature {
  readonly name: string;
  readonly unit: string;
  readonly kind: 'number' | 'category' | 'text';
}

/**
 * One run to be compared: which entity is where, in arrays; columns are read one at a time, when they are
 * needed, so that a million entities of many features need not be held.
 */
export interface Side {
  readonly title: string;
  readonly created: string;
  readonly entities: number;
  /** Names of the key columns. */
  readonly keys: readonly string[];
  /** False where the study has no `entity`: a row's number says nothing about another run. */
  readonly keyed: boolean;
  /** A table or view of the key columns and the column `clade_row`, 0…entities − 1. */
  readonly relation: string;
  readonly groups: readonly SideGroup[];
  /** The group of each entity; −1 where it belongs to none. */
  readonly group: Int32Array;
  /** The place of each entity's segment in its group's list; −1 where it is in no segment. */
  readonly place: Int32Array;
  readonly features: readonly SideFeature[];
  /** How its features were prepared; only that of the run before is asked for. */
  readonly preparation?: Preparation;
  feature(name: string): Promise<Column>;
  /** A prepared column, only asked for of the run before; null where what was clustered is not kept, as with series. */
  prepared: ((name: string) => Promise<Column>) | null;
  keyColumns(): Promise<readonly Column[]>;
}
