/** The squared length of a row seen from the means: even and odd columns apart, then added. */
function lengthSquare(x: ArrayLike<number>, at: number, means: Float64Array): number {
  let even = 0;
  let odd = 0;
  for (let j = 0; j < means.length; j += 2) {
    even += (x[at + j] - means[j]) ** 2;
    odd += (x[at + j + 1] - means[j + 1]) ** 2;
  }
  return even + odd;
}

/** The largest squared length of the rows, seen from the means. */
export function kMeansReach(x: Float32Array, means: Float64Array): number {
  let most = 0;
  for (let at = 0; at < x.length; at += means.length) {
    most = Math.max(most, lengthSquare(x, at, means));
  }
  return most;
}

export interface PackedRow {
  readonly square: number;
  readonly values: number[];
  /** At least the length of what rounding took away. */
  readonly missed: number;
}

/** The rows as whole numbers of `step`, filled up with zeros to a multiple of 8 columns. */
export function kMeansPack(
  x: Float32Array,
  means: Float64Array,
  step: number,
  reach: number,
  unsure: number,
): PackedRow[] {
  const stride = means.length;
  const packed: PackedRow[] = [];
  for (let at = 0; at < x.length; at += stride) {
    const length = Math.sqrt(lengthSquare(x, at, means));
    const factor = (length > reach ? reach / length : 1) / step;
    const values = new Array<number>(Math.ceil(stride / 8) * 8).fill(0);
    let missed = 0;
    for (let j = 0; j < stride; j++) {
      const off = x[at + j] - means[j];
      // Half to even: f64 has no bits behind the point from 2⁵² on.
      values[j] = off * factor + 6755399441055744 - 6755399441055744;
      missed += (off - values[j] * step) ** 2;
    }
    const square = values.reduce((sum, value) => sum + value * value, 0);
    packed.push({ square, values, missed: Math.sqrt(missed) + unsure });
  }
  return packed;
}

/** Packed centres in groups of eight, as one group after the other lies in memory; no centre is −1. */
export function kMeansPanels(centers: readonly PackedRow[], slots: readonly number[]): number[] {
  const words: number[] = [];
  for (let g = 0; g < slots.length; g += 8) {
    const eight = slots.slice(g, g + 8).map((c): PackedRow | undefined => centers[c]);
    words.push(...eight.map((center) => center?.square ?? 0));
    words.push(...eight.map((center) => (center ? 0 : 2 ** 31 - 1)));
    for (let j = 0; j < centers[0].values.length; j += 2) {
      for (const center of eight) {
        const [a, b] = center?.values.slice(j, j + 2) ?? [0, 0];
        words.push((a & 0xffff) | (b << 16));
      }
    }
  }
  return words;
}
