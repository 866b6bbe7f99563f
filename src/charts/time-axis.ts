export interface TimeTick {
  /** Place among the points: 0 is the first. */
  readonly at: number;
  readonly text: string;
}

const DAY = 86_400_000;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * A few marks along points in time: months where they span more than half a year, days, or times of day.
 * Without times, numbers of steps.
 */
export function timeTicks(
  times: readonly string[] | null,
  points: number,
  bucket: number,
  wanted = 3,
): TimeTick[] {
  if (points < 2) return [];
  if (times === null || times.length < 2) return stepTicks(points, bucket, wanted);
  const moments = times.map((time) => Date.parse(time));
  const span = moments[moments.length - 1] - moments[0];
  const long = span > 180 * DAY;
  // Start a tick where a month or a day begins, else the same label may stand twice.
  const starts = moments.flatMap((moment, at) =>
    at === 0 || unitOf(moment, span) !== unitOf(moments[at - 1], span) ? [at] : [],
  );
  const able = long
    ? starts.filter((at) => at > 0 || new Date(moments[0]).getUTCDate() < 8)
    : starts;
  const step = Math.max(1, Math.ceil(able.length / wanted));
  const kept = able.filter((_, i) => i % step === 0);
  return kept.map((at) => ({ at, text: sayTime(moments[at], span) }));
}

function stepTicks(points: number, bucket: number, wanted: number): TimeTick[] {
  const steps = points * bucket;
  const size = 10 ** Math.floor(Math.log10(steps / wanted));
  const every = [1, 2, 5, 10]
    .map((times) => times * size)
    .find((length) => steps / length <= wanted + 1)!;
  const ticks: TimeTick[] = [];
  for (let step = 0; step <= (points - 1) * bucket; step += Math.max(1, Math.round(every))) {
    ticks.push({ at: step / bucket, text: String(step) });
  }
  return ticks;
}

function unitOf(moment: number, span: number): number {
  const date = new Date(moment);
  if (span > 180 * DAY) return date.getUTCFullYear() * 12 + date.getUTCMonth();
  return span > 2 * DAY ? Math.floor(moment / DAY) : Math.floor(moment / 3_600_000);
}

function sayTime(moment: number, span: number): string {
  const date = new Date(moment);
  const month = MONTHS[date.getUTCMonth()];
  if (span > 180 * DAY) return `${month} ${date.getUTCFullYear()}`;
  if (span > 2 * DAY) return `${date.getUTCDate()} ${month}`;
  return date.toISOString().slice(11, 16);
}
