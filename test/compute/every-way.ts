import { expect } from 'vitest';
import { type Compute, openCompute, type Scope } from '../../src/compute/index.ts';

/** Runs `kernels` on 1, 2 and 4 threads, in shared and in single memory: all must give the same bits. */
export async function everyWay<T>(kernels: (compute: Compute, scope: Scope) => T): Promise<T> {
  const seen: T[] = [];
  for (const [threads, share] of [
    [1, true],
    [2, true],
    [4, true],
    [4, false],
  ] as const) {
    const compute = await openCompute(threads, share);
    using scope = compute.scope();
    seen.push(kernels(compute, scope));
  }
  for (const bits of seen) expect(bits).toEqual(seen[0]);
  return seen[0];
}

/** Equal within `share` of the largest number. */
export function expectNear(
  ours: ArrayLike<number>,
  theirs: ArrayLike<number>,
  share = 1e-13,
): void {
  const size = Math.max(1e-300, ...Array.from(theirs, Math.abs));
  expect(ours.length).toBe(theirs.length);
  for (let at = 0; at < theirs.length; at++) {
    expect(Math.abs(ours[at] - theirs[at]), `number ${at}`).toBeLessThanOrEqual(share * size);
  }
}
