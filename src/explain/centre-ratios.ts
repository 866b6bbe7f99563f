import { type Matrix, NOISE, quantile } from '../numeric/index.ts';

export interface CentreRatios {
  /** One per row: how many times as far from the centre as the median row of the segment; NaN without segments. */
  readonly ratios: Float64Array;
  /** One per row: its segment; of a row in none, the segment that it lies nearest to; −1 without segments. */
  readonly beside: Int32Array;
}

/**
 * How far rows lie from the middle of their segment, in units that segments of every width share: 1 is
 * the median row of the segment, 4 lies four times as far out. Rows in no segment are measured from the nearest.
 *
 * Shapes: x is n × d, labels n.   Cost: O(n·d), and n·k·d for rows in no segment.
 *
 * @param own distances of the method itself to what it compares rows with; without, Euclidean to the mean row
 */
export function centreRatios(
  x: Matrix,
  labels: ArrayLike<number>,
  own?: ArrayLike<number>,
): CentreRatios {
  const means = meanRows(x, labels);
  const distances = new Float64Array(x.rows).fill(Number.NaN);
  const beside = new Int32Array(x.rows).fill(NOISE);
  const bySegment = new Map<number, number[]>();
  for (let i = 0; i < x.rows; i++) {
    if (labels[i] === NOISE) continue;
    const far = own?.[i] ?? Number.NaN;
    distances[i] = Number.isFinite(far) ? far : away(x, i, means.get(labels[i])!);
    beside[i] = labels[i];
    const known = bySegment.get(labels[i]);
    if (known) known.push(distances[i]);
    else bySegment.set(labels[i], [distances[i]]);
  }
  const typical = new Map([...bySegment].map(([segment, all]) => [segment, typicalOf(all)]));
  const ratios = distances.map((far, i) => ratio(far, typical.get(labels[i]) ?? 0));
  if (!beside.includes(NOISE)) return { ratios, beside };
  const reach = new Map(
    [...means].map(([segment, mean]) => [segment, meanReach(x, labels, segment, mean)]),
  );
  for (let i = 0; i < x.rows; i++) {
    if (labels[i] !== NOISE) continue;
    let least = Number.POSITIVE_INFINITY;
    for (const [segment, mean] of means) {
      const far = away(x, i, mean);
      if (far >= least) continue;
      least = far;
      beside[i] = segment;
      ratios[i] = ratio(far, reach.get(segment)!);
    }
  }
  return { ratios, beside };
}

function meanRows(x: Matrix, labels: ArrayLike<number>): Map<number, Float64Array> {
  const sums = new Map<number, { sum: Float64Array; rows: number }>();
  for (let i = 0; i < x.rows; i++) {
    if (labels[i] === NOISE) continue;
    const own = sums.get(labels[i]) ?? { sum: new Float64Array(x.cols), rows: 0 };
    sums.set(labels[i], own);
    own.rows++;
    for (let j = 0; j < x.cols; j++) own.sum[j] += x.data[i * x.cols + j];
  }
  return new Map([...sums].map(([segment, { sum, rows }]) => [segment, sum.map((s) => s / rows)]));
}

function away(x: Matrix, row: number, mean: Float64Array): number {
  let square = 0;
  for (let j = 0; j < x.cols; j++) square += (x.data[row * x.cols + j] - mean[j]) ** 2;
  return Math.sqrt(square);
}

/** The typical Euclidean distance of a segment's rows to their mean, which rows in no segment are measured by. */
function meanReach(
  x: Matrix,
  labels: ArrayLike<number>,
  segment: number,
  mean: Float64Array,
): number {
  const all: number[] = [];
  for (let i = 0; i < x.rows; i++) if (labels[i] === segment) all.push(away(x, i, mean));
  return typicalOf(all);
}

/** The median; the mean where more than half of the rows lie on the centre. */
function typicalOf(distances: readonly number[]): number {
  const sorted = Float64Array.from(distances).sort();
  const median = quantile(sorted, 0.5);
  return median > 0 ? median : distances.reduce((a, b) => a + b, 0) / distances.length;
}

/** 0 on a centre, whatever the others do. */
function ratio(far: number, typical: number): number {
  return typical > 0 ? far / typical : far > 0 ? Number.POSITIVE_INFINITY : far;
}
