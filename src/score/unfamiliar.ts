import { OptionError, type Run, show } from '../base/index.ts';
import { NOISE } from '../numeric/index.ts';

/** Rows with a p-value of this or less are told as unlike the fitted ones; as many are expected by chance. */
const TOLD = 0.01;

/** @throws {OptionError} a level outside 0…1 */
export function checkAbstain(abstain: number): void {
  if (abstain >= 0 && abstain < 1) return;
  throw new OptionError(
    `score: abstain must be a share from 0 to below 1, got ${show(abstain)}. 0.01 leaves out what is farther from the fitted rows than 99 % of those are from each other.`,
  );
}

/**
 * The labels without those of rows that are less familiar than asked for.
 *
 * @param familiarity conformal p-values; see fitFamiliarity
 */
export function abstainFrom(
  labels: Int32Array,
  familiarity: Float64Array,
  abstain: number,
): Int32Array {
  return labels.map((label, i) => (familiarity[i] <= abstain ? NOISE : label));
}

/** Says when more rows are unlike the fitted ones than chance explains: three standard deviations. */
export function warnOfUnfamiliar(familiarity: Float64Array, abstain: number, run: Run): void {
  const known = familiarity.filter((p) => !Number.isNaN(p));
  const odd = known.reduce((count, p) => count + (p <= TOLD ? 1 : 0), 0);
  const expected = TOLD * known.length;
  if (odd <= expected + 3 * Math.sqrt(expected * (1 - TOLD))) return;
  const share = (100 * odd) / known.length;
  run.warn(
    'unfamiliar-rows',
    `score: ${odd} of ${known.length} entities (${Number(share.toPrecision(2))} %; 1 % is expected) are farther from the fitted ones than 99 % of those are from each other. ${
      abstain > 0
        ? 'Those below the level asked for are in no segment.'
        : 'They are in the segment that is nearest; abstain: 0.01 (--abstain 0.01) leaves them in none.'
    } If many are, the data has changed: fit again.`,
  );
}
