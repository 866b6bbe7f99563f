import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { agreement } from '../../src/evaluate/index.ts';

test('agreement(found, given).ari equals the value worked by hand', () => {
  // Pairs: 15 in all, together in both 2, in found 6, in given 3 → (2 − 1.2) / (4.5 − 1.2).
  const { ari } = agreement([0, 0, 0, 1, 1, 1], ['a', 'a', 'b', 'b', 'c', 'c']);
  expect(ari).toBeCloseTo((2 - 1.2) / (4.5 - 1.2), 12);
});

const labelling = fc.array(fc.tuple(fc.nat(4), fc.nat(3)), { minLength: 2, maxLength: 40 });

test('agreement(a, b).ari does not depend on the order of a and b', () => {
  fc.assert(
    fc.property(labelling, (pairs) => {
      const a = pairs.map(([label]) => label);
      const b = pairs.map(([, label]) => label);
      expect(agreement(a, b).ari).toBeCloseTo(agreement(b, a).ari, 12);
    }),
  );
});

test('agreement(a, renamed a).ari is 1', () => {
  fc.assert(
    fc.property(labelling, (pairs) => {
      const a = pairs.map(([label]) => label);
      const renamed = a.map((label) => `segment ${(label * 3) % 7}`);
      expect(agreement(a, renamed).ari).toBe(1);
    }),
  );
});

test('agreement(a, b).ari of independent labels is 0 on average', () => {
  const random = new Random(4);
  let sum = 0;
  for (let repeat = 0; repeat < 200; repeat++) {
    const draw = () => Array.from({ length: 60 }, () => random.integer(4));
    sum += agreement(draw(), draw()).ari;
  }
  // The standard error of this mean is about 0.0015.
  expect(Math.abs(sum / 200)).toBeLessThan(0.006);
});
