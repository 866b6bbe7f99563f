import { expect, test } from 'vitest';
import { profileSegments } from '../../src/explain/index.ts';
import { Matrix } from '../../src/numeric/index.ts';
import { assignmentTable } from '../../src/study/bundle-tables.ts';
import { lastingExplanation, lastingIds } from '../../src/study/lasting-ids.ts';

const segments = [
  { id: 5, name: null },
  { id: 2, name: 'Loyal' },
];

test('lastingIds replaces labels and leaves noise', () => {
  expect([...lastingIds([0, 1, -1, 0], segments)]).toEqual([5, 2, -1, 5]);
});

test('lastingExplanation shows the number, and the name that a person gave before the suggested one', async () => {
  const x = Float64Array.of(1, 2, 1, 9);
  const labels = Int32Array.of(0, 0, 0, 1);
  const explanation = await profileSegments({
    features: [{ name: 'visits', unit: 'visits', kind: 'number', meaning: 'visits' }],
    columns: [x],
    labels,
    x: new Matrix(Float32Array.from(x), 4, 1),
    keys: [],
    seed: 0,
  });
  const lasting = lastingExplanation(explanation, segments);
  expect(lasting.segments.map(({ segment, code, rows }) => [segment, code, rows])).toEqual([
    [5, 'S5', 3],
    [2, 'S2', 1],
  ]);
  expect(lasting.segments[0].name).toBe(explanation.segments[0].name);
  expect(lasting.segments[0].suggested).toBeUndefined();
  expect(lasting.segments[1]).toMatchObject({
    name: 'Loyal',
    suggested: explanation.segments[1].name,
  });
});

test('assignmentTable writes the lasting numbers', () => {
  const { table, unassigned } = assignmentTable(
    { count: 4, keys: [{ name: 'id', type: 'text', values: ['a', 'b', 'c', 'd'] }] },
    [
      {
        group: { name: null, rows: Int32Array.of(0, 1, 3) },
        result: {
          assignment: {
            labels: Int32Array.of(1, 0, -1),
            values: new Float64Array(3),
            measure: 'distance',
          },
        },
        segments,
      },
    ],
    'distance',
    [{ segment: 3, rows: Int32Array.of(2) }],
  );
  expect([...table.columns[1].values]).toEqual([2, 5, 3, -1]);
  expect(unassigned).toBe(1);
});
