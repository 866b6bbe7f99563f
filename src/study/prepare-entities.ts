import { DataError, type Run, show } from '../base/index.ts';
import { Matrix, variance } from '../numeric/index.ts';
import {
  applyPreparation,
  fitPrepare,
  type Preparation,
  rowsWithoutValues,
} from '../prepare/index.ts';
import type { Column, NumberColumn } from '../table/index.ts';
import { declaredPlaces } from './declared.ts';
import type { Entities } from './entities.ts';
import { applySeriesSteps, prepareSeriesEntities } from './prepare-series-entities.ts';
import type { PreparedEntities } from './prepared-entities.ts';
import type { Study } from './schema.ts';

/**
 * Fits the study's preparing steps on all entities together and applies them.
 *
 * @throws {DataError} no entity has a value, or no feature differs between entities
 */
export async function prepareEntities(
  study: Study,
  entities: Entities,
  run: Run,
): Promise<PreparedEntities> {
  if (entities.series !== undefined) return prepareSeriesEntities(study, entities, run);
  const rows = rowsWithValues(entities);
  const ruled = (entities.declared ?? []).reduce((sum, { rows: own }) => sum + own.length, 0);
  const empty = entities.count - rows.length - ruled;
  if (rows.length === 0) {
    throw new DataError(
      ruled === entities.count
        ? `study: at least one entity must be left to cluster, but all ${ruled} are in a segment by a rule: ${entities.declared![0].name}.`
        : `study: at least one entity must have a feature value, but all ${entities.count} have none. Check that features.columns are filled in the data.`,
    );
  }
  if (empty > 0) {
    run.warn(
      'empty-entities',
      `${empty} of ${entities.count} entities ${empty === 1 ? 'has' : 'have'} no feature value at all and ${empty === 1 ? 'is' : 'are'} in no segment.`,
    );
  }
  const given = entities.features.map((column) => takeRows(column, rows));
  const preparation = await fitPrepare(study.prepare, given, run);
  const columns = applyPreparation(preparation, given);
  if (rows.length > 1 && columns.every(isConstant)) {
    throw new DataError(
      `study: at least one feature must differ between entities, but all ${columns.length} are constant over ${rows.length} entities. There are no groups to find.`,
    );
  }
  warnOfRounding(columns, run);
  return preparedOf(preparation, rows, columns, entities.count);
}

/** Above this share of a column's standard deviation its rounding to 32 bits may move rows between segments. */
const ROUNDING = 1e-3;

/** Clustering holds 32-bit numbers: 100,000,000 and 100,000,003 are one to it. */
function warnOfRounding(columns: readonly NumberColumn[], run: Run): void {
  for (const { name, values } of columns) {
    const lost = values.map((value) => value - Math.fround(value));
    const size = lost.reduce((sum, value) => sum + value * value, 0) / values.length;
    const spread = variance(values, 0);
    if (!(size > ROUNDING ** 2 * spread && spread > 0)) continue;
    run.warn(
      'rounded-column',
      `prepare: the numbers of ${show(name)} differ too little for their size: rounding them to 32 bits changes them by ${Number((100 * Math.sqrt(size / spread)).toPrecision(2))} % of their standard deviation. Add the step "standard" or "min-max" for it.`,
    );
  }
}

/** The same, with steps that were fitted before; nothing is fitted here. */
export function applyToEntities(
  preparation: Preparation,
  entities: Entities,
  run: Run,
): PreparedEntities {
  if (entities.series !== undefined) return applySeriesSteps(preparation, entities);
  const rows = rowsWithValues(entities);
  const given = entities.features.map((column) => takeRows(column, rows));
  return preparedOf(preparation, rows, applyPreparation(preparation, given, run), entities.count);
}

function preparedOf(
  preparation: Preparation,
  rows: Int32Array,
  columns: readonly NumberColumn[],
  count: number,
): PreparedEntities {
  const position = new Int32Array(count).fill(-1);
  rows.forEach((place, at) => {
    position[place] = at;
  });
  return {
    preparation,
    count,
    rows,
    columns,
    ...(preparation.blocks.every(({ kind }) => kind === 'number')
      ? {}
      : { blocks: preparation.blocks }),
    matrix: (places) => {
      const data = new Float32Array(places.length * columns.length);
      columns.forEach(({ values }, j) => {
        for (let i = 0; i < places.length; i++)
          data[i * columns.length + j] = values[position[places[i]]];
      });
      return new Matrix(data, places.length, columns.length);
    },
  };
}

/** Those that no rule has put into a segment and that have a value. */
function rowsWithValues({ count, features, declared = [] }: Entities): Int32Array {
  const without = declaredPlaces(declared, count);
  for (const row of rowsWithoutValues(features)) without[row] = 1;
  return Int32Array.from({ length: count }, (_, i) => i).filter((i) => without[i] === 0);
}

function isConstant({ values }: NumberColumn): boolean {
  return values.every((value) => value === values[0]);
}

function takeRows(column: Column, rows: Int32Array): Column {
  if (column.type === 'text') {
    return { ...column, values: Array.from(rows, (row) => column.values[row]) };
  }
  return { ...column, values: Float64Array.from(rows, (row) => column.values[row]) };
}
