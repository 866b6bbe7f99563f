const DIGIT = 16;
const BUCKETS = 1 << DIGIT;
/** Below this many numbers, comparing is faster than counting 65,536 buckets four times. */
const FEW = 8192;

/**
 * The indices of the numbers in ascending order: equal numbers keep their order, NaN comes last.
 *
 * Cost: four counting passes over 16-bit digits of the 64-bit pattern; 1 million in about 0.1 s.
 */
export function sortOrder(values: ArrayLike<number>): Uint32Array {
  const n = values.length;
  let order = new Uint32Array(n);
  for (let i = 0; i < n; i++) order[i] = i;
  if (n < FEW) return order.sort((a, b) => compare(values[a], values[b]) || a - b);

  const [high, low] = sortableBits(values);
  let next = new Uint32Array(n);
  const counts = new Uint32Array(BUCKETS);
  for (let pass = 0; pass < 4; pass++) {
    const half = pass < 2 ? low : high;
    const shift = (pass % 2) * DIGIT;
    counts.fill(0);
    for (let i = 0; i < n; i++) counts[(half[i] >>> shift) & (BUCKETS - 1)]++;
    if (counts[(half[0] >>> shift) & (BUCKETS - 1)] === n) continue;
    let start = 0;
    for (let b = 0; b < BUCKETS; b++) {
      const count = counts[b];
      counts[b] = start;
      start += count;
    }
    for (let r = 0; r < n; r++) {
      const i = order[r];
      next[counts[(half[i] >>> shift) & (BUCKETS - 1)]++] = i;
    }
    [order, next] = [next, order];
  }
  return order;
}

/** High and low words whose unsigned order is the order of the numbers; −0 equals 0, NaN is highest. */
function sortableBits(values: ArrayLike<number>): [Uint32Array, Uint32Array] {
  const n = values.length;
  const number = new Float64Array(1);
  const words = new Uint32Array(number.buffer);
  const high = new Uint32Array(n);
  const low = new Uint32Array(n);
  for (let i = 0; i < n; i++) {
    const value = values[i];
    if (Number.isNaN(value)) {
      high[i] = low[i] = 0xffffffff;
      continue;
    }
    number[0] = value + 0;
    const negative = words[1] >>> 31 !== 0;
    high[i] = negative ? ~words[1] : words[1] | 0x80000000;
    low[i] = negative ? ~words[0] : words[0];
  }
  return [high, low];
}

function compare(a: number, b: number): number {
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : 1;
  if (Number.isNaN(b)) return -1;
  return a < b ? -1 : a > b ? 1 : 0;
}
