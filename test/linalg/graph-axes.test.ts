import { expect, test } from 'vitest';
import { Random, Run } from '../../src/base/index.ts';
import { graphAxes, symmetricEigen } from '../../src/linalg/index.ts';
import { connectedParts, type Graph } from '../../src/numeric/index.ts';

/** A ring with random chords, each edge both ways. */
function ring(n: number, chords: number): Graph & { weights: Float64Array } {
  const random = new Random(n);
  const edges = new Map<string, number>();
  const add = (i: number, j: number, weight: number) => {
    if (i === j) return;
    edges.set(`${i} ${j}`, weight).set(`${j} ${i}`, weight);
  };
  for (let c = 0; c < chords; c++) add(random.integer(n), random.integer(n), random.next());
  for (let i = 0; i < n; i++) add(i, (i + 1) % n, 1);
  const sorted = [...edges].map(([key, weight]) => [...key.split(' ').map(Number), weight]);
  sorted.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const offsets = new Int32Array(n + 1);
  for (const [i] of sorted) offsets[i + 1]++;
  for (let i = 0; i < n; i++) offsets[i + 1] += offsets[i];
  return {
    offsets,
    targets: Int32Array.from(sorted, ([, j]) => j),
    weights: Float64Array.from(sorted, ([, , weight]) => weight),
  };
}

test.each([40, 300])(
  'graphAxes of %i nodes finds the eigenvectors of the normalised Laplacian, on any thread count',
  async (n) => {
    const graph = ring(n, n);
    const { offsets, targets, weights } = graph;
    const degrees = Float64Array.from({ length: n }, (_, i) =>
      weights.slice(offsets[i], offsets[i + 1]).reduce((sum, weight) => sum + weight, 0),
    );
    const whole = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      for (let e = offsets[i]; e < offsets[i + 1]; e++) {
        whole[i * n + targets[e]] = weights[e] / Math.sqrt(degrees[i] * degrees[targets[e]]);
      }
    }
    const { vectors } = symmetricEigen(whole, n);
    const found = await graphAxes(graph, 3, 0, new Run({ threads: 1 }));
    expect(await graphAxes(graph, 3, 0, new Run({ threads: 4 }))).toEqual(found);
    for (let c = 0; c < 3; c++) {
      let dot = 0;
      for (let i = 0; i < n; i++) dot += found[c * n + i] * vectors[(c + 1) * n + i];
      expect(Math.abs(dot)).toBeCloseTo(1, 4);
      const own = found.slice(c * n, (c + 1) * n);
      expect(Math.max(...own)).toBe(Math.max(...own.map(Math.abs)));
    }
  },
);

test('connectedParts numbers parts by their lowest nodes', () => {
  const graph = {
    offsets: Int32Array.from([0, 1, 2, 3, 4, 4]),
    targets: Int32Array.from([2, 3, 0, 1]),
    weights: new Float64Array(4).fill(1),
  };
  expect([...connectedParts(graph)]).toEqual([0, 1, 0, 1, 2]);
});
