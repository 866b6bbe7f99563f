import type { Run } from '../base/index.ts';
import type { Compute, Scope } from '../compute/index.ts';
import type { KdTree } from './kd-tree.ts';

/** Queries between two safe points: some tens of milliseconds of work in ordinary data. */
const SLICE = 8192;
/** Queries per chunk. A multiple of a leaf and of the queries that a flat search holds. */
const CHUNK = 64;

/**
 * Runs a search kernel over `items` queries in slices, letting the event loop through in between.
 * The kernel takes `args`, then scratch space and the slice's first query.
 */
export async function search(
  name: string,
  items: number,
  args: readonly number[],
  { compute, scope, tree, run, stage }: SearchSetting,
): Promise<void> {
  const bytes = tree.scratchBytes;
  const scratch = scope.u8(compute.threads * bytes);
  for (let first = 0; first < items; first += SLICE) {
    await run.pause();
    const count = Math.min(SLICE, items - first);
    compute.run(name, count, CHUNK, [...args, scratch.at, bytes, first]);
    run.progress(stage, first + count, items);
  }
}

export interface SearchSetting {
  readonly compute: Compute;
  readonly scope: Scope;
  readonly tree: KdTree;
  readonly run: Run;
  readonly stage: string;
}
