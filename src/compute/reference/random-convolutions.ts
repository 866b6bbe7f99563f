/** What the kernels of random convolutions are told; see assembly/random-convolutions.ts. */
export interface Convolutions {
  readonly dilations: Int32Array;
  /** Features per kernel at each dilation. */
  readonly counts: Int32Array;
  /** Where the channels of each dilation's 84 kernels start in `which`, and the end. */
  readonly offsets: Int32Array;
  readonly which: Int32Array;
  readonly biases: Float32Array;
}

/** Shares of steps at which each convolution of one series (channels × steps, of length n) exceeds its bias. */
export function convolutionShares(
  out: Float32Array,
  x: Float32Array,
  steps: number,
  n: number,
  { dilations, counts, offsets, which, biases }: Convolutions,
): void {
  let f = 0;
  dilations.forEach((dilation, j) => {
    let kernel = 0;
    for (let a = 0; a < 7; a++) {
      for (let b = a + 1; b < 8; b++) {
        for (let c = b + 1; c < 9; c++, kernel++) {
          const at = 84 * j + kernel;
          const row = new Float32Array(n);
          for (const channel of which.subarray(offsets[at], offsets[at + 1])) {
            const own = x.subarray(channel * steps, channel * steps + n);
            convolve(own, dilation, [a, b, c]).forEach((value, t) => {
              row[t] += value;
            });
          }
          const narrow = n > 8 * dilation && (j + kernel) % 2 === 1;
          const seen = narrow ? row.subarray(4 * dilation, n - 4 * dilation) : row;
          for (let each = 0; each < counts[j]; each++, f++) {
            out[f] = seen.filter((value) => value > biases[f]).length / seen.length;
          }
        }
      }
    }
  });
}

/** Nine taps, `dilation` apart: 2 at three places, −1 at the others, zeros outside; sums in 32-bit. */
function convolve(x: Float32Array, dilation: number, places: readonly number[]): Float32Array {
  return x.map((value, t) => {
    const at = (tap: number) => x[t + (tap - 4) * dilation] ?? 0;
    let sum = -value;
    for (const tap of [0, 1, 2, 3, 5, 6, 7, 8]) sum = Math.fround(sum - at(tap));
    for (const tap of places) sum = Math.fround(sum + Math.fround(3 * at(tap)));
    return sum;
  });
}
