import { Random } from '../base/index.ts';
import type { Panel } from '../numeric/index.ts';

/** Kernels: all ways to choose three of nine taps. */
export const KERNELS = 84;
/** Dilations at most, and channels that one kernel looks at, at most. */
const MOST_DILATIONS = 32;
const MOST_CHANNELS = 9;

/** Which convolutions are made of a series, and with what each is compared. */
export interface ConvolutionPlan {
  readonly channels: number;
  /** Steps between neighbouring taps, ascending. */
  readonly dilations: Int32Array;
  /** Features per kernel at each dilation. */
  readonly counts: Int32Array;
  /** dilations × 84 + 1: where the channels of each kernel start in `which`. */
  readonly offsets: Int32Array;
  readonly which: Int32Array;
  /** Per dilation, per kernel. */
  readonly biases: Float32Array;
}

/**
 * Draws the plan: dilations by the length, biases from what the convolutions of random series come to.
 *
 * Source: Dempster, Schmidt & Webb 2021, "MiniRocket", section 3; several channels as in the authors' code, which
 * the paper does not describe.   Differs: of ragged series the middle length decides on the dilations.
 */
export function drawPlan(panel: Panel, features: number, seed: number): ConvolutionPlan {
  const { channels, steps } = panel;
  const { dilations, counts } = planDilations(middle(panel.lengths), features);
  const random = new Random(seed).fork('convolutions');
  const { offsets, which } = drawChannels(channels, KERNELS * dilations.length, random);
  const biases = new Float32Array(KERNELS * counts.reduce((a, b) => a + b, 0));
  let at = 0;
  dilations.forEach((dilation, j) => {
    kernels.forEach((places, kernel) => {
      const chosen = random.integer(panel.series);
      const n = panel.lengths[chosen];
      const row = new Float32Array(n);
      const place = KERNELS * j + kernel;
      for (let p = offsets[place]; p < offsets[place + 1]; p++) {
        const from = which[p] * steps;
        addConvolution(row, panel.row(chosen).subarray(from, from + n), dilation, places);
      }
      row.sort();
      for (let each = 0; each < counts[j]; each++, at++) {
        biases[at] = quantile(row, Math.fround(((at + 1) * GOLDEN) % 1));
      }
    });
  });
  return { channels, dilations, counts, offsets, which, biases };
}

/** Multiples of it modulo 1 are spread evenly, however many are taken. */
const GOLDEN = (Math.sqrt(5) + 1) / 2;

const kernels: readonly (readonly number[])[] = Array.from({ length: 7 }, (_, a) => a).flatMap(
  (a) =>
    Array.from({ length: 7 - a }, (_, i) => a + 1 + i).flatMap((b) =>
      Array.from({ length: 8 - b }, (_, i) => [a, b, b + 1 + i]),
    ),
);

/** Dilations of which each is the same factor larger, up to kernels as long as the series; a short series has the one of 1. */
export function planDilations(length: number, features: number) {
  const each = Math.floor(features / KERNELS);
  const wanted = Math.min(each, MOST_DILATIONS);
  const exponent = Math.max(0, Math.log2((length - 1) / 8));
  const found = new Map<number, number>();
  for (let i = 0; i < wanted; i++) {
    const power = wanted === 1 ? 0 : (exponent * i) / (wanted - 1);
    // Powers that should be whole may fall just short, by how an engine rounds.
    const dilation = Math.floor(2 ** power + 1e-9);
    found.set(dilation, (found.get(dilation) ?? 0) + 1);
  }
  const counts = Int32Array.from(found.values(), (count) => Math.floor((count * each) / wanted));
  let left = each - counts.reduce((a, b) => a + b, 0);
  for (let i = 0; left > 0; i = (i + 1) % counts.length, left--) counts[i]++;
  return { dilations: Int32Array.from(found.keys()), counts };
}

/** One to nine channels for each kernel, few more often than many. */
function drawChannels(channels: number, kernels: number, random: Random) {
  const most = Math.log2(Math.min(channels, MOST_CHANNELS) + 1);
  const offsets = new Int32Array(kernels + 1);
  const which: number[] = [];
  for (let i = 0; i < kernels; i++) {
    if (channels === 1) which.push(0);
    else {
      const order = random.shuffle(Int32Array.from({ length: channels }, (_, c) => c));
      which.push(...order.subarray(0, Math.floor(2 ** (most * random.next()))));
    }
    offsets[i + 1] = which.length;
  }
  return { offsets, which: Int32Array.from(which) };
}

/** Sums in 32-bit and in the kernel's order, so that a series meets its own biases exactly. */
function addConvolution(
  row: Float32Array,
  x: Float32Array,
  dilation: number,
  places: readonly number[],
): void {
  const { fround } = Math;
  for (let t = 0; t < x.length; t++) {
    let sum = -x[t];
    for (let tap = 0; tap < 9; tap++) {
      const at = t + (tap - 4) * dilation;
      if (tap !== 4 && at >= 0 && at < x.length) sum = fround(sum - x[at]);
    }
    for (const tap of places) {
      const at = t + (tap - 4) * dilation;
      if (at >= 0 && at < x.length) sum = fround(sum + fround(3 * x[at]));
    }
    row[t] += sum;
  }
}

/** Of ascending numbers, linearly between neighbours. */
function quantile(sorted: Float32Array, share: number): number {
  const rank = (sorted.length - 1) * share;
  const low = Math.floor(rank);
  const rest = rank - low;
  return sorted[low] * (1 - rest) + sorted[Math.min(low + 1, sorted.length - 1)] * rest;
}

function middle(lengths: Int32Array): number {
  return lengths.slice().sort()[lengths.length >> 1];
}
