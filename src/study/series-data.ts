import type { Run } from '../base/index.ts';
import {
  centreRatios,
  type SeriesRows,
  type StrangeSeries,
  seriesGrid,
  strangeSeries,
  strangestRows,
  type TypicalSeries,
  typicalSeries,
} from '../explain/index.ts';
import { type Matrix, NOISE, panelOf } from '../numeric/index.ts';
import type { ReportGroup } from '../report/index.ts';
import { cellText } from '../table/index.ts';
import type { GroupOutcome } from './bundle-tables.ts';
import type { EncodedEntities } from './encode-entities.ts';
import type { Entities } from './entities.ts';
import type { PreparedEntities, SeriesAxes } from './prepared-entities.ts';
import type { ReconstructionErrors } from './reconstruction-errors.ts';
import { segmentCentres } from './segment-centres.ts';

/** Series shown as the strangest of a group. */
const STRANGEST = 12;

/**
 * What the series of each segment look like, and which of them look like none; empty where rows are no series.
 *
 * @param ids the lasting id of each row of the group
 */
export async function seriesData(
  outcome: GroupOutcome,
  ids: Int32Array,
  prepared: PreparedEntities,
  encoded: EncodedEntities,
  entities: Entities,
  errors: ReconstructionErrors | null,
  seed: number,
  run: Run,
): Promise<Pick<ReportGroup, 'series' | 'otherChannels' | 'strange'>> {
  const axes = prepared.series;
  if (axes === undefined) return {};
  const { rows: places } = outcome.group;
  const x = encoded.inputMatrix(places);
  const rows: SeriesRows = panelOf(x);
  const typical = await typicalChannels(outcome, ids, rows, axes, seed, run);
  const keys = entities.keys.map((key) => Array.from(places, (row) => cellText(key, row)));
  const common = { rows, labels: ids, typical, keys };
  const strange =
    errors === null
      ? byDistance(outcome, encoded.matrix(places), common)
      : await byError(outcome, x, prepared, errors, common, run);
  const [series, ...otherChannels] = typical;
  return { series, ...(otherChannels.length > 0 ? { otherChannels } : {}), strange };
}

async function typicalChannels(
  { explanation }: GroupOutcome,
  ids: Int32Array,
  rows: SeriesRows,
  { times, unit, channels }: SeriesAxes,
  seed: number,
  run: Run,
): Promise<TypicalSeries[]> {
  const centres = await segmentCentres(rows, ids, seriesGrid(rows.steps, times), seed, run);
  const medoids = new Map(
    explanation.segments.flatMap(({ segment, prototypes }) =>
      prototypes.slice(0, 1).map(({ row, key }) => [segment, { row, key }] as const),
    ),
  );
  return Array.from({ length: rows.channels }, (_, c) =>
    typicalSeries(rows, ids, {
      times,
      unit,
      channel: channels?.[c] ?? (rows.channels > 1 ? `channel ${c + 1}` : ''),
      channelIndex: c,
      seed,
      medoids,
      ...(centres === null ? {} : { centres: centres.channels[c], centreFacts: centres.facts }),
    }),
  );
}

type Common = Pick<Parameters<typeof strangeSeries>[0], 'rows' | 'labels' | 'typical' | 'keys'>;

/** Those that the encoder cannot give back. */
async function byError(
  { group }: GroupOutcome,
  x: Matrix,
  prepared: PreparedEntities,
  { encoder, measure, errors }: ReconstructionErrors,
  common: Common,
  run: Run,
): Promise<StrangeSeries> {
  const at = new Map(Array.from(prepared.rows, (place, i) => [place, i]));
  const scores = Float64Array.from(group.rows, (place) => errors[at.get(place)!]);
  const chosen = strangestRows(scores, STRANGEST);
  const quiet = run.quiet();
  const { model } = encoder;
  const back = await model.inverse!(await model.transform(x.takeRows(chosen), quiet), quiet);
  const { beside } = centreRatios(x, common.labels);
  const reconstructed = panelLike(back, common.rows);
  return strangeSeries({
    ...common,
    measure,
    by: 'reconstruction',
    scores,
    beside,
    chosen,
    reconstructed,
  });
}

/** Those farthest from the middle of their segment, where it was made. */
function byDistance({ result }: GroupOutcome, x: Matrix, common: Common): StrangeSeries {
  const { values, measure } = result.assignment;
  // Methods that follow density give 0 to most rows: that tells none from another.
  const apart = values.reduce((count, value) => count + (value > 0 ? 1 : 0), 0);
  const own = measure === 'distance' && apart > 0.5 * values.length ? values : undefined;
  const { ratios, beside } = centreRatios(x, common.labels, own);
  return strangeSeries({
    ...common,
    measure: 'distance from the centre, in times the median of the segment',
    by: 'distance',
    scores: ratios,
    beside,
    // Without segments nothing is far from one.
    chosen: beside.includes(NOISE) ? [] : strangestRows(ratios, STRANGEST),
  });
}

/** Rows that came back as the series that they are of. */
function panelLike({ data, rows }: Matrix, { channels, steps }: SeriesRows): SeriesRows | null {
  return data.length === rows * channels * steps ? { data, series: rows, channels, steps } : null;
}
