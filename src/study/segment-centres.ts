import { Random, type Run } from '../base/index.ts';
import { barycentre } from '../distances/index.ts';
import {
  type CentreFacts,
  gatherPanel,
  type SeriesGrid,
  type SeriesRows,
} from '../explain/index.ts';

/** Rows of a segment that its centre is made of: enough that more change no pixel. */
const ROWS = 100;
/** Steps compared in all, at most: about two seconds. */
const WORK = 2e9;
/** Fewer rows than this would make a centre of chance. */
const LEAST = 10;
/**
 * How far a step may be moved in time. Narrow windows are where dynamic time warping helps most (Ratanamahatana &
 * Keogh 2004), and in wider ones the barycentre of heartbeats got spikes that no heartbeat has.
 */
const WINDOW = 0.05;
const ITERATIONS = 10;

export interface SegmentCentres {
  /** By channel and segment, on the grid, as long as the segment's median series. */
  readonly channels: readonly ReadonlyMap<number, Float64Array>[];
  readonly facts: CentreFacts;
}

/**
 * The series in the middle of each segment when steps may be moved in time, on the grid on which it is
 * drawn; of a large segment a seeded sample. Null where there are too many segments for that.
 *
 * @param labels one per row, −1 for noise, which has no middle
 */
export async function segmentCentres(
  rows: SeriesRows,
  labels: Int32Array,
  grid: SeriesGrid,
  seed: number,
  run: Run,
): Promise<SegmentCentres | null> {
  const segments = [...new Set(labels)].filter((segment) => segment >= 0).sort((a, b) => a - b);
  const points = Math.floor(grid.steps / grid.bucket);
  const cells = points * Math.max(1, 2 * WINDOW * points) * rows.channels * ITERATIONS;
  const affordable = Math.floor(WORK / (cells * Math.max(1, segments.length)));
  if (affordable < LEAST) return null;
  const most = Math.min(ROWS, affordable);
  const random = new Random(seed).fork('segment centres');
  const channels = Array.from({ length: rows.channels }, () => new Map<number, Float64Array>());
  for (const segment of segments) {
    await run.pause();
    const own: number[] = [];
    for (let i = 0; i < labels.length; i++) if (labels[i] === segment) own.push(i);
    const drawn = random.fork(segment).sample(own.length, Math.min(most, own.length));
    const places = Array.from(drawn, (r) => own[r]).sort((a, b) => a - b);
    const panel = gatherPanel(rows, places, grid);
    const { values, steps } = await barycentre(
      panel,
      places.map((_, r) => r),
      {
        kind: 'dba',
        window: WINDOW,
        maxIterations: ITERATIONS,
        steps: middleLength(panel.lengths),
      },
      run.quiet(),
    );
    channels.forEach((centres, c) => {
      centres.set(segment, values.slice(c * steps, (c + 1) * steps));
    });
  }
  return {
    channels,
    facts: { title: 'barycentre under dynamic time warping', rows: most, window: WINDOW },
  };
}

/** The median length: as long as the medoid it would start from, a centre may be the shortest of all. */
function middleLength(lengths: Int32Array): number {
  return Int32Array.from(lengths).sort()[lengths.length >> 1];
}
