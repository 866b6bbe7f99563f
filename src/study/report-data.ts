import { basename } from 'node:path';
import type { Run } from '../base/index.ts';
import { summarizeCleaning } from '../clean/index.ts';
import { clusterMethods } from '../cluster/index.ts';
import { criteria, type GridPoint } from '../evaluate/index.ts';
import { type CrossTable, silhouetteCurves } from '../explain/index.ts';
import { NOISE, type Panel } from '../numeric/index.ts';
import type { GroupResult, Manifest } from '../publish/index.ts';
import type { ReportColumn, ReportCriterion, ReportData, ReportGroup } from '../report/index.ts';
import type { ColumnFacts } from '../table/index.ts';
import type { GroupOutcome } from './bundle-tables.ts';
import type { CountedColumn } from './count-missing.ts';
import { crossTables } from './cross-tables.ts';
import { type DeclaredRows, declaredRows, inGroup } from './declared.ts';
import { embedGroup } from './embed-group.ts';
import type { EncodedEntities } from './encode-entities.ts';
import type { Entities } from './entities.ts';
import { entityNoun } from './entity-noun.ts';
import { lastingIds } from './lasting-ids.ts';
import { mapGroup } from './map-group.ts';
import { plainOptions } from './plain-options.ts';
import type { PreparedEntities } from './prepared-entities.ts';
import { reconstructionErrors } from './reconstruction-errors.ts';
import { representationData } from './representation-data.ts';
import type { Study } from './schema.ts';
import { seriesData } from './series-data.ts';
import type { Group } from './split-groups.ts';

const titles: Readonly<Record<(typeof criteria)[number], string>> = {
  silhouette: 'Silhouette, noise left out',
  'silhouette-before-encoding': 'Silhouette among the prepared numbers',
  'silhouette-noise-as-cluster': 'Silhouette, noise as one more cluster',
  'calinski-harabasz': 'Calinski-Harabasz',
  'davies-bouldin': 'Davies-Bouldin',
};

const reportCriteria: readonly ReportCriterion[] = criteria.map((name) => ({
  name,
  title: titles[name],
  better: name === 'davies-bouldin' ? 'lower' : 'higher',
}));

/** Everything the report shows, as plain data that the bundle keeps. */
export async function reportData(
  study: Study,
  manifest: Manifest,
  outcomes: readonly GroupOutcome[],
  entities: Entities,
  columns: readonly CountedColumn[],
  prepared: PreparedEntities,
  encoded: EncodedEntities,
  run: Run,
): Promise<ReportData> {
  const groups: ReportGroup[] = [];
  const errors = await reconstructionErrors(encoded, run);
  const byRule = declaredRows(entities.declared ?? [], manifest.declared ?? []);
  for (const [i, outcome] of outcomes.entries()) {
    run.progress('report', i, outcomes.length);
    await run.pause();
    const { group, result, segments } = outcome;
    const ids = lastingIds(result.assignment.labels, segments);
    // Of many groups each has a map of its own; one, or encoders, deserve the spaces side by side.
    const embedding =
      outcomes.length === 1 || encoded.encoders.length > 0
        ? await embedGroup(
            group,
            ids,
            encoded,
            entities,
            // Each takes seconds: of one group only, and where rows have too many numbers to be told in a table.
            { seed: study.seed, learned: prepared.series !== undefined && outcomes.length === 1 },
            run,
          )
        : null;
    const map =
      embedding === null ? await mapGroup(encoded.matrix(group.rows), ids, study.seed, run) : null;
    groups.push({
      ...reportGroup(study, manifest.groups[i], outcome, ids),
      agreement: agreementOf(
        manifest.groups[i],
        crossTables(entities.known, group.rows, ids, inGroup(byRule, group, entities.within)),
      ),
      map,
      ...(embedding === null ? {} : { embedding }),
      ...(await seriesData(outcome, ids, prepared, encoded, entities, errors, study.seed, run)),
      ...declaredIn(group, manifest, entities, byRule),
    });
  }
  const representation = await representationData(
    encoded,
    prepared,
    entities,
    errors,
    allIds(outcomes, prepared.rows, entities.count),
    manifest,
    run,
  );
  run.progress('report', outcomes.length, outcomes.length);
  const { method, within, ...options } = study.cluster;
  const searched = new Set(
    outcomes.flatMap(({ result }) => Object.keys(result.points[0]?.options ?? {})),
  );
  return {
    title: study.name,
    created: manifest.created,
    entities: entityNoun(study.entity),
    source: {
      names: manifest.source.files.map((file) => basename(file)),
      rowsRead: manifest.cleaning?.rowsIn ?? entities.rowsRead,
      ...(manifest.cleaning ? { cleaning: summarizeCleaning(manifest.cleaning) } : {}),
      rowsUsed: prepared.rows.length,
      dropped: [
        {
          reason: 'cleaning',
          rows: (manifest.cleaning?.rowsIn ?? 0) - (manifest.cleaning?.rowsOut ?? 0),
        },
        { reason: 'no key, day or amount', rows: entities.rowsRead - entities.rowsUsed },
        { reason: 'entities without any feature value', rows: manifest.emptyEntities },
      ].filter(({ rows }) => rows > 0),
      columns: sourceColumns(study, manifest, columns),
      facts: sourceFacts(manifest, entities),
    },
    warnings: manifest.warnings,
    ...(representation === undefined ? {} : { representation }),
    within: within ?? null,
    groups,
    method: {
      name: method,
      meaning: clusterMethods[method].meaning,
      options: plainOptions(
        Object.fromEntries(Object.entries(options).filter(([key]) => !searched.has(key))),
      ),
      steps: study.prepare.map(({ step, columns, ...rest }) =>
        sayStep(step, columns, rest, study.features.kind === 'series'),
      ),
    },
    seed: study.seed,
    versions: manifest.versions,
    limits: limits(study),
  };
}

/** The declared segments of a group, those with rows. */
function declaredIn(
  group: Group,
  { declared = [] }: Manifest,
  entities: Entities,
  byRule: readonly DeclaredRows[],
): Pick<ReportGroup, 'declared'> {
  const rows = inGroup(byRule, group, entities.within).map((found) => found.rows.length);
  const there = declared
    .map((segment, i) => ({ ...segment, rows: rows[i] }))
    .filter((segment) => segment.rows > 0);
  return there.length === 0 ? {} : { declared: there };
}

/** One lasting id per prepared entity, from all groups; segments of different groups share numbers. */
function allIds(outcomes: readonly GroupOutcome[], rows: Int32Array, count: number): Int32Array {
  const all = new Int32Array(count).fill(NOISE);
  for (const { group, result, segments } of outcomes) {
    const ids = lastingIds(result.assignment.labels, segments);
    group.rows.forEach((row, i) => {
      all[row] = ids[i];
    });
  }
  return rows.map((row) => all[row]);
}

function reportGroup(
  study: Study,
  found: GroupResult,
  { group, result, explanation }: GroupOutcome,
  ids: Int32Array,
): Omit<ReportGroup, 'map' | 'agreement'> {
  const { choice, points } = result;
  const searched = Object.keys(points[0]?.options ?? {});
  const cautions = [...choice.cautions, ...coincidence(found)];
  return {
    name: group.name,
    options: plainOptions(Object.fromEntries(searched.map((key) => [key, found.options[key]]))),
    scores: choice.chosen === null ? {} : points[choice.chosen].scores,
    verdict: choice.verdict,
    ...(found.seedAgreement === undefined ? {} : { seedAgreement: found.seedAgreement }),
    explanation,
    search:
      points.length < 2
        ? null
        : {
            searched,
            criteria: reportCriteria.filter(({ name }) => differs(name, study, points)),
            chosenBy: choice.by,
            points: points.map((point) => ({
              options: plainOptions(point.options),
              clusters: point.clusters,
              noiseShare: group.rows.length === 0 ? 0 : point.noise / group.rows.length,
              scores: point.scores,
            })),
            chosen: choice.chosen,
            runnersUp: choice.runnersUp,
            disagreements: cautions,
            ...(result.inertias.some((inertia) => inertia !== null)
              ? { inertias: result.inertias }
              : {}),
          },
    ...spacesOf(result),
    silhouette: {
      mean: Number.isFinite(result.silhouette.mean) ? result.silhouette.mean : null,
      rows: result.silhouette.scored,
      of: group.rows.length - found.noise,
      curves: silhouetteCurves(result.silhouette.perRow, ids),
    },
    // With a search they stand beside it.
    warnings: points.length < 2 ? cautions.map((message) => ({ code: 'caution', message })) : [],
  };
}

function agreementOf(
  { knownGroups }: GroupResult,
  tables: readonly CrossTable[],
): ReportGroup['agreement'] {
  return knownGroups.map((known, c) => ({
    column: known.name,
    rows: known.rows,
    measures: {
      ari: known.adjustedRand,
      nmi: known.normalizedMutualInformation,
      ami: known.adjustedMutualInformation,
      vMeasure: known.vMeasure,
      accuracy: known.accuracy,
    },
    table: tables[c],
  }));
}

/** The figures of both spaces, where there are two. */
function spacesOf({ points, choice }: GroupOutcome['result']): Pick<ReportGroup, 'spaces'> {
  if (points.every((point) => (point.withinSquaresBeforeEncoding ?? null) === null)) return {};
  return {
    spaces: {
      chosen: choice.chosen,
      points: points.map(({ options, clusters, scores, ...point }) => ({
        options: plainOptions(options),
        clusters,
        code: { squares: point.withinSquares ?? null, silhouette: scores.silhouette },
        input: {
          squares: point.withinSquaresBeforeEncoding ?? null,
          silhouette: scores['silhouette-before-encoding'],
        },
      })),
    },
  };
}

/** Without noise, or without encoders, two readings of the silhouette are one. */
function differs(name: string, { choose }: Study, points: readonly GridPoint[]): boolean {
  if (name === 'silhouette-before-encoding') {
    return points.some(({ scores }) => scores['silhouette-before-encoding'] !== null);
  }
  if (name !== 'silhouette-noise-as-cluster' || name === choose.by) return true;
  return points.some((point) => point.noise > 0);
}

/** Many equal rows make any clustering look tight. */
function coincidence({ rows, distinctRows }: GroupResult): string[] {
  if (distinctRows === 0 || distinctRows > 0.8 * rows) return [];
  return [
    `Of ${rows.toLocaleString('en')} rows only ${distinctRows.toLocaleString('en')} differ: equal rows lie at distance 0 and raise the silhouette without telling groups apart.`,
  ];
}

function sayStep(
  step: string,
  columns: unknown,
  options: Readonly<Record<string, unknown>>,
  series: boolean,
): string {
  const details = Object.entries(options).map(([key, value]) => `${key} ${value}`);
  const where = Array.isArray(columns)
    ? ` of ${columns.join(', ')}`
    : ` of every ${series ? 'series' : 'feature'}`;
  return `${step}${where}${details.length > 0 ? ` (${details.join(', ')})` : ''}`;
}

/** What a column may be to a line of an invoice, beside its time and value. */
const lineRoles = ['invoice', 'quantity', 'price', 'product', 'returned'] as const;

/** The columns of the source and what each was used for. */
function sourceColumns(
  study: Study,
  { resolved }: Manifest,
  columns: readonly CountedColumn[],
): ReportColumn[] {
  const { features, entity = [], compare = [], cluster } = study;
  const role = (column: string): string => {
    if (column === cluster.within) return 'within';
    if (entity.includes(column)) return 'key';
    if (compare.includes(column)) return 'label';
    if (features.kind === 'table') return features.columns.includes(column) ? 'feature' : 'ignored';
    if (resolved.columns?.includes(column)) return 'value';
    if (column === features.time) return 'time';
    const line =
      features.kind === 'retail' ? lineRoles.find((part) => features[part] === column) : undefined;
    if (line !== undefined) return line;
    return [features.value].flat().includes(column) ? 'value' : 'ignored';
  };
  return columns.map((column) => ({
    name: column.name,
    type: column.kind,
    role: role(column.name),
    missing: column.missing,
    distinct: null,
    notes: columnNotes(column),
  }));
}

function sourceFacts(
  { source }: Manifest,
  { period, series }: Entities,
): { label: string; value: string }[] {
  const written = [source.compression === 'none' ? '' : source.compression, source.encoding ?? '']
    .filter((part) => part !== '')
    .join(', ');
  return [
    ...(period === null ? [] : [{ label: 'Period', value: `${period[0]} to ${period[1]}` }]),
    ...(series === undefined ? [] : earlyEnds(series.panel)),
    { label: 'Format', value: written === '' ? source.format : `${source.format} (${written})` },
    ...(source.fetchedBytes === undefined
      ? []
      : [{ label: 'Bytes fetched', value: sayFetched(source.fetchedBytes, source.bytes) }]),
    ...(source.skippedRows > 0
      ? [{ label: 'Ragged rows skipped', value: source.skippedRows.toLocaleString('en') }]
      : []),
  ];
}

/** Series that end before the longest, where there are any. */
function earlyEnds({ lengths, steps }: Panel): { label: string; value: string }[] {
  const early = lengths.filter((length) => length > 0 && length < steps);
  if (early.length === 0) return [];
  const least = early.reduce((a, b) => Math.min(a, b));
  const value = `${early.length.toLocaleString('en')} of ${lengths.length.toLocaleString('en')}, the shortest after ${least} of ${steps} steps`;
  return [{ label: 'Series that end early', value }];
}

function sayFetched(fetched: number, of: number): string {
  const part = fetched < of ? ` of ${of.toLocaleString('en')}` : '';
  return fetched.toLocaleString('en') + part;
}

function columnNotes(column: ColumnFacts): string[] {
  const { format, otherFormat, blankCells = 0, missingWords = 0, leadingZeros = 0 } = column;
  return [
    ...(format === undefined ? [] : [`written as ${format}`]),
    ...(otherFormat === undefined ? [] : [`could also be ${otherFormat}`]),
    ...(blankCells > 0 ? [`${blankCells} cells of blanks only`] : []),
    ...(missingWords > 0 ? [`${missingWords} cells such as NA, taken as missing`] : []),
    ...(column.wholeFloats ? ['whole numbers written with a point'] : []),
    ...(leadingZeros > 0 ? ['leading zeros kept: read as text'] : []),
    ...(column.longDigits ? ['too many digits for a number: read as text'] : []),
  ];
}

function limits(study: Study): string[] {
  return [
    'Segments describe the entities in this data and this period; they are not causes and say nothing about why.',
    'A silhouette says how far apart segments are, not that there are groups: one cloud without any, cut in two, scores about 0.6 with one feature that is spread evenly, 0.8 with one that has a long tail, and 0.1 with ten.',
    'The map shows two of many dimensions: gaps and sizes on it are not distances between segments.',
    ...(study.choose.by === 'silhouette-noise-as-cluster'
      ? [
          'The settings were chosen by a silhouette that counts noise as one more cluster. That reading favours one dense region with much noise around it; it is offered for comparison with studies that used it.',
        ]
      : []),
  ];
}
