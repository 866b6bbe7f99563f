import type { Run } from '../base/index.ts';
import { type Contingency, tableAgreement } from '../evaluate/index.ts';
import { adjustP } from '../explain/index.ts';
import { featureDrift } from './drift/feature-drift.ts';
import type { PlaceMatch } from './match-groups.ts';
import { common, type Overlap, turned } from './overlap.ts';
import { partsOf } from './parts.ts';
import type { SharedEntities } from './shared-entities.ts';
import type { Side, SideSegment } from './side.ts';
import type { Tally } from './tally.ts';
import type {
  Comparison,
  FeatureDrift,
  Flow,
  GroupComparison,
  SegmentFacts,
  SegmentMatch,
  SegmentParts,
} from './types.ts';

/** One group with what was matched in it. */
export interface MatchedGroup {
  readonly tally: Tally;
  readonly matches: readonly PlaceMatch[];
}

/** Everything that is said about two runs. Cost: O(n), and two sorts per feature. */
export async function compareSides(
  before: Side,
  after: Side,
  shared: SharedEntities,
  matched: readonly MatchedGroup[],
  notes: readonly string[],
  run: Run,
): Promise<Comparison> {
  const groups = matched.map((group) => compareGroup(before, after, group));
  const outside = shared.before.reduce(
    (sum, row, p) => sum + (before.group[row] < 0 && after.group[shared.after[p]] < 0 ? 1 : 0),
    0,
  );
  const stayed = groups.reduce((sum, group) => sum + group.stayed, outside);
  const facts = ({ title, created, entities }: Side) => ({ title, created, entities });
  return {
    before: facts(before),
    after: facts(after),
    keys: after.keys,
    shared: shared.before.length,
    stayed,
    // Those who went to another group moved too.
    moved: shared.before.length - stayed,
    gone: before.entities - shared.before.length,
    arrived: after.entities - shared.before.length,
    groups,
    drift: await driftOf(before, after, shared, run),
    notes,
  };
}

function compareGroup(
  before: Side,
  after: Side,
  { tally, matches }: MatchedGroup,
): GroupComparison {
  const { overlap } = tally;
  const old = before.groups[tally.beforeGroup]?.segments ?? [];
  const recent = after.groups[tally.afterGroup]?.segments ?? [];
  const none = common(overlap, overlap.before, overlap.after);
  const stayed = matches.reduce((sum, match) => sum + match.common, none);
  const found = (list: readonly SideSegment[]) =>
    [...list.keys()].filter((i) => list[i].rule === undefined);
  const foundBefore = found(old);
  const foundAfter = found(recent);
  const agreed = overlap.rows === 0 ? null : tableAgreement(contingencyOf(overlap));
  const number = (list: readonly SideSegment[], place: number) => list[place].segment;
  const back = turned(overlap);
  return {
    within: tally.within,
    shared: overlap.rows,
    stayed,
    moved: overlap.rows - stayed,
    adjustedRand: agreed?.ari ?? null,
    adjustedMutualInformation: agreed?.ami ?? null,
    before: factsOf(old, overlap.a, tally.gone),
    after: factsOf(recent, overlap.b, tally.arrived),
    matches: matches.map(
      (match): SegmentMatch => ({
        ...match,
        before: number(old, match.before),
        after: number(recent, match.after),
      }),
    ),
    splits: partings(overlap, foundBefore, foundAfter, old, recent),
    merges: partings(back, foundAfter, foundBefore, recent, old),
    births: foundAfter
      .filter((j) => matches.every((match) => match.after !== j))
      .map((j) => number(recent, j)),
    deaths: foundBefore
      .filter((i) => matches.every((match) => match.before !== i))
      .map((i) => number(old, i)),
    flows: flowsOf(tally, old, recent),
  };
}

/** Segments that fell into two or more parts. */
function partings(
  overlap: Overlap,
  wholes: readonly number[],
  candidates: readonly number[],
  of: readonly SideSegment[],
  into: readonly SideSegment[],
): SegmentParts[] {
  return wholes.flatMap((i) => {
    const parts = partsOf(overlap, i, candidates);
    if (parts.length < 2) return [];
    return [
      {
        segment: of[i].segment,
        parts: parts.map(({ place, ...part }) => ({ segment: into[place].segment, ...part })),
      },
    ];
  });
}

function factsOf(
  list: readonly SideSegment[],
  shared: Float64Array,
  others: Float64Array,
): SegmentFacts[] {
  return list.map((segment, i) => ({
    ...segment,
    entities: shared[i] + others[i],
    shared: shared[i],
  }));
}

function flowsOf(
  { overlap, gone, arrived }: Tally,
  old: readonly SideSegment[],
  recent: readonly SideSegment[],
): Flow[] {
  const from = (i: number) => (i < overlap.before ? old[i].segment : -1);
  const to = (j: number) => (j < overlap.after ? recent[j].segment : -1);
  const flows: Flow[] = [];
  for (let i = 0; i <= overlap.before; i++) {
    for (let j = 0; j <= overlap.after; j++) {
      flows.push({ before: from(i), after: to(j), entities: common(overlap, i, j) });
    }
    flows.push({ before: from(i), after: null, entities: gone[i] });
  }
  for (let j = 0; j <= overlap.after; j++) {
    flows.push({ before: null, after: to(j), entities: arrived[j] });
  }
  return flows.filter(({ entities }) => entities > 0);
}

/** Entities in no segment are a label like any other: who falls out of one has not stayed. */
function contingencyOf({ count, a, b, after, rows }: Overlap): Contingency {
  const usedA = [...a.keys()].filter((i) => a[i] > 0);
  const usedB = [...b.keys()].filter((j) => b[j] > 0);
  const cells = usedA.flatMap((i, p) =>
    usedB
      .map((j, q) => ({ p, q, count: count[i * (after + 1) + j] }))
      .filter((cell) => cell.count > 0),
  );
  return {
    rows,
    a: Float64Array.from(usedA, (i) => a[i]),
    b: Float64Array.from(usedB, (j) => b[j]),
    inA: Int32Array.from(cells, ({ p }) => p),
    inB: Int32Array.from(cells, ({ q }) => q),
    count: Float64Array.from(cells, (cell) => cell.count),
  };
}

async function driftOf(
  before: Side,
  after: Side,
  shared: SharedEntities,
  run: Run,
): Promise<FeatureDrift[]> {
  const arrived = new Uint8Array(after.entities).fill(1);
  for (const row of shared.after) arrived[row] = 0;
  const names = new Set(before.features.map(({ name }) => name));
  // Every free text is a level of its own: their bins would say nothing.
  const common = after.features.filter(({ name, kind }) => kind !== 'text' && names.has(name));
  const drifts: Omit<FeatureDrift, 'adjustedP'>[] = [];
  for (const [i, feature] of common.entries()) {
    run.progress('compare features', i, common.length);
    await run.pause();
    const [old, recent] = [await before.feature(feature.name), await after.feature(feature.name)];
    drifts.push(featureDrift(feature, old, recent, shared, arrived));
  }
  run.progress('compare features', common.length, common.length);
  const tested = drifts.filter(({ p }) => p !== null);
  const adjusted = adjustP(tested.map(({ p }) => p!));
  return drifts.map((drift) => ({
    ...drift,
    adjustedP: drift.p === null ? null : adjusted[tested.indexOf(drift)],
  }));
}
