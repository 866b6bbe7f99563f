/** The squared distance that decides: even and odd columns apart, then added. */
function square(
  x: ArrayLike<number>,
  at: number,
  centers: ArrayLike<number>,
  c: number,
  stride: number,
) {
  let even = 0;
  let odd = 0;
  for (let j = 0; j < stride; j += 2) {
    even += (x[at + j] - centers[c + j]) ** 2;
    odd += (x[at + j + 1] - centers[c + j + 1]) ** 2;
  }
  return even + odd;
}

/**
 * One iteration of k-means, whatever the algorithm: the nearest centre of each row, the first of
 * equals, and per centre the sum of its rows and their number.
 *
 * @param sums k × (stride + 1): sums of x·scale rounded to whole numbers, half to even, then the count
 * @returns how many labels changed
 */
export function kMeansLloyd(
  labels: Int32Array,
  sums: bigint[],
  scale: Float64Array,
  x: Float32Array,
  stride: number,
  centers: Float32Array,
  k: number,
): number {
  let changed = 0;
  sums.fill(0n);
  for (let i = 0; i < labels.length; i++) {
    let best = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let c = 0; c < k; c++) {
      const distance = square(x, i * stride, centers, c * stride, stride);
      if (distance < least) {
        least = distance;
        best = c;
      }
    }
    if (labels[i] !== best) changed++;
    labels[i] = best;
    const to = best * (stride + 1);
    for (let j = 0; j < stride; j++) {
      const scaled = x[i * stride + j] * scale[j];
      sums[to + j] += BigInt(scaled + 6755399441055744 - 6755399441055744);
    }
    sums[to + stride] += 1n;
  }
  return changed;
}

/** The squared distance of each row to the centre it is labelled with. */
export function kMeansSquares(
  out: Float64Array,
  labels: Int32Array,
  x: Float32Array,
  stride: number,
  centers: Float32Array,
): void {
  for (let i = 0; i < labels.length; i++) {
    out[i] = square(x, i * stride, centers, labels[i] * stride, stride);
  }
}

/** What is left of `near` if row `tried` became a centre, and the total of it. */
export function kMeansTry(
  out: Float32Array,
  near: Float32Array,
  tried: number,
  x: Float32Array,
  stride: number,
): number {
  let total = 0;
  for (let i = 0; i < near.length; i++) {
    out[i] = Math.min(near[i], square(x, i * stride, x, tried * stride, stride));
    total += out[i];
  }
  return total;
}
