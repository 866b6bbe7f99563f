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

test('agreement(a, b) keeps every index in its range and does not depend on row order', () => {
  fc.assert(
    fc.property(labelling, (pairs) => {
      const turned = [...pairs].reverse();
      const here = agreement(
        pairs.map(([a]) => a),
        pairs.map(([, b]) => b),
      );
      const there = agreement(
        turned.map(([a]) => a),
        turned.map(([, b]) => b),
      );
      for (const [name, value] of Object.entries(here)) {
        expect(value, name).toBeCloseTo(there[name as keyof typeof there], 12);
        expect(value, name).toBeLessThanOrEqual(1 + 1e-12);
        if (name !== 'ari' && name !== 'ami') expect(value, name).toBeGreaterThanOrEqual(0);
      }
    }),
  );
});

test('agreement(a, b).accuracy equals the best of all renamings, with more, fewer or as many labels', () => {
  fc.assert(
    fc.property(labelling, (pairs) => {
      const best = (rest: number[], used: number[]): number => {
        if (rest.length === 0) return 0;
        const [label, ...others] = rest;
        let most = best(others, used);
        for (let given = 0; given < 4; given++) {
          if (used.includes(given)) continue;
          const hits = pairs.filter(([a, b]) => a === label && b === given).length;
          most = Math.max(most, hits + best(others, [...used, given]));
        }
        return most;
      };
      const { accuracy } = agreement(
        pairs.map(([a]) => a),
        pairs.map(([, b]) => b),
      );
      expect(accuracy * pairs.length).toBeCloseTo(best([0, 1, 2, 3, 4], []), 9);
    }),
    { numRuns: 50 },
  );
});

test('agreement(a, b).ami of a million rows is about 0 for independent labels', () => {
  const random = new Random(8);
  const draw = () => Int32Array.from({ length: 1_000_000 }, () => random.integer(3));
  const { ami, nmi } = agreement(draw(), draw());
  expect(Math.abs(ami)).toBeLessThan(1e-5);
  expect(nmi).toBeGreaterThan(ami);
});

test('agreement(a, b) refuses labellings of different lengths', () => {
  expect(() => agreement([0, 1], [0])).toThrow(
    'agreement: there must be one label per given label (1), got 2.',
  );
});
