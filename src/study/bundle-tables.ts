import type { Measure } from '../cluster/index.ts';
import type { Explanation } from '../explain/index.ts';
import { countNoise, type Matrix, NOISE } from '../numeric/index.ts';
import type { LastingSegment } from '../publish/index.ts';
import type { Column, NumberColumn, Table, TextColumn } from '../table/index.ts';
import type { ClusteredGroup } from './cluster-group.ts';
import type { DeclaredRows } from './declared.ts';
import type { EncodedEntities } from './encode-entities.ts';
import type { Entities } from './entities.ts';
import { lastingIds } from './lasting-ids.ts';
import type { PreparedEntities } from './prepared-entities.ts';
import type { Group } from './split-groups.ts';

/** One group with what was found in it. */
export interface GroupOutcome {
  readonly group: Group;
  readonly result: ClusteredGroup;
  /** Ids and names, by label. */
  readonly segments: readonly LastingSegment[];
  /** Under the lasting ids. */
  readonly explanation: Explanation;
}

/** The tables of a bundle. */
export function bundleTables(
  entities: Entities,
  prepared: PreparedEntities,
  encoded: EncodedEntities,
  outcomes: readonly GroupOutcome[],
  within: string | undefined,
  measure: Measure,
  declared: readonly DeclaredRows[],
): {
  assignments: Table;
  features: Table;
  prepared: Table | null;
  codes: Table | null;
  segments: Table;
} {
  return {
    assignments: assignmentTable(entities, outcomes, measure, declared).table,
    features: { rows: entities.count, columns: [...entities.keys, ...entities.features] },
    // A panel is as large as the data that it repeats.
    prepared: prepared.series === undefined ? preparedTable(entities, prepared) : null,
    codes: encoded.encoders.length === 0 ? null : codeTable(entities, prepared.rows, encoded.code),
    segments: segmentTable(outcomes, within),
  };
}

/** Keys, the column `within` where it is none of them, `segment` by its lasting id, and the distance to it or the membership in it. */
export function assignmentTable(
  { count, keys, within }: Pick<Entities, 'count' | 'keys'> & Partial<Pick<Entities, 'within'>>,
  outcomes: readonly {
    group: Group;
    result: Pick<ClusteredGroup, 'assignment'>;
    segments: readonly LastingSegment[];
  }[],
  measure: Measure,
  declared: readonly DeclaredRows[] = [],
): { table: Table; unassigned: number } {
  const segment = new Float64Array(count).fill(NOISE);
  const value = new Float64Array(count).fill(Number.NaN);
  for (const { group, result, segments } of outcomes) {
    const ids = lastingIds(result.assignment.labels, segments);
    group.rows.forEach((row, i) => {
      segment[row] = ids[i];
      value[row] = result.assignment.values[i];
    });
  }
  for (const { segment: number, rows } of declared) for (const row of rows) segment[row] = number;
  const columns: Column[] = [
    ...keys,
    ...(within === undefined || keys.some(({ name }) => name === within.name) ? [] : [within]),
    { name: 'segment', type: 'number', engineType: 'INTEGER', values: segment },
    { name: measure, type: 'number', values: value },
  ];
  return { table: { rows: count, columns }, unassigned: countNoise(segment) };
}

function preparedTable(entities: Entities, { rows, columns }: PreparedEntities): Table {
  const spread = columns.map((column): NumberColumn => {
    const values = new Float64Array(entities.count).fill(Number.NaN);
    rows.forEach((row, i) => {
      values[row] = column.values[i];
    });
    return { ...column, engineType: undefined, values };
  });
  return { rows: entities.count, columns: [...entities.keys, ...spread] };
}

/** Keys, then `code_1` and on; missing where an entity was not encoded. */
function codeTable({ count, keys }: Entities, rows: Int32Array, code: Matrix): Table {
  const columns = Array.from({ length: code.cols }, (_, j): NumberColumn => {
    const values = new Float64Array(count).fill(Number.NaN);
    rows.forEach((row, i) => {
      values[row] = code.data[i * code.cols + j];
    });
    return { name: `code_${j + 1}`, type: 'number', values };
  });
  return { rows: count, columns: [...keys, ...columns] };
}

/** The profiles in long form: one row per segment and feature, in raw units. */
function segmentTable(outcomes: readonly GroupOutcome[], within: string | undefined): Table {
  const cells = outcomes.flatMap(({ group, explanation }) =>
    [...explanation.segments, ...(explanation.noise ? [explanation.noise] : [])].flatMap(
      (segment) =>
        segment.features.map((feature, j) => ({
          group,
          segment,
          feature,
          unit: explanation.features[j].unit,
        })),
    ),
  );
  const text = (name: string, of: (cell: (typeof cells)[number]) => string): TextColumn => ({
    name,
    type: 'text',
    values: cells.map(of),
  });
  const number = (
    name: string,
    of: (cell: (typeof cells)[number]) => number | null,
  ): NumberColumn => ({
    name,
    type: 'number',
    values: Float64Array.from(cells, (cell) => of(cell) ?? Number.NaN),
  });
  const columns: Column[] = [
    ...(within === undefined ? [] : [text(within, ({ group }) => group.name ?? '')]),
    { ...number('segment', ({ segment }) => segment.segment), engineType: 'INTEGER' },
    text('name', ({ segment }) => segment.name),
    { ...number('rows', ({ segment }) => segment.rows), engineType: 'BIGINT' },
    number('share', ({ segment }) => segment.share),
    text('feature', ({ feature }) => feature.name),
    text('unit', ({ unit }) => unit),
    number('mean', ({ feature }) => feature.mean),
    number('sd', ({ feature }) => feature.sd),
    number('min', ({ feature }) => feature.min),
    number('q1', ({ feature }) => feature.q1),
    number('median', ({ feature }) => feature.median),
    number('q3', ({ feature }) => feature.q3),
    number('max', ({ feature }) => feature.max),
    number('rest_mean', ({ feature }) => feature.restMean),
    number('rest_median', ({ feature }) => feature.restMedian),
    number('z', ({ feature }) => feature.z),
    number('cliffs_delta', ({ feature }) => feature.effect),
    number('p_adjusted', ({ feature }) => feature.adjustedP),
  ];
  return { rows: cells.length, columns };
}
