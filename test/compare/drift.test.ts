import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { featureDrift } from '../../src/compare/drift/feature-drift.ts';
import { kolmogorovSmirnov } from '../../src/compare/drift/kolmogorov-smirnov.ts';
import { stabilityByChance, stabilityIndex } from '../../src/compare/drift/stability-index.ts';
import { overlapByChance } from '../../src/compare/hypergeometric.ts';
import { kolmogorovSurvival } from '../../src/numeric/index.ts';
import { sameRows } from './sides.ts';

interface Golden {
  readonly cases: readonly {
    readonly name: string;
    readonly before: readonly number[];
    readonly after: readonly number[];
    readonly ks: number;
    readonly p: number;
    readonly exact: number;
    readonly psi: number;
  }[];
  readonly kolmogorov: readonly (readonly [number, number])[];
  readonly chi2: readonly (readonly [number, number])[];
  readonly overlap: readonly (readonly [number, number, number, number, number])[];
}
const golden = JSON.parse(
  readFileSync(new URL('../golden/drift.json', import.meta.url), 'utf8'),
) as Golden;

const column = (values: readonly number[]) => ({
  name: 'x',
  type: 'number' as const,
  values: Float64Array.from(values),
});
const feature = { name: 'x', unit: '', kind: 'number' as const };
const nobody = sameRows(0);

describe('SciPy', () => {
  for (const own of golden.cases) {
    test(`featureDrift(…) of two samples, ${own.name}, as SciPy has it`, () => {
      const arrived = new Uint8Array(own.after.length).fill(1);
      const drift = featureDrift(feature, column(own.before), column(own.after), nobody, arrived);
      expect(drift.ks).toBeCloseTo(own.ks, 14);
      expect(drift.p).toBeCloseTo(own.p, 12);
      expect(drift.psi).toBeCloseTo(own.psi, 12);
      // The limiting distribution is what it is; ties and small samples make it larger than the exact one.
      expect(drift.p! - own.exact).toBeGreaterThan(-0.005);
      expect(drift.p! - own.exact).toBeLessThan(0.12);
    });
  }

  test('kolmogorovSurvival(x) on both sides of its border', () => {
    for (const [x, p] of golden.kolmogorov) expect(kolmogorovSurvival(x)).toBeCloseTo(p, 13);
  });

  test('stabilityByChance(bins, n, m) is the 99.9 % point of χ² within four per cent, Wilson and Hilferty’s approximation', () => {
    for (const [free, point] of golden.chi2) {
      const own = stabilityByChance(free + 1, 2000, 2000) * 1000;
      expect(Math.abs(own / point - 1)).toBeLessThan(0.04);
    }
  });

  test('overlapByChance(n, a, b, both) up to a million entities', () => {
    for (const [n, a, b, both, p] of golden.overlap) {
      // Logarithms of factorials of a million hold eleven digits.
      expect(overlapByChance(n, a, b, both) / p).toBeCloseTo(1, 8);
    }
  });
});

test('stabilityIndex(before, after) by hand', () => {
  // 9.5 and 0.5 of 10, turned round: (0.05 − 0.95)·ln(0.05 ÷ 0.95), twice.
  expect(stabilityIndex([9, 0], [0, 9])).toBeCloseTo(2 * 0.9 * Math.log(19), 12);
  expect(stabilityIndex([5, 5], [5, 5])).toBe(0);
});

test('kolmogorovSmirnov(a, b) of nothing has no distance', () => {
  expect(kolmogorovSmirnov(Float64Array.of(1), new Float64Array())).toEqual({
    distance: Number.NaN,
    p: Number.NaN,
  });
});

describe('featureDrift says whose values differ', () => {
  const before = Array.from({ length: 1000 }, (_, i) => i % 100);
  const marks = (count: number) => Uint8Array.from({ length: count }, (_, i) => (i < 1000 ? 0 : 1));
  const of = (after: readonly number[]) =>
    featureDrift(feature, column(before), column(after), sameRows(1000), marks(after.length));

  test('nobody: the same values again', () => {
    expect(of([...before, 3, 4])).toMatchObject({ size: 'none', who: 'nobody', psiSame: 0 });
  });
  test('the same entities: all of them spend more', () => {
    expect(of(before.map((value) => value + 40))).toMatchObject({
      size: 'strong',
      who: 'the same entities',
      psiArrived: null,
    });
  });
  test('new entities: those who came are others', () => {
    const drift = of([...before, ...Array<number>(600).fill(500)]);
    expect(drift).toMatchObject({ size: 'strong', who: 'new entities', psiSame: 0 });
  });
  test('small samples that differ by chance are no drift', () => {
    const some = featureDrift(
      feature,
      column([1, 2, 3, 4, 5, 6]),
      column([2, 2, 3, 5, 5, 9]),
      nobody,
      new Uint8Array(6),
    );
    expect(some.psi).toBeGreaterThan(0.1);
    expect(some.size).toBe('none');
  });
  test('missing values have a bin of their own, levels too', () => {
    const gaps = [...before.slice(0, 500), ...Array<number>(500).fill(Number.NaN)];
    expect(of(gaps).bins.at(-1)).toEqual({ name: 'missing', before: 0, after: 0.5 });
    const words = (values: (string | null)[]) => ({ name: 'x', type: 'text' as const, values });
    const drift = featureDrift(
      { ...feature, kind: 'category' },
      words(['a', 'a', 'b', null]),
      words(['a', 'c', 'b', 'b']),
      nobody,
      new Uint8Array(4),
    );
    expect(drift.bins).toEqual([
      { name: 'a', before: 0.5, after: 0.25 },
      { name: 'b', before: 0.25, after: 0.5 },
      { name: 'other', before: 0, after: 0.25 },
      { name: 'missing', before: 0.25, after: 0 },
    ]);
    expect(drift.ks).toBeNull();
  });
});
