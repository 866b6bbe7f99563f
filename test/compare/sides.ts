import type { Run } from '../../src/base/index.ts';
import {
  type Comparison,
  compareSides,
  type MatchedGroup,
  matchSides,
  type SharedEntities,
  type Side,
} from '../../src/compare/index.ts';

/** A run in memory: one group, a label per entity, one feature. */
export function side(
  labels: readonly number[],
  values: readonly number[] = labels,
  numbers: readonly number[] = [...Array(Math.max(-1, ...labels) + 1).keys()],
): Side {
  const column = (name: string) => ({
    name,
    type: 'number' as const,
    values: Float64Array.from(values),
  });
  return {
    title: 'made',
    created: '2026-01-01T00:00:00Z',
    entities: labels.length,
    keys: ['id'],
    keyed: true,
    relation: 'none',
    groups: [
      { within: null, segments: numbers.map((segment) => ({ segment, name: `named ${segment}` })) },
    ],
    group: new Int32Array(labels.length),
    place: Int32Array.from(labels),
    features: [{ name: 'x', unit: '', kind: 'number' }],
    feature: async (name) => column(name),
    prepared: null,
    keyColumns: async () => [{ name: 'id', type: 'text', values: labels.map((_, i) => `e${i}`) }],
  };
}

/** Entities in the order of their rows, the same in both runs. */
export function sameRows(count: number, from = 0): SharedEntities {
  const rows = Int32Array.from({ length: count }, (_, i) => from + i);
  return { before: rows, after: rows };
}

export async function compared(
  before: Side,
  after: Side,
  shared: SharedEntities,
  run: Run,
): Promise<{ comparison: Comparison; matched: MatchedGroup[] }> {
  const { matched, notes } = await matchSides(before, after, shared, run);
  return { comparison: await compareSides(before, after, shared, matched, notes, run), matched };
}
