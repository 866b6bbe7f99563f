import {
  type DeclaredSegment,
  type LastingSegment,
  lastingSegments,
  type Manifest,
  nextSegment,
} from '../publish/index.ts';
import type { MatchedGroup } from './compare-sides.ts';

/** The numbers of a new fit's segments. */
export interface SegmentNumbers {
  /** Per group, by the label that its model gives. */
  readonly segments: readonly (readonly LastingSegment[])[];
  /** Of segments by a rule, by the name of the rule. */
  readonly declared: ReadonlyMap<string, number>;
  /** Rules of the fit before that no longer apply; they keep their numbers for the day on which they do. */
  readonly dormant: readonly DeclaredSegment[];
  readonly next: number;
}

/**
 * Segments that were matched keep number and name; new ones get numbers that none before them had, in the order of
 * their size. Groups count on from the same number, each on its own.
 *
 * @param clusters segments found, per group of the new fit
 * @param rules names of the segments that rules made in it
 */
export function numberSegments(
  previous: Pick<Manifest, 'groups' | 'declared' | 'nextSegment'>,
  matched: readonly MatchedGroup[],
  clusters: readonly number[],
  rules: readonly string[],
): SegmentNumbers {
  const first = previous.nextSegment ?? nextSegment(previous.groups, previous.declared);
  let next = first;
  const segments = clusters.map((count, g) => {
    const found = matched.find(({ tally }) => tally.afterGroup === g);
    const before = found && previous.groups[found.tally.beforeGroup];
    const old = before === undefined ? [] : lastingSegments(before);
    let fresh = first;
    const own = Array.from({ length: count }, (_, label): LastingSegment => {
      const match = found?.matches.find(({ after }) => after === label);
      return match === undefined ? { id: fresh++, name: null } : old[match.before];
    });
    next = Math.max(next, fresh);
    return own;
  });
  const known = new Map((previous.declared ?? []).map(({ name, segment }) => [name, segment]));
  const declared = new Map<string, number>();
  for (const rule of rules) declared.set(rule, known.get(rule) ?? next++);
  const dormant = (previous.declared ?? []).filter(({ name }) => !declared.has(name));
  return { segments, declared, dormant: dormant.map((own) => ({ ...own, rows: 0 })), next };
}
