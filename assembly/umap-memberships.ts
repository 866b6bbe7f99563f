// How much each neighbour belongs to a row: 1 up to the distance ρ of the nearest, then falling off by
// e^−((d − ρ)/σ), with σ such that the row has log₂ of k neighbours in all.
import { exp64 } from './exp-log';

/** Bisections stop this near to the sum asked for: McInnes's own tolerance, so that σ is the same. */
const NEAR: f64 = 1e-5;
const BISECTIONS: i32 = 64;

// A wasm global belongs to one instance, and each thread has its own.
let row: usize = 0;
let others: i32 = 0;
let nearest: f64 = 0;

// @ts-ignore: decorator
@inline function distanceTo(j: i32): f64 {
  return load<f64>(row + ((<usize>j) << 3));
}

/** Members of the row's set at scale `sigma`. */
function total(sigma: f64): f64 {
  let sum: f64 = 0;
  for (let j = 0; j < others; j++) {
    const over = distanceTo(j) - nearest;
    sum += over > 0 ? exp64(-over / sigma) : 1;
  }
  return sum;
}

/** Whole neighbours that count as certain, and a share of the step to the next. */
function certain(local: f64): f64 {
  let zeros = 0;
  while (zeros < others && distanceTo(zeros) == 0) zeros++;
  const left = others - zeros;
  if (left == 0) return 0;
  if (<f64>left < local) return distanceTo(others - 1);
  const whole = <i32>floor(local);
  const share = local - floor(local);
  if (whole == 0) return share * distanceTo(zeros);
  const at = distanceTo(zeros + whole - 1);
  return share > NEAR ? at + share * (distanceTo(zeros + whole) - at) : at;
}

/**
 * Row i of `weights` (n × count) is how much each of its others belongs to it; scales[i] is σ, nears[i] ρ.
 *
 * @param distances n × count f64, ascending, without the row itself
 * @param target the sum of memberships asked for, without the row itself
 * @param lone neighbours counted for the mean of a row beside `count`: 1 where the row itself is one, at 0
 * @param mean of all distances, the same way
 */
export function umapMemberships(
  weights: usize, scales: usize, nears: usize, distances: usize, count: i32, target: f64, local: f64,
  lone: i32, mean: f64, begin: i32, end: i32, _chunk: i32, _lane: i32,
): void {
  others = count;
  for (let i = begin; i < end; i++) {
    row = distances + (<usize>i * <usize>count << 3);
    nearest = certain(local);
    let low: f64 = 0;
    let high: f64 = Infinity;
    let sigma: f64 = 1;
    for (let n = 0; n < BISECTIONS; n++) {
      const off = total(sigma) - target;
      if (abs(off) < NEAR) break;
      if (off > 0) {
        high = sigma;
        sigma = (low + high) / 2;
      } else {
        low = sigma;
        sigma = high == Infinity ? sigma * 2 : (low + high) / 2;
      }
    }
    // Never so small that all but the nearest vanish.
    let typical = mean;
    if (nearest > 0) {
      typical = 0;
      for (let j = 0; j < count; j++) typical += distanceTo(j);
      typical /= <f64>(count + lone);
    }
    sigma = max(sigma, 0.001 * typical);
    store<f64>(scales + ((<usize>i) << 3), sigma);
    store<f64>(nears + ((<usize>i) << 3), nearest);
    for (let j = 0; j < count; j++) {
      const over = distanceTo(j) - nearest;
      const weight = over <= 0 || sigma == 0 ? 1 : exp64(-over / sigma);
      store<f64>(weights + ((<usize>(i * count + j)) << 3), weight);
    }
  }
}
