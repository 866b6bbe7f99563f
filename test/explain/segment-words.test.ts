import { expect, test } from 'vitest';
import { profileSegments } from '../../src/explain/index.ts';

const two = async (unit: string, column: readonly number[]) => {
  const { segments } = await profileSegments({
    features: [{ name: 'use_days', unit, meaning: '' }],
    columns: [Float64Array.from(column)],
    labels: column.map((_, i) => (i < column.length / 2 ? 0 : 1)),
  });
  return segments.map(({ sentence }) => sentence);
};

test('profileSegments says a unit once, a share as per cent, and leaves a long unit out', async () => {
  const [days] = await two('days', [80, 82, 84, 1, 2, 3]);
  expect(days).toBe('Much higher use days (typically 82 days, elsewhere 2).');
  const [share] = await two('share', [0.8, 0.82, 0.84, 0.1, 0.2, 0.3]);
  expect(share).toBe('Much higher use days (typically 82 %, elsewhere 20 %).');
  const [long] = await two('share of the range', [0.8, 0.82, 0.84, 0.1, 0.2, 0.3]);
  expect(long).toBe('Much higher use days (typically 0.82, elsewhere 0.2).');
});

test('profileSegments compares means where the medians read the same', async () => {
  const [sentence] = await two('days', [1, 1, 1, 1, 9, 9, 1, 1, 1, 1, 1, 1]);
  expect(sentence).toBe('Higher use days (on average 3.67 days, elsewhere 1).');
});

test('profileSegments with no effect worth naming says so', async () => {
  const [sentence] = await two('days', [1, 2, 3, 4, 1, 2, 3, 4]);
  expect(sentence).toBe('Close to the other rows in every feature.');
});

test('profileSegments describes levels by their shares and texts by words of three rows or more', async () => {
  const { segments } = await profileSegments({
    features: [],
    columns: [],
    texts: [
      { name: 'brand', kind: 'category', cells: ['x', 'x', 'x', 'y', 'y', 'y', 'x', null] },
      {
        name: 'title',
        kind: 'text',
        cells: ['red one red', 'Red two', 'red', 'blue', 'blue', 'blue one', 'blue', 'only'],
      },
    ],
    labels: [0, 0, 0, 1, 1, 1, 1, 1],
  });
  expect(segments[0].shares).toEqual([
    {
      feature: 'brand',
      kind: 'category',
      value: 'x',
      share: 1,
      restShare: 0.2,
      lift: 2,
      effect: 0.8,
    },
    {
      feature: 'brand',
      kind: 'category',
      value: 'y',
      share: 0,
      restShare: 0.6,
      lift: 0,
      effect: -0.6,
    },
    {
      feature: 'title',
      kind: 'text',
      value: 'red',
      share: 1,
      restShare: 0,
      lift: 8 / 3,
      effect: 1,
    },
  ]);
  expect(segments[0].name).toBe('“red” in title, brand x');
  expect(segments[1].sentence).toBe(
    'Much less often brand x (20 %, elsewhere 100 %) and much more often “blue” in title (80 %, elsewhere 0 %).',
  );
});
