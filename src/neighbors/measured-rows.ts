import type { Run } from '../base/index.ts';
import { openCompute } from '../compute/index.ts';
import { packPanels } from '../distances/index.ts';
import type { Matrix } from '../numeric/index.ts';
import type { Nearest } from './nearest-rows.ts';

/** Their numbers in assembly/row-distance.ts. */
const NUMBERS = { manhattan: 1, chebyshev: 2, hamming: 3, jaccard: 4 } as const;

/** Metrics that only looking at every pair can serve. */
export type PairMetric = keyof typeof NUMBERS;

const SLICE = 1024;
const CHUNK = 64;

/**
 * The k nearest rows by a metric without angles and lengths, every pair measured.
 *
 * Without `y` each row of x has the other rows of x. Ties go to the lower row.
 * Cost: O(n·m·d); memory two copies of x.
 */
export async function nearestMeasured(
  x: Matrix,
  k: number,
  metric: PairMetric,
  y: Matrix | undefined,
  run: Run,
): Promise<Nearest> {
  const compute = await openCompute(run.threads);
  using scope = compute.scope();
  const n = (y ?? x).rows;
  const distances = scope.f64(n * k);
  const rows = scope.i32(n * k);
  const points = scope.put(x.data).at;
  const args = [
    ...[distances.at, rows.at, scope.put(packPanels(x).data).at, points],
    ...[y ? scope.put(y.data).at : points, x.cols, x.rows, k, NUMBERS[metric], y ? 0 : 1],
    1 + (x.cols + 16) * 2 ** -23,
  ];
  for (let first = 0; first < n; first += SLICE) {
    await run.pause();
    const count = Math.min(SLICE, n - first);
    compute.run('measuredNearest', count, CHUNK, [...args, first]);
    run.progress('nearest rows', first + count, n);
  }
  return { rows: rows.copy(), distances: distances.copy() };
}
