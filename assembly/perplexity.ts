// How likely each row is to pick each of its nearest rows, so that the picks are as many as asked for.
//
//   out        n × k f32: shares that add up to 1
//   distances  n × k f64: to the k nearest rows, in any order
//   entropy    ln of the perplexity; 0 … ln k
//
// The share of a neighbour at distance d is exp(−β·d²) over their sum, and β is such that the entropy of
// the shares is `entropy`: Newton's method on ln β, whose slope −β²·Var(d²) costs nothing more, kept
// inside the bounds found so far. Five rounds do in ordinary data.

import { exp64, log64 } from './exp-log';

const ROUNDS: i32 = 100;
const CLOSE: f64 = 1e-11;

export function perplexityShares(
  out: usize,
  distances: usize,
  k: i32,
  entropy: f64,
  begin: i32,
  end: i32,
  chunk: i32,
  lane: i32,
): void {
  for (let i = begin; i < end; i++) {
    const first = <usize>i * <usize>k;
    shareRow(out + (first << 2), distances + (first << 3), k, entropy);
  }
}

function shareRow(out: usize, from: usize, k: i32, entropy: f64): void {
  const stop = from + ((<usize>k) << 3);
  let least = Infinity;
  for (let at = from; at < stop; at += 8) least = min(least, load<f64>(at));
  least *= least;
  let mean: f64 = 0;
  for (let at = from; at < stop; at += 8) mean += load<f64>(at) * load<f64>(at) - least;
  mean /= <f64>k;
  // All equally near: no β tells them apart.
  let beta = mean > 0 ? 1 / mean : 0;
  let low: f64 = 0;
  let high: f64 = Infinity;
  let sum: f64 = 0;
  for (let round = 0; round < ROUNDS; round++) {
    sum = 0;
    let first: f64 = 0;
    let second: f64 = 0;
    for (let at = from; at < stop; at += 8) {
      const square = load<f64>(at) * load<f64>(at) - least;
      const share = exp64(-beta * square);
      sum += share;
      first += share * square;
      second += share * square * square;
    }
    first /= sum;
    const apart = log64(sum) + beta * first - entropy;
    if (abs(apart) < CLOSE || mean <= 0) break;
    if (apart > 0) low = beta;
    else high = beta;
    const slope = beta * beta * (second / sum - first * first);
    let next = beta * exp64(min(2.0, max(-2.0, apart / slope)));
    // Also where the slope has vanished and the step is not a number.
    if (!(next > low && next < high)) next = high == Infinity ? beta * 2 : (low + high) * 0.5;
    if (next == beta || next > 1e300) break;
    beta = next;
  }
  for (let at = from; at < stop; at += 8, out += 4) {
    const square = load<f64>(at) * load<f64>(at) - least;
    store<f32>(out, <f32>(exp64(-beta * square) / sum));
  }
}
