import { expect, test } from 'vitest';
import { choosePoint } from '../../src/evaluate/index.ts';
import type { Entities } from '../../src/study/entities.ts';
import { groupResult } from '../../src/study/group-result.ts';

test('groupResult compares with known groups over rows that are in a segment and have one', () => {
  const entities: Entities = {
    schema: { keys: [], features: [] },
    count: 7,
    keys: [],
    features: [],
    within: undefined,
    known: [{ name: 'kind', type: 'text', values: ['x', 'a', 'a', 'b', 'b', 'a', null] }],
    resolved: {},
    rowsRead: 7,
    rowsUsed: 7,
    period: null,
  };
  const result = groupResult(
    { name: null, rows: Int32Array.of(1, 2, 3, 4, 5, 6) },
    {
      points: [],
      inertias: [],
      choice: choosePoint([], 'silhouette'),
      model: null,
      options: {},
      assignment: {
        labels: Int32Array.of(0, 0, 1, 1, -1, 0),
        values: new Float64Array(6),
        measure: 'distance',
      },
      distinctRows: 6,
      silhouette: {
        mean: 0,
        perRow: new Float32Array(6),
        perSegment: new Float64Array(2),
        negativeShare: 0,
        scored: 5,
        sampled: false,
      },
    },
    entities,
    0,
    [
      { id: 4, name: null },
      { id: 0, name: 'Loyal' },
    ],
  );
  expect(result.noise).toBe(1);
  // Of six rows one is noise and one has no kind; the others agree.
  expect(result.knownGroups[0]).toMatchObject({
    name: 'kind',
    groups: 2,
    rows: 4,
    adjustedRand: 1,
    accuracy: 1,
  });
});
