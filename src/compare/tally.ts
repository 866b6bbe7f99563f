import { type Overlap, overlapOf } from './overlap.ts';
import type { SharedEntities } from './shared-entities.ts';
import type { Side, SideGroup } from './side.ts';

/** Counts of one group: everything that is said of its segments follows from them. */
export interface Tally {
  readonly within: string | null;
  /** Its places in the lists of groups; −1 where a run has no such group. */
  readonly beforeGroup: number;
  readonly afterGroup: number;
  readonly overlap: Overlap;
  /** By place, with one more for “in no segment”: entities that are not shared within the group. */
  readonly gone: Float64Array;
  readonly arrived: Float64Array;
  /** By place: the earliest row, so that segments can be put into an order that has nothing to do with labels. */
  readonly firstBefore: Float64Array;
  readonly firstAfter: Float64Array;
}

/** Groups of both runs side by side, those of the run after first. Cost: O(n). */
export function tallySides(before: Side, after: Side, shared: SharedEntities): Tally[] {
  const partner = new Int32Array(before.groups.length).fill(-1);
  const tallies: Tally[] = after.groups.map((group, g) => {
    const found = before.groups.findIndex(({ within }) => within === group.within);
    if (found >= 0) partner[found] = g;
    return emptyTally(group.within, found, g, before.groups[found], group);
  });
  before.groups.forEach((group, g) => {
    if (partner[g] >= 0) return;
    partner[g] = tallies.length;
    tallies.push(emptyTally(group.within, g, -1, group, undefined));
  });
  const counts = tallies.map(({ overlap }) => overlap.count);
  const sharedBefore = new Uint8Array(before.entities);
  const sharedAfter = new Uint8Array(after.entities);
  for (let p = 0; p < shared.before.length; p++) {
    const i = shared.before[p];
    const j = shared.after[p];
    const g = after.group[j];
    // Who went from one group to another is gone from the one and has arrived in the other.
    if (g < 0 || before.group[i] < 0 || partner[before.group[i]] !== g) continue;
    sharedBefore[i] = sharedAfter[j] = 1;
    const { overlap } = tallies[g];
    const from = before.place[i] < 0 ? overlap.before : before.place[i];
    const to = after.place[j] < 0 ? overlap.after : after.place[j];
    counts[g][from * (overlap.after + 1) + to]++;
  }
  countOthers(before, sharedBefore, (g) => tallies[partner[g]], 'gone', 'firstBefore');
  countOthers(after, sharedAfter, (g) => tallies[g], 'arrived', 'firstAfter');
  return tallies.map((tally) => ({
    ...tally,
    overlap: overlapOf(tally.overlap.count, tally.overlap.before, tally.overlap.after),
  }));
}

function emptyTally(
  within: string | null,
  beforeGroup: number,
  afterGroup: number,
  groupBefore: SideGroup | undefined,
  groupAfter: SideGroup | undefined,
): Tally {
  const before = groupBefore?.segments.length ?? 0;
  const after = groupAfter?.segments.length ?? 0;
  return {
    within,
    beforeGroup,
    afterGroup,
    overlap: overlapOf(new Float64Array((before + 1) * (after + 1)), before, after),
    gone: new Float64Array(before + 1),
    arrived: new Float64Array(after + 1),
    firstBefore: new Float64Array(before + 1).fill(Number.POSITIVE_INFINITY),
    firstAfter: new Float64Array(after + 1).fill(Number.POSITIVE_INFINITY),
  };
}

function countOthers(
  side: Side,
  shared: Uint8Array,
  tallyOf: (group: number) => Tally,
  others: 'gone' | 'arrived',
  first: 'firstBefore' | 'firstAfter',
): void {
  for (let i = 0; i < side.entities; i++) {
    if (side.group[i] < 0) continue;
    const tally = tallyOf(side.group[i]);
    const place = side.place[i] < 0 ? tally[others].length - 1 : side.place[i];
    if (!shared[i]) tally[others][place]++;
    if (i < tally[first][place]) tally[first][place] = i;
  }
}
