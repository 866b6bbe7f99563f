import type { Run } from '../../base/index.ts';
import type { Panel } from '../../numeric/index.ts';
import { duckdb, type Fragment, raw, sql } from '../../sql/index.ts';
import type { Database } from '../../table/index.ts';
import type { SeriesGrid } from './grid.ts';
import { channelCount, givenRows, isWide, type SeriesLayout, sameKeys, stepOf } from './layout.ts';
import { type Fill, PanelSums } from './panel-sums.ts';
import { ENTITIES, type SeriesFacts } from './series-facts.ts';

export interface FilledPanel {
  readonly panel: Panel;
  /** Values on a step that had one of the same entity already: they were added up. */
  readonly repeated: number;
  /** Values before the first or after the last step: they were left out. */
  readonly outside: number;
  /** Values other than 0 within the grid, the cells that they fell on, the first and the last of their steps. */
  readonly usedValues: number;
  readonly usedCells: number;
  readonly firstUsed: number;
  readonly lastUsed: number;
}

/**
 * Sums values into the cells of a panel, streamed: what is held is the panel, never the rows.
 *
 * Cost: one scan, about 0.13 µs per value. Memory: as `PanelSums`. Repeatable: to the bit for whole numbers; sums of fractions
 * have 48 bits before they are rounded to 24.
 */
export async function fillPanel(
  database: Database,
  layout: SeriesLayout,
  relation: string,
  grid: SeriesGrid,
  { entities, used, rows }: SeriesFacts,
  fill: Fill,
  run: Run,
): Promise<FilledPanel> {
  const sums = new PanelSums(entities, channelCount(layout), grid.steps, fill);
  let [outside, usedValues, firstUsed, lastUsed] = [0, 0, Number.POSITIVE_INFINITY, -1];
  let done = 0;
  await database.scan(
    placedRows(layout, relation, grid, used === rows),
    ({ rows: count, columns: [places, steps, channels, values] }) => {
      for (let i = 0; i < count; i++) {
        const step = steps.getItem(i) as number;
        if (step < 0 || step >= grid.steps) {
          outside++;
          continue;
        }
        const value = values.getItem(i) as number;
        sums.add(places.getItem(i) as number, channels.getItem(i) as number, step, value);
        if (value === 0) continue;
        usedValues++;
        if (step < firstUsed) firstUsed = step;
        if (step > lastUsed) lastUsed = step;
      }
      done += count;
      // The rest of the stage is describing the series.
      run.progress('features', Math.min(done, used - 1), used);
    },
    run,
  );
  const { repeated, usedCells } = sums;
  return {
    panel: sums.finish(isWide(layout) ? fill === 'gaps' : layout.ownStart !== undefined),
    repeated,
    outside,
    usedValues,
    usedCells,
    firstUsed,
    lastUsed,
  };
}

/** Place of the entity, step (of a wide table: place of the column), channel, value. */
function placedRows(
  layout: SeriesLayout,
  relation: string,
  grid: SeriesGrid,
  complete: boolean,
): Fragment {
  const same = sameKeys(layout);
  const usable = complete
    ? raw('')
    : sql` WHERE tick IS NOT NULL AND ${duckdb.isFinite(raw('given.value'))}`;
  return sql`SELECT CAST(entities.place AS INTEGER), ${stepOf(layout, grid, raw('entities'))}, CAST(given.channel AS INTEGER), given.value FROM (${givenRows(layout, relation)}) AS given JOIN ${ENTITIES} AS entities ON ${same}${usable}`;
}
