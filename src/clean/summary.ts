import type { CleanedStep, Cleaning } from './types.ts';

/** What each step did, for people and programs: no options, nothing learned. */
export type StepSummary = Pick<CleanedStep, 'step' | 'says' | 'rowsIn' | 'rowsOut' | 'counts'>;

/** The steps of a cleaning with what they did to the rows. */
export function summarizeCleaning(cleaning: Cleaning | null | undefined): StepSummary[] {
  return (cleaning?.steps ?? []).map(({ step, says, rowsIn, rowsOut, counts }) => ({
    step,
    says,
    rowsIn,
    rowsOut,
    counts,
  }));
}
