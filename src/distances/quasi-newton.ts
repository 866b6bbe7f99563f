import type { Run } from '../base/index.ts';

interface Measured {
  readonly value: number;
  readonly slope: Float64Array;
}

/** Pairs of steps and changes of slope that the curvature is taken from. */
const MEMORY = 10;
/** A step must lower the value by this share of what the slope promises (Armijo). */
const ENOUGH = 1e-4;
/** Most halvings of a step. */
const HALVINGS = 40;

/**
 * Where a smooth function of many numbers is least, near to a start.
 *
 * Source: Nocedal 1980, "Updating quasi-Newton matrices with limited storage" (L-BFGS).   Differs: steps are
 * halved until the value falls enough; a pair that curves the wrong way is left out.
 */
export async function quasiNewton(
  measure: (at: Float64Array) => Measured,
  start: Float64Array,
  { maxIterations, tolerance }: Readonly<Record<'maxIterations' | 'tolerance', number>>,
  run: Run,
): Promise<{ readonly at: Float64Array; readonly value: number; readonly iterations: number }> {
  let at = start;
  let here = measure(at);
  const pairs: { moved: Float64Array; turned: Float64Array; curve: number }[] = [];
  for (let iteration = 1; iteration <= maxIterations; iteration++) {
    await run.pause();
    const way = direction(here.slope, pairs);
    let promise = dot(way, here.slope);
    if (!(promise < 0)) {
      if (pairs.length === 0) return { at, value: here.value, iterations: iteration - 1 };
      pairs.length = 0;
      way.set(here.slope.map((v) => -v));
      promise = -dot(here.slope, here.slope);
    }
    let length = pairs.length === 0 ? Math.min(1, 1 / Math.sqrt(-promise)) : 1;
    let next = at;
    let there = here;
    for (let turn = 0; ; turn++) {
      next = at.map((v, j) => v + length * way[j]);
      there = measure(next);
      if (there.value <= here.value + ENOUGH * length * promise) break;
      if (turn === HALVINGS) return { at, value: here.value, iterations: iteration - 1 };
      length /= 2;
    }
    const moved = next.map((v, j) => v - at[j]);
    const turned = there.slope.map((v, j) => v - here.slope[j]);
    const curve = dot(moved, turned);
    if (curve > 1e-12 * dot(turned, turned)) pairs.push({ moved, turned, curve });
    if (pairs.length > MEMORY) pairs.shift();
    const fell = here.value - there.value;
    const size = Math.max(Math.abs(here.value), Math.abs(there.value));
    [at, here] = [next, there];
    if (!(fell > tolerance * size)) return { at, value: here.value, iterations: iteration };
  }
  return { at, value: here.value, iterations: maxIterations };
}

/** Down the slope, as the curvature seen so far bends it: the two loops of L-BFGS. */
function direction(
  slope: Float64Array,
  pairs: readonly { moved: Float64Array; turned: Float64Array; curve: number }[],
): Float64Array {
  const way = slope.map((v) => -v);
  const shares: number[] = [];
  for (const { moved, turned, curve } of [...pairs].reverse()) {
    const share = dot(moved, way) / curve;
    shares.push(share);
    for (let j = 0; j < way.length; j++) way[j] -= share * turned[j];
  }
  const last = pairs.at(-1);
  if (last !== undefined) {
    const scale = last.curve / dot(last.turned, last.turned);
    for (let j = 0; j < way.length; j++) way[j] *= scale;
  }
  for (const { moved, turned, curve } of pairs) {
    const share = (shares.pop() ?? 0) - dot(turned, way) / curve;
    for (let j = 0; j < way.length; j++) way[j] += share * moved[j];
  }
  return way;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j] * b[j];
  return sum;
}
