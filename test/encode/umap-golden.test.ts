import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Run } from '../../src/base/index.ts';
import { fitDistanceCurve } from '../../src/encode/distance-curve.ts';
import { fuzzyGraph } from '../../src/encode/fuzzy-graph.ts';
import { memberships } from '../../src/encode/memberships.ts';
import { findNeighbors } from '../../src/neighbors/index.ts';
import { Matrix } from '../../src/numeric/index.ts';

interface Golden {
  readonly curves: readonly { minDist: number; spread: number; a: number; b: number }[];
  readonly tables: readonly {
    readonly x: readonly (readonly number[])[];
    readonly neighbors: number;
    readonly localConnectivity: number;
    readonly setOpMixRatio: number;
    readonly sigmas: readonly number[];
    readonly rhos: readonly number[];
    readonly offsets: readonly number[];
    readonly targets: readonly number[];
    readonly weights: readonly number[];
  }[];
}

/** Made by test/golden/umap.py with umap-learn. */
const golden: Golden = JSON.parse(
  readFileSync(new URL('../golden/umap.json', import.meta.url), 'utf8'),
);

test.each(golden.curves)(
  'fitDistanceCurve($minDist, $spread) equals umap-learn',
  async ({ minDist, spread, a, b }) => {
    const curve = await fitDistanceCurve(minDist, spread);
    // SciPy's fit stops when the squares change by less than 1e-8 of themselves.
    expect(Math.abs(curve.a / a - 1)).toBeLessThan(5e-6);
    expect(Math.abs(curve.b / b - 1)).toBeLessThan(5e-6);
  },
);

function largestError(found: ArrayLike<number>, expected: readonly number[]): number {
  let error = 0;
  expected.forEach((value, i) => {
    error = Math.max(error, Math.abs(found[i] - value));
  });
  return error;
}

test.each(golden.tables)(
  'memberships and fuzzyGraph of $neighbors neighbours, localConnectivity $localConnectivity, setOpMixRatio $setOpMixRatio, equal umap-learn',
  async ({ x, neighbors, localConnectivity, setOpMixRatio, ...expected }) => {
    const run = new Run();
    const count = neighbors - 1;
    const near = await findNeighbors(Matrix.from(x), { neighbors: count }, run);
    const found = await memberships(
      near,
      count,
      { neighbors, local: localConnectivity, self: true },
      run,
    );
    // umap-learn works in 32 bits and stops its bisection within 1e-5 of the sum asked for.
    expect(largestError(found.scales, expected.sigmas)).toBeLessThan(1e-5);
    expect(largestError(found.nears, expected.rhos)).toBeLessThan(1e-6);
    const graph = fuzzyGraph(near.rows, found.weights, count, setOpMixRatio);
    expect([...graph.offsets]).toEqual(expected.offsets);
    expect([...graph.targets]).toEqual(expected.targets);
    expect(largestError(graph.weights, expected.weights)).toBeLessThan(1e-5);
  },
);
