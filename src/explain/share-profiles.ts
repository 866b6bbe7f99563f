import { wordsOf } from '../base/index.ts';

/** How often one level of a category, or one word of a text, comes in a segment and elsewhere. */
export interface ShareProfile {
  readonly feature: string;
  readonly kind: 'category' | 'text';
  /** The level, or the word in lower case. */
  readonly value: string;
  /** Of the rows of the segment, 0…1; missing cells are rows without it. */
  readonly share: number;
  /** Of every other row, noise included. */
  readonly restShare: number;
  /** share ÷ share of all rows: 2 means twice as common. */
  readonly lift: number;
  /** share − restShare: Cliff's delta of having it, so it stands beside the effects of numbers. */
  readonly effect: number;
}

/** Levels and words kept per column and segment. */
const KEPT = 6;
/** A word of fewer rows tells of a row, not of a segment. */
const LEAST_TEXTS = 3;
/** Below this difference there is nothing to say. */
const LEAST_EFFECT = 0.02;

/**
 * What sets each segment apart in one column of texts: the levels of a category, or the words of free text
 * counted once per row. Strongest first; of words only those that are more common.
 *
 * Shapes: one cell per label; the result has one list per segment 0…k−1, then noise.
 * Cost: one pass over the texts; memory k numbers per different level or word.
 */
export function compareShares(
  feature: string,
  kind: 'category' | 'text',
  cells: readonly (string | null)[],
  labels: ArrayLike<number>,
  clusters: number,
): ShareProfile[][] {
  const sizes = new Array<number>(clusters + 1).fill(0);
  const counts = new Map<string, number[]>();
  for (let i = 0; i < cells.length; i++) {
    const slot = labels[i] < 0 ? clusters : labels[i];
    sizes[slot]++;
    const cell = cells[i];
    if (cell === null) continue;
    const values = kind === 'category' ? [cell] : new Set(wordsOf(cell));
    for (const value of values) {
      let own = counts.get(value);
      if (own === undefined) {
        own = new Array<number>(clusters + 1).fill(0);
        counts.set(value, own);
      }
      own[slot]++;
    }
  }
  const rows = cells.length;
  return sizes.map((size, slot) => {
    const profiles: ShareProfile[] = [];
    for (const [value, own] of counts) {
      const all = own.reduce((sum, count) => sum + count, 0);
      if (kind === 'text' && all < LEAST_TEXTS) continue;
      const share = size === 0 ? 0 : own[slot] / size;
      const restShare = rows === size ? 0 : (all - own[slot]) / (rows - size);
      const effect = rows === size ? 0 : share - restShare;
      if ((kind === 'text' ? effect : Math.abs(effect)) < LEAST_EFFECT) continue;
      profiles.push({ feature, kind, value, share, restShare, lift: (share * rows) / all, effect });
    }
    return profiles
      .sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect) || (a.value < b.value ? -1 : 1))
      .slice(0, KEPT);
  });
}
