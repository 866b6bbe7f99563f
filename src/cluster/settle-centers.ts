import type { Run } from '../base/index.ts';
import { type Matrix, orderBySize } from '../numeric/index.ts';
import type { NearestCenters } from './series-rows.ts';

/** Centres as a search left them, and how the search for them went. */
export interface FoundCenters {
  readonly centers: Matrix;
  /** The mean of the squared distances. */
  readonly inertia: number;
  readonly iterations: number;
  readonly stopped: 'converged' | 'max-iterations';
}

/** Centres in label order, and the rows' labels as `nearest` gives them. */
export interface SettledCenters extends NearestCenters {
  readonly centers: Matrix;
  /** Which of the given centres each one is. */
  readonly kept: Int32Array;
}

/** The mean of the squared distances. */
export function meanSquare(distances: Float64Array): number {
  return distances.reduce((sum, distance) => sum + distance * distance, 0) / distances.length;
}

/**
 * Names centres by the number of rows nearest to them, largest first, and drops those that no row is nearest to.
 *
 * Labels come from `nearest` with the centres in their last order: where a row is as near to two, the first
 * has it, so that assigning the training rows gives their labels again.
 */
export async function settleCenters(
  where: string,
  given: Matrix,
  asked: number,
  nearest: (centers: Matrix) => Promise<NearestCenters>,
  run: Run,
): Promise<SettledCenters> {
  let kept = Int32Array.from({ length: given.rows }, (_, c) => c);
  let centers = given;
  let found = await nearest(centers);
  // Rows that are as near to two centres may change sides with their order: at most a few times.
  for (let round = 0; round < given.rows; round++) {
    const order = orderBySize(found.labels, kept.length);
    if (order.every((name, c) => name === c)) break;
    const rank = [...order.keys()].filter((c) => order[c] >= 0).sort((a, b) => order[a] - order[b]);
    kept = Int32Array.from(rank, (c) => kept[c]);
    centers = given.takeRows(kept);
    found = await nearest(centers);
  }
  if (kept.length < asked) {
    run.warn(
      'fewer-clusters',
      `${where}: ${asked} clusters were asked for, but the rows fill only ${kept.length}; the model has ${kept.length}. There may be fewer than ${asked} different rows.`,
    );
  }
  return { centers, kept, ...found };
}
