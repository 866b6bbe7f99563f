/** A segment as people know it, whatever label its model gives it in this fit. */
export interface LastingSegment {
  /** Stands in the assignments, the profiles and the report; lasts from fit to fit and is never given again. */
  readonly id: number;
  /** What a person called it; null until somebody does. */
  readonly name: string | null;
}

/** What a manifest says about the numbers of one group. */
interface NumberedGroup {
  readonly clusters: number;
  readonly segments?: readonly LastingSegment[];
}

/**
 * The segments of a group, by the label that its model gives. Bundles of before lasting ids have none
 * written: there the label is the id.
 */
export function lastingSegments({ segments, clusters }: NumberedGroup): readonly LastingSegment[] {
  return segments ?? Array.from({ length: clusters }, (_, id) => ({ id, name: null }));
}

/**
 * The first number that no segment of a bundle, nor of those before it, has had: the next one to be given.
 *
 * @param declared numbers of segments by a rule, which are the same in every group
 */
export function nextSegment(
  groups: readonly NumberedGroup[],
  declared: readonly { readonly segment: number }[] = [],
): number {
  let next = 0;
  for (const group of groups) {
    for (const { id } of lastingSegments(group)) next = Math.max(next, id + 1);
  }
  for (const { segment } of declared) next = Math.max(next, segment + 1);
  return next;
}
