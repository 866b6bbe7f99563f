import { DataError, type Run, type RunContext } from '../base/index.ts';
import type { Assignment, ClusterModel } from '../cluster/index.ts';
import {
  type Choice,
  calinskiHarabasz,
  choosePoint,
  daviesBouldin,
  type GridPoint,
  type Silhouette,
  seriesSilhouette,
  silhouette,
  silhouetteWithNoiseAsCluster,
  withinSquares,
} from '../evaluate/index.ts';
import {
  clusterSizes,
  countDistinctRows,
  countNoise,
  type Matrix,
  NOISE,
} from '../numeric/index.ts';
import type { ClusterPlan } from './plan.ts';

/**
 * Rows that the silhouettes of a grid rest on. The mean of 10,000 numbers from −1 to 1 has a standard
 * error of at most 0.01, and the points of a grid share one seed; all pairs of more rows would cost more
 * than the clustering.
 */
const GRID_SAMPLE = { rows: 10_000 };

/** Under a measure of series, where a pair costs a thousand times as much; a standard error of at most 0.045. */
const SERIES_SAMPLE = { rows: 500 };

/** The same among the prepared numbers; where these are hundreds per row, a standard error of at most 0.022. */
const inputSample = ({ cols }: Matrix) => (cols <= 32 ? GRID_SAMPLE : { rows: 2000 });

/** The outcome for one group of entities. */
export interface ClusteredGroup {
  readonly points: readonly GridPoint[];
  /** Sum of squared distances to the centres, one per point; null for methods without centres. */
  readonly inertias: readonly (number | null)[];
  readonly choice: Choice;
  /** Null when no point of the grid could be fitted. */
  readonly model: ClusterModel | null;
  readonly options: Readonly<Record<string, unknown>>;
  readonly assignment: Assignment;
  readonly silhouette: Silhouette;
  /** Lowest adjusted Rand index between its segments and those from other seeds; see withSeedAgreement. */
  readonly seedAgreement?: number;
  /** Rows of x that differ; equal rows are as near as can be and raise every score. */
  readonly distinctRows: number;
}

/**
 * Fits every point of the grid to one group, scores each, and keeps the chosen one.
 *
 * @param x the rows as they are clustered
 * @param input the same rows before they were encoded; x itself without encoders
 * A point that the group is too small for is recorded as failed; the others still count.
 *
 * @throws {DataError} no point could be fitted
 */
export async function clusterGroup(
  x: Matrix,
  input: Matrix,
  plan: ClusterPlan,
  stage: string,
  run: Run,
): Promise<ClusteredGroup> {
  const { points: options, searched } = plan.grid;
  const sampled = inputSample(input).rows;
  if (input !== x && x.rows > sampled) {
    run.warn(
      'input-silhouette-sampled',
      `${stage}: the silhouettes among the prepared numbers rest on ${sampled} of ${x.rows} rows.`,
    );
  }
  const facts = choiceFacts(plan);
  let bySeries = false;
  const points: GridPoint[] = [];
  const inertias: (number | null)[] = [];
  let kept: { model: ClusterModel; place: number } | undefined;
  let failure: DataError | undefined;
  for (const [place, point] of options.entries()) {
    run.progress(stage, place, options.length);
    await run.pause();
    const named = Object.fromEntries(searched.map((key) => [key, point[key]]));
    try {
      // Warnings of points that are not taken would only confuse; the chosen one's are passed on below.
      const model = await plan.method.create(point).fit(x, run.quiet());
      bySeries ||= model.seriesMeasure !== undefined;
      points.push(await scorePoint(x, input, named, model, run));
      inertias.push('inertia' in model ? Number(model.inertia) : null);
      if (choosePoint(points, plan.by, facts).chosen === place) kept = { model, place };
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      // Settings rise: what the first asks for is the least.
      failure ??= error;
      points.push(failedPoint(named, error.message));
      inertias.push(null);
    }
  }
  run.progress(stage, options.length, options.length);
  const limit = (bySeries ? SERIES_SAMPLE : GRID_SAMPLE).rows;
  if (x.rows > limit && options.length > 1) {
    run.warn(
      'grid-silhouette-sampled',
      `${stage}: the silhouettes that compare the settings ${bySeries ? "go by the method's own measure of series and " : ''}rest on ${limit} of ${x.rows} rows.`,
    );
  }
  const choice = choosePoint(points, plan.by, facts);
  if (failure && points.every((point) => point.failed !== undefined)) {
    if (x.rows > 1) throw failure;
    throw new DataError(
      `${stage}: there must be at least two entities to make segments of, got 1. Give more rows.`,
      { cause: failure },
    );
  }
  // Every point may be all noise: then any model says so, and the first is kept for scoring.
  const model = kept?.model ?? (await plan.method.create(options[0]).fit(x, run.quiet()));
  for (const warning of model.warnings) run.warn(warning.code, `${stage}: ${warning.message}`);
  const found = await ownSilhouette(x, model, {
    ...run.quiet(),
    warn: (code, message) => run.warn(code, message),
  });
  return {
    points,
    inertias,
    choice,
    model,
    options: options[kept?.place ?? 0],
    assignment: await model.assign(x, run),
    distinctRows: countDistinctRows(x),
    silhouette: found,
  };
}

/** The outcome for a group that no setting could be fitted to: everything is without a segment. */
export function unclusteredGroup(rows: number, plan: ClusterPlan, reason: string): ClusteredGroup {
  const labels = new Int32Array(rows).fill(NOISE);
  const points = plan.grid.points.map((point) =>
    failedPoint(Object.fromEntries(plan.grid.searched.map((key) => [key, point[key]])), reason),
  );
  return {
    points,
    inertias: points.map(() => null),
    choice: choosePoint(points, plan.by, choiceFacts(plan)),
    distinctRows: 0,
    model: null,
    options: {},
    assignment: {
      labels,
      values: new Float64Array(rows).fill(Number.NaN),
      measure: plan.method.traits.measure,
    },
    silhouette: {
      mean: Number.NaN,
      perRow: new Float32Array(rows).fill(Number.NaN),
      perSegment: new Float64Array(0),
      negativeShare: Number.NaN,
      scored: 0,
      sampled: false,
    },
  };
}

/** Methods that find the count themselves follow the density, whatever shape it has. */
function choiceFacts({ method }: ClusterPlan): { anyShape: boolean } {
  return { anyShape: method.traits.findsCount };
}

async function scorePoint(
  x: Matrix,
  input: Matrix,
  options: Record<string, unknown>,
  model: ClusterModel,
  run: Run,
): Promise<GridPoint> {
  const { labels } = model;
  const noise = countNoise(labels);
  const limit = model.seriesMeasure === undefined ? GRID_SAMPLE : SERIES_SAMPLE;
  const plain = (await ownSilhouette(x, model, run.quiet(), limit)).mean;
  const withNoise =
    noise === 0
      ? plain
      : (await silhouetteWithNoiseAsCluster(x, labels, run.quiet(), GRID_SAMPLE)).mean;
  return {
    options,
    clusters: model.clusters,
    noise,
    sizes: [...clusterSizes(labels, model.clusters)],
    withinSquares: model.clusters === 0 ? null : withinSquares(x, labels),
    withinSquaresBeforeEncoding:
      input === x || model.clusters === 0 ? null : withinSquares(input, labels),
    scores: {
      silhouette: defined(plain),
      'silhouette-before-encoding':
        input === x
          ? null
          : defined((await silhouette(input, labels, run.quiet(), inputSample(input))).mean),
      // All noise is not a clustering, whatever it is scored as.
      'silhouette-noise-as-cluster': model.clusters === 0 ? null : defined(withNoise),
      'calinski-harabasz': defined(calinskiHarabasz(x, labels)),
      'davies-bouldin': defined(daviesBouldin(x, labels)),
    },
  };
}

function failedPoint(options: Record<string, unknown>, failed: string): GridPoint {
  const scores = {
    silhouette: null,
    'silhouette-before-encoding': null,
    'silhouette-noise-as-cluster': null,
    'calinski-harabasz': null,
    'davies-bouldin': null,
  };
  const none = { withinSquares: null, withinSquaresBeforeEncoding: null };
  return { options, clusters: 0, noise: 0, sizes: [], scores, ...none, failed };
}

/** By the measure that the model went by: shapes that are near need not be near step by step. */
function ownSilhouette(
  x: Matrix,
  { labels, seriesMeasure }: ClusterModel,
  context: RunContext,
  limit?: { readonly rows: number },
): Promise<Silhouette> {
  return seriesMeasure === undefined
    ? silhouette(x, labels, context, limit)
    : seriesSilhouette(x, labels, seriesMeasure, context, limit);
}

const defined = (score: number) => (Number.isFinite(score) ? score : null);
