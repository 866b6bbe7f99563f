/** How the steps of a series are gathered so that it can be drawn: each point is the mean of `bucket` steps. */
export interface SeriesGrid {
  /** Steps of the series itself. */
  readonly steps: number;
  /** Steps per drawn point. */
  readonly bucket: number;
  /** Steps at the end that do not fill a point and are not drawn: a mean over fewer would look like a turn. */
  readonly left: number;
  /** ISO date or date and time at which each drawn point begins; null when the steps have no time. */
  readonly times: readonly string[] | null;
}

/** More points than this do not fit into a small picture. */
const MOST = 200;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Lengths that a habit may have: a day, a week, four weeks. Means over whole ones hide no part of it. */
const NATURAL = [HOUR, 6 * HOUR, DAY, 7 * DAY, 28 * DAY];

/**
 * The points at which series of `steps` steps are drawn: all when they fit, otherwise means of
 * neighbouring steps, over whole hours, days or weeks where the times are regular.
 *
 * @param times ISO time of each step
 */
export function seriesGrid(
  steps: number,
  times: readonly string[] | null = null,
  most = MOST,
): SeriesGrid {
  const bucket = steps <= most ? 1 : bucketOf(steps, times, most);
  const left = steps % bucket;
  const kept = times?.filter((_, step) => step % bucket === 0 && step < steps - left) ?? null;
  return { steps, bucket, left, times: kept };
}

function bucketOf(steps: number, times: readonly string[] | null, most: number): number {
  const least = Math.ceil(steps / most);
  const step = times === null ? Number.NaN : Date.parse(times[1]) - Date.parse(times[0]);
  for (const length of NATURAL) {
    const bucket = length / step;
    if (Number.isInteger(bucket) && bucket >= least) return bucket;
  }
  return least;
}

/** One series on the grid. Missing steps (NaN, or past `length`) are left out; a point of none is NaN. */
export function gatherSeries(
  series: ArrayLike<number>,
  { steps, bucket }: SeriesGrid,
  length = steps,
): Float64Array {
  const points = new Float64Array(Math.floor(steps / bucket));
  for (let p = 0; p < points.length; p++) {
    let sum = 0;
    let count = 0;
    for (let t = p * bucket; t < Math.min((p + 1) * bucket, length); t++) {
      if (Number.isNaN(series[t])) continue;
      sum += series[t];
      count++;
    }
    points[p] = count === 0 ? Number.NaN : sum / count;
  }
  return points;
}
