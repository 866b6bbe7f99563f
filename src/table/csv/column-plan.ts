import type { ReadAs } from '../../source/index.ts';
import { type DateCandidate, dateCandidates, isoDate } from './date-formats.ts';
import { isMissing } from './missing-words.ts';

/** How its numbers are written: 1.5, 1,5 or 1,000.5. */
export type NumberForm = 'point' | 'comma' | 'thousands';

/** What a column might be, judged from the sample; the whole file decides. */
export interface ColumnPlan {
  readonly name: string;
  readonly given: ReadAs | undefined;
  readonly number: 'no' | NumberForm;
  readonly dates: readonly DateCandidate[];
  readonly boolean: boolean;
}

const number = /^\s*-?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i;
const commaNumber = /^\s*-?\d+,\d+\s*$/;
const thousands = /^-?[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/;

/** Parts of a name that make eight digits a day and not an id. */
const dateName =
  /date|day|time|datum|period|month|_?dt$|^dt|_at$|^ts$|timestamp|since|created|updated/i;

/**
 * The readings worth testing on every row: those that at least half of the sample's cells support,
 * so that a few bad cells are counted and reported instead of hiding what the column is.
 */
export function planColumn(
  name: string,
  cells: readonly string[],
  given: ReadAs | undefined,
  missing: ReadonlySet<string>,
  delimiter = ',',
): ColumnPlan {
  const filled = cells.filter((text) => !isMissing(text, missing)).map((text) => text.trim());
  const share = (test: (text: string) => boolean) =>
    filled.length === 0 ? 0 : filled.filter(test).length / filled.length;
  const dates = dateShare(filled);
  const wantsDate = given === 'date';
  const plain = share((text) => number.test(text));
  const comma = share((text) => commaNumber.test(text));
  const withComma = filled.filter((text) => text.includes(','));
  // 1,234 alone could be either; a file that separates its cells by commas hardly writes decimals so.
  const grouped =
    withComma.length > 0 &&
    withComma.every((text) => thousands.test(text)) &&
    (delimiter === ',' || withComma.some((text) => /,.*[,.]/.test(text)));
  const readable = share((text) => number.test(text) || thousands.test(text));
  const nothing = filled.length === 0;
  return {
    name,
    given,
    number:
      given === 'text' || wantsDate
        ? 'no'
        : grouped && readable >= 0.5
          ? 'thousands'
          : comma > 0 && comma + plain >= 0.5 && comma >= 0.2
            ? 'comma'
            : plain >= 0.5 || nothing || given === 'number'
              ? 'point'
              : 'no',
    dates:
      given === 'text' || given === 'number' || given === 'boolean'
        ? []
        : dates.filter((d) => d.label !== 'yyyymmdd' || wantsDate || dateName.test(name)),
    boolean: given === 'boolean' || share((text) => /^(true|false)$/i.test(text)) >= 0.5,
  };
}

/** Candidates from the cells that look like dates of the commonest kind, if they are most of all. */
function dateShare(filled: readonly string[]): DateCandidate[] {
  const every = dateCandidates(filled);
  if (every.length > 0) return every;
  const iso = filled.filter((text) => isoDate.test(text));
  if (iso.length > 0 && iso.length >= 0.5 * filled.length) return dateCandidates(iso);
  const likely = filled.filter((text) => dateCandidates([text]).length > 0);
  return likely.length > 0 && likely.length >= 0.5 * filled.length ? dateCandidates(likely) : [];
}
