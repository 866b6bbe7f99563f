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
