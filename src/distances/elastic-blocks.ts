import type { Run } from '../base/index.ts';
import { openCompute, type Scope } from '../compute/index.ts';
import { Panel } from '../numeric/index.ts';
import type { DistanceBlock } from './distance-blocks.ts';
import { type ElasticMeasure, KINDS, LANES, seriesPanels, seriesRows } from './series-panels.ts';

/** Numbers in one block: 16 MiB. */
const BLOCK = 2 ** 22;
/** Cells of tables in one call of the kernel: about a second on one thread. */
const WORK = 2 ** 29;

/**
 * Distances from every series of x to every one of y, some series of x at a time.
 *
 * @param triangle x is y, and of each pair one number is enough: those left of the diagonal may be 0
 */
export async function* elasticBlocks(
  x: Panel,
  y: Panel,
  measure: ElasticMeasure,
  triangle: boolean,
  run: Run,
): AsyncGenerator<DistanceBlock> {
  const compute = await openCompute(run.threads);
  using scope = compute.scope();
  const perRow = Math.max(1, y.series * x.steps * y.steps * x.channels);
  const rows = Math.max(
    1,
    Math.min(x.series, Math.floor(Math.min(BLOCK / y.series, WORK / perRow))),
  );
  const chunk = Math.max(1, Math.floor(2 ** 18 / perRow));
  const out = scope.f32(rows * y.series);
  // MSM of several channels is the sum over the channels, each by itself.
  const parts = measure.measure === 'msm' ? channelsOf(x, y) : [[x, y] as const];
  const placed = parts.map(([a, b]) => place(scope, a, b, measure));
  const scratch = scope.f64(compute.threads * (y.steps + 1) * LANES);
  const kind = KINDS[measure.measure];
  const root = measure.root && kind < 2 ? 1 : 0;
  for (let begin = 0; begin < x.series; begin += rows) {
    await run.pause();
    const end = Math.min(x.series, begin + rows);
    placed.forEach(({ channels, values, beside, lengths, panels }, c) => {
      compute.run('elasticBlock', end - begin, chunk, [
        out.at,
        y.series,
        values + begin * x.steps * channels * 8,
        beside + begin * x.steps * 8,
        lengths + begin * 4,
        x.steps,
        ...panels,
        y.steps,
        channels,
        kind,
        measure.window,
        measure.stiffness,
        triangle ? begin : -1,
        root,
        c > 0 ? 1 : 0,
        scratch.at,
      ]);
    });
    yield { begin, end, distances: out.view.subarray(0, (end - begin) * y.series) };
  }
}

function channelsOf(x: Panel, y: Panel): (readonly [Panel, Panel])[] {
  return Array.from(
    { length: x.channels },
    (_, c) => [oneChannel(x, c), oneChannel(y, c)] as const,
  );
}

/** One channel of every series. */
function oneChannel(x: Panel, c: number): Panel {
  if (x.channels === 1) return x;
  const data = new Float32Array(x.series * x.steps);
  for (let i = 0; i < x.series; i++) {
    data.set(x.row(i).subarray(c * x.steps, (c + 1) * x.steps), i * x.steps);
  }
  return new Panel(data, x.series, 1, x.steps, x.lengths);
}

function place(scope: Scope, x: Panel, y: Panel, measure: ElasticMeasure) {
  const own = seriesRows(x, measure);
  const other = seriesPanels(y, measure, measure.window < 1);
  const panels = [other.values, other.beside, other.ends, other.spans].map((a) => scope.put(a).at);
  return {
    channels: x.channels,
    values: scope.put(own.values).at,
    beside: scope.put(own.beside).at,
    lengths: scope.put(x.lengths).at,
    panels: [...panels, other.spans.length / 2],
  };
}
