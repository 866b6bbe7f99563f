import type { ColumnInspection } from '../table/index.ts';

/** Series as they were found in a file. */
export interface FoundSeries {
  /** What the study says under `features`, beside the kind. */
  readonly features: Readonly<Record<string, unknown>>;
  readonly steps: number;
  /** Whether a value that is missing is a gap, and not a zero. */
  readonly gaps: boolean;
  /** Whether some series end before others: the last value is missing. */
  readonly uneven: boolean;
  /** Amounts: none is negative, and many are 0. When something happens matters then, and shapes are mostly gaps. */
  readonly amounts: boolean;
  /** The columns that hold the values. */
  readonly columns: readonly string[];
  /** Columns beside them that name groups, to compare with. */
  readonly compare: readonly string[];
  /** What the study says of the source where its path is not enough. */
  readonly source?: Readonly<Record<string, unknown>>;
  /** Why they are taken for series, as a sentence. */
  readonly reason: string;
}

/** Columns of more values than this name rows rather than groups. */
const MOST_GROUPS = 50;

/** Whether a column beside the series names groups that may be compared with. */
export function namesGroups(
  { role, distinct, dates, idLike }: ColumnInspection,
  rows: number,
): boolean {
  const kept = role === 'category' || role === 'ignored';
  return (
    kept &&
    !idLike &&
    dates === undefined &&
    distinct >= 2 &&
    distinct <= Math.min(MOST_GROUPS, rows / 2)
  );
}
