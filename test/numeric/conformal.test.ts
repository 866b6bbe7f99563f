import { expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { conformalPValues } from '../../src/numeric/index.ts';

test('conformalPValues(scores, known) counts the known scores that are at least as large, and itself', () => {
  expect([...conformalPValues([0, 2, 2.5, 9], [1, 2, 2, 3])]).toEqual([1, 4 / 5, 2 / 5, 1 / 5]);
});

test('conformalPValues(scores, []) finds everything ordinary, for nothing is known', () => {
  expect([...conformalPValues([5], [])]).toEqual([1]);
});

test('conformalPValues of scores like the known ones are at most a in a share a of cases', () => {
  const random = new Random(4);
  const draw = (count: number) => Float64Array.from({ length: count }, () => random.normal());
  let small = 0;
  for (let round = 0; round < 200; round++) {
    const p = conformalPValues(draw(20), draw(99).sort());
    small += p.filter((value) => value <= 0.1).length;
  }
  expect(small / 4000).toBeGreaterThan(0.085);
  expect(small / 4000).toBeLessThan(0.115);
});
