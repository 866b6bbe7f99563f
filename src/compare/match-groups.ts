import type { Run } from '../base/index.ts';
import { bestMatching, matchByOverlap, saysNothing } from './match-segments.ts';
import { chanceOf, common, jaccard, kappa, type Overlap } from './overlap.ts';
import { between, findPrototypes, type Prototype } from './prototypes.ts';
import type { Side } from './side.ts';
import type { Tally } from './tally.ts';

/** Two segments that are one, by their places in the lists of their group. */
export interface PlaceMatch {
  readonly before: number;
  readonly after: number;
  readonly by: 'overlap' | 'prototype' | 'rule';
  readonly common: number;
  readonly kappa: number;
  readonly jaccard: number;
  readonly chance: number;
  readonly distance?: number;
}

/** Below this share of shared entities in a segment, or this many, its prototype may speak for it. */
const FEW = { share: 0.5, entities: 10 } as const;

/** The segments of a group that last: by their rule, by shared entities, and where those are few by prototypes. */
export async function matchGroup(
  before: Side,
  after: Side,
  tally: Tally,
  run: Run,
): Promise<{ matches: PlaceMatch[]; note?: string }> {
  const { overlap, beforeGroup, afterGroup } = tally;
  if (beforeGroup < 0 || afterGroup < 0) return { matches: [] };
  const old = before.groups[beforeGroup].segments;
  const recent = after.groups[afterGroup].segments;
  const matches: PlaceMatch[] = [];
  old.forEach(({ rule }, i) => {
    const j = recent.findIndex((other) => rule !== undefined && other.rule === rule);
    if (j >= 0) matches.push(matchOf(overlap, i, j, 'rule'));
  });
  const found = (list: typeof old, first: Float64Array) =>
    [...list.keys()]
      .filter((i) => list[i].rule === undefined)
      .sort((i, j) => first[i] - first[j] || i - j);
  const orderBefore = found(old, tally.firstBefore);
  const orderAfter = found(recent, tally.firstAfter);
  const partner = matchByOverlap(overlap, orderBefore, orderAfter);
  for (const i of orderBefore) {
    if (partner[i] >= 0) matches.push(matchOf(overlap, i, partner[i], 'overlap'));
  }
  const leftBefore = orderBefore.filter((i) => partner[i] < 0);
  const leftAfter = orderAfter.filter((j) => !partner.includes(j));
  const open = (i: number, j: number) =>
    few(overlap.a[i], tally.gone[i]) ||
    few(overlap.b[j], tally.arrived[j]) ||
    saysNothing(overlap, i, j);
  if (!leftBefore.some((i) => leftAfter.some((j) => open(i, j)))) return { matches };
  const prototypes = await findPrototypes(before, after, beforeGroup, afterGroup, run);
  if (typeof prototypes === 'string') return { matches, note: prototypes };
  const nearness = (i: number, j: number) =>
    open(i, j) ? nearnessOf(prototypes.before, orderBefore, i, prototypes.after[j]) : 0;
  const near = bestMatching(overlap.before, leftBefore, leftAfter, nearness);
  for (const i of leftBefore) {
    const j = near[i];
    if (j < 0) continue;
    matches.push({ ...matchOf(overlap, i, j, 'prototype'), distance: 1 - nearness(i, j) });
  }
  return { matches };
}

/** Whether shared entities are too few to say where a segment went. */
function few(shared: number, others: number): boolean {
  return shared < FEW.entities || shared < FEW.share * (shared + others);
}

/**
 * 1 at the prototype before, 0 half the way to the next prototype before and beyond; at most one segment before
 * is that near to any place. A segment that was alone has its own radius for that.
 */
function nearnessOf(
  before: readonly (Prototype | null)[],
  found: readonly number[],
  i: number,
  other: Prototype | null,
): number {
  const own = before[i];
  if (own === null || other === null) return 0;
  let reach = Number.POSITIVE_INFINITY;
  for (const l of found) {
    const next = before[l];
    if (l !== i && next !== null) reach = Math.min(reach, between(own, next) / 2);
  }
  if (reach === Number.POSITIVE_INFINITY) reach = own.radius;
  const distance = between(own, other);
  if (distance === 0) return 1;
  // Just above 0, so that exactly half the way still counts.
  return distance <= reach ? Math.max(1 - distance / reach, Number.EPSILON) : 0;
}

function matchOf(overlap: Overlap, i: number, j: number, by: PlaceMatch['by']): PlaceMatch {
  return {
    before: i,
    after: j,
    by,
    common: common(overlap, i, j),
    kappa: kappa(overlap, i, j),
    jaccard: jaccard(overlap, i, j),
    chance: chanceOf(overlap, i, j),
  };
}
