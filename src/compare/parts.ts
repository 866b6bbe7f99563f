import { LASTING } from './match-segments.ts';
import { chanceOf, common, type Overlap } from './overlap.ts';

/**
 * What counts as a part of a segment: at least a tenth of the whole; and of the part's own entities, chance taken
 * out, at least half. Somebody who moves into a segment that is there makes no part of it.
 */
const PART = { ofWhole: 0.1, ofPart: 0.5 } as const;

/** The segments after that segment i before fell into, largest part first; fewer than two are no split. */
export function partsOf(
  overlap: Overlap,
  i: number,
  candidates: readonly number[],
): { place: number; entities: number; share: number }[] {
  const { a, b, rows } = overlap;
  return candidates
    .filter((j) => {
      const n = common(overlap, i, j);
      if (n === 0 || n < PART.ofWhole * a[i]) return false;
      if (chanceOf(overlap, i, j) > LASTING.chance / candidates.length && n !== b[j]) return false;
      const expected = a[i] / rows;
      // Everything came from a segment that held everything.
      return expected === 1 || (n / b[j] - expected) / (1 - expected) >= PART.ofPart;
    })
    .map((j) => ({
      place: j,
      entities: common(overlap, i, j),
      share: common(overlap, i, j) / a[i],
    }))
    .sort((x, y) => y.entities - x.entities || x.place - y.place);
}
