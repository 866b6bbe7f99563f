// Values lie dimension by dimension: value j of column p at data[j × stride + p].

/** The nearest column to `from` by Ward's distance: [half the squared distance, column]. */
export function wardNearest(
  centers: Float64Array,
  weights: Float64Array,
  cols: number,
  stride: number,
  from: number,
  begin: number,
  end: number,
): [number, number] {
  let best = Number.POSITIVE_INFINITY;
  let at = -1;
  for (let p = begin; p < end; p++) {
    if (p === from) continue;
    let sum = 0;
    for (let j = 0; j < cols; j++) {
      sum += (centers[j * stride + p] - centers[j * stride + from]) ** 2;
    }
    sum *= (weights[from] * weights[p]) / (weights[from] + weights[p]);
    if (sum < best) {
      best = sum;
      at = p;
    }
  }
  return [best, at];
}

/** The place of the least number, the first of equal ones; −1 when none is below infinity. */
export function leastAt(numbers: ArrayLike<number>): number {
  let best = Number.POSITIVE_INFINITY;
  let at = -1;
  for (let i = 0; i < numbers.length; i++) {
    if (numbers[i] < best) {
      best = numbers[i];
      at = i;
    }
  }
  return at;
}
