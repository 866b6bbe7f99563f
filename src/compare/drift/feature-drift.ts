import type { Column } from '../../table/index.ts';
import type { SharedEntities } from '../shared-entities.ts';
import type { SideFeature } from '../side.ts';
import type { FeatureDrift } from '../types.ts';
import { levelBins, numberBins } from './bins.ts';
import { kolmogorovSmirnov } from './kolmogorov-smirnov.ts';
import { stabilityByChance, stabilityIndex } from './stability-index.ts';

/** From where on an index says that something drifted, and that it is another population. */
const DRIFT = { some: 0.1, strong: 0.25 } as const;

/**
 * How one feature's values differ between the runs, and whether those of the same entities do or new entities bring
 * other values. Cost: two sorts.
 *
 * @param arrived marks the entities of the run after that the run before has not
 * @returns without `adjustedP`, which needs all features
 */
export function featureDrift(
  { name, unit }: SideFeature,
  before: Column,
  after: Column,
  shared: SharedEntities,
  arrived: Uint8Array,
): Omit<FeatureDrift, 'adjustedP'> {
  const isText = before.type === 'text' || after.type === 'text';
  const old = isText ? null : sortedNumbers(before.values as Float64Array);
  const recent = isText ? null : sortedNumbers(after.values as Float64Array);
  const bins = old === null ? levelBins(before) : numberBins(old, sayer(before));
  const size = bins.names.length;
  const wasIn = bins.of(before);
  const isIn = bins.of(after);
  const all = new Float64Array(size);
  const now = new Float64Array(size);
  const came = new Float64Array(size);
  const sameBefore = new Float64Array(size);
  const sameAfter = new Float64Array(size);
  for (let i = 0; i < before.values.length; i++) all[wasIn[i]]++;
  for (let i = 0; i < after.values.length; i++) {
    const bin = isIn[i];
    now[bin]++;
    if (arrived[i]) came[bin]++;
  }
  for (let p = 0; p < shared.before.length; p++) {
    sameBefore[wasIn[shared.before[p]]]++;
    sameAfter[isIn[shared.after[p]]]++;
  }
  const overall = compareCounts(all, now);
  const same = shared.before.length === 0 ? null : compareCounts(sameBefore, sameAfter);
  const fresh = sum(came) === 0 ? null : compareCounts(all, came);
  const ks = old === null || recent === null ? null : kolmogorovSmirnov(old, recent);
  const known = ks !== null && !Number.isNaN(ks.p);
  return {
    feature: name,
    unit,
    psi: overall.index,
    psiChance: overall.chance,
    bins: bins.names
      .map((bin, b) => ({ name: bin, before: all[b] / sum(all), after: now[b] / sum(now) }))
      .filter((bin) => bin.before + bin.after > 0),
    ks: known ? ks.distance : null,
    p: known ? ks.p : null,
    psiSame: same?.index ?? null,
    psiArrived: fresh?.index ?? null,
    size: overall.drifted ? (overall.index >= DRIFT.strong ? 'strong' : 'some') : 'none',
    who: whose(overall.drifted, same?.drifted ?? false, fresh?.drifted ?? false),
  };
}

function whose(overall: boolean, same: boolean, fresh: boolean): FeatureDrift['who'] {
  if (same && fresh) return 'both';
  if (same) return 'the same entities';
  if (fresh) return 'new entities';
  return overall ? 'the mix' : 'nobody';
}

/** Bins that are empty on both sides say nothing and count for nothing. */
function compareCounts(
  before: Float64Array,
  after: Float64Array,
): { index: number; chance: number; drifted: boolean } {
  const used = [...before.keys()].filter((b) => before[b] + after[b] > 0);
  const n = used.map((b) => before[b]);
  const m = used.map((b) => after[b]);
  const index = stabilityIndex(n, m);
  const chance = stabilityByChance(used.length, sum(n), sum(m));
  return { index, chance, drifted: index >= DRIFT.some && index > chance };
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}

function sortedNumbers(values: Float64Array): Float64Array {
  const sorted = values.slice().sort();
  // NaN sorts last.
  let known = sorted.length;
  while (known > 0 && Number.isNaN(sorted[known - 1])) known--;
  return sorted.subarray(0, known);
}

/** Ends of bins as people write them. */
function sayer({ type }: Column): (end: number) => string {
  if (type === 'date') return (end) => new Date(end).toISOString().slice(0, 10);
  return (end) => String(Number(end.toPrecision(4)));
}
