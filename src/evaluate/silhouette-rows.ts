import type { Run } from '../base/index.ts';
import { openCompute } from '../compute/index.ts';
import { packPanels } from '../distances/index.ts';
import { type Matrix, unitScale } from '../numeric/index.ts';

/**
 * Panels per band: few enough to stay in the processor's nearest cache and to leave many tiles per
 * round, many enough that a tile takes far longer than handing it out.
 */
const MIN_WIDTH = 4;
const MAX_WIDTH = 32;
/** 32 KiB of a band's numbers. */
const BAND_NUMBERS = 8192;

/**
 * The silhouette of every row of x, whose rows are ordered by cluster.
 *
 * Cost: O(n²·d) on all threads, each pair once; memory a few copies of x, no distance matrix.
 *
 * @param offsets the first row of each cluster, then n
 */
export async function silhouetteRows(
  x: Matrix,
  offsets: Int32Array,
  run: Run,
): Promise<Float64Array> {
  const compute = await openCompute(run.threads);
  using scope = compute.scope();
  const clusters = offsets.length - 1;
  // A silhouette does not depend on the unit.
  const { data, starts } = packPanels(unitScale(x).scaled, offsets);
  const panels = starts[clusters];
  const width = Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, Math.floor(BAND_NUMBERS / (8 * x.cols))));
  const bands = Math.ceil(panels / width);
  const owners = new Int32Array(panels);
  for (let c = 0; c < clusters; c++) owners.fill(c, starts[c], starts[c + 1]);
  const state = new Float64Array(panels * 32);
  for (let at = 3; at < state.length; at += 4) state[at] = Number.POSITIVE_INFINITY;
  const out = scope.f64(x.rows);
  const head = [out.at, scope.put(state).at];
  const tail = [
    ...[width, scope.put(data).at, x.cols],
    ...[scope.put(starts).at, scope.put(offsets).at, scope.put(owners).at, clusters],
    scope.f64(compute.threads * 8 * width).at,
  ];
  for (let round = 0; round < bands; round++) {
    await run.pause();
    run.progress('silhouette', round, bands);
    compute.run('silhouetteRound', tilesIn(round, bands), 1, [...head, round, ...tail]);
  }
  run.progress('silhouette', bands, bands);
  return out.copy();
}

/** How many tiles a round has: pairs I ≤ J of bands with I + J = round or round + bands. */
export function tilesIn(round: number, bands: number): number {
  return Math.floor(round / 2) + 1 + Math.max(0, Math.floor((round + bands) / 2) - round);
}
