import { expect, test } from 'vitest';
import { mapSample } from '../../src/explain/index.ts';

test('mapSample(x, y, labels, limit) tops a small segment up to 20 rows', () => {
  const labels = Int32Array.from({ length: 2030 }, (_, i) => (i < 2000 ? 0 : 1));
  const x = Float32Array.from(labels.keys());
  const { segment, of, ...places } = mapSample(x, x, labels, 100);
  const small = segment.filter((label) => label === 1).length;
  expect(of).toBe(2030);
  expect(small).toBe(20);
  expect(segment.length).toBeLessThan(130);
  expect(places.x).toEqual(places.y);
});
