/**
 * Which point of a grid to take, and how sure one can be: the winner by the criterion asked for, the
 * runners-up, what the other criteria would have taken, and a verdict in words.
 */
export const criteria = [
  'silhouette',
  'silhouette-before-encoding',
  'silhouette-noise-as-cluster',
  'calinski-harabasz',
  'davies-bouldin',
] as const;

export type Criterion = (typeof criteria)[number];

/** The criteria for which a smaller value is better. */
const SMALLER_IS_BETTER: ReadonlySet<Criterion> = new Set(['davies-bouldin']);

/** One clustering that was tried. Plain JSON. */
export interface GridPoint {
  /** The options that distinguish it from the other points. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly clusters: number;
  /** Rows without a cluster. */
  readonly noise: number;
  /** Rows per cluster, largest first. */
  readonly sizes: readonly number[];
  /** null where the criterion is not defined, as a silhouette with one cluster. */
  readonly scores: Readonly<Record<Criterion, number | null>>;
  /** Sum of squared distances of rows to the mean of their cluster, as clustered and before encoders; bundles of before have none. */
  readonly withinSquares?: number | null;
  readonly withinSquaresBeforeEncoding?: number | null;
  /** Why there is no clustering at this point. */
  readonly failed?: string;
}

export type Strength = 'strong' | 'reasonable' | 'weak' | 'none' | 'undefined';

export interface Choice {
  readonly by: Criterion;
  /** Place of the chosen point in the grid; null when no point gave a cluster. */
  readonly chosen: number | null;
  /** The next best points of other cluster counts or sizes, best first, at most three. */
  readonly runnersUp: readonly number[];
  /** The point that each criterion prefers; null where it is defined nowhere. */
  readonly preferred: Readonly<Record<Criterion, number | null>>;
  readonly strength: Strength;
  /** One or two sentences on how much structure there is. */
  readonly verdict: string;
  /** What a reader must know before trusting the choice. */
  readonly cautions: readonly string[];
}

export interface ChoiceFacts {
  /** Whether clusters may have any shape, as those of a density: the criteria expect round ones. Default false. */
  readonly anyShape?: boolean;
}

/**
 * Takes the best point by `by`; ties go to fewer clusters, then to the earlier point. Where `by` is
 * defined nowhere, the point with the least noise among those with a cluster is taken and said so.
 */
export function choosePoint(
  points: readonly GridPoint[],
  by: Criterion,
  { anyShape = false }: ChoiceFacts = {},
): Choice {
  const preferred = Object.fromEntries(
    criteria.map((criterion) => [criterion, ranking(points, criterion)[0] ?? null]),
  ) as Record<Criterion, number | null>;
  const ranked = ranking(points, by);
  const chosen = ranked[0] ?? leastNoise(points);
  const runnersUp = distinct(points, ranked.slice(1), chosen).slice(0, 3);
  if (chosen === null) {
    return {
      by,
      chosen,
      runnersUp,
      preferred,
      strength: 'none',
      verdict: 'No setting found a segment: every row is noise under all of them.',
      cautions: failures(points),
    };
  }
  const point = points[chosen];
  const strength = strengthOf(point);
  return {
    by,
    chosen,
    runnersUp,
    preferred,
    strength,
    verdict: verdictOf(point, strength, anyShape),
    cautions: [
      ...(ranked.length === 0
        ? [`${by} is not defined for any setting tried, so the one with the least noise was taken.`]
        : []),
      ...pulledApart(point),
      ...disagreement(points, by, chosen, preferred),
      ...(ranked.length === 0 ? [] : atTheEdge(points, chosen)),
      ...nearlyAsGood(points, by, chosen, runnersUp),
      ...imbalance(point),
      ...fewRows(point),
      ...muchNoise(point, by),
      ...failures(points),
    ],
  };
}

/**
 * The bands of Kaufman & Rousseeuw 1990, "Finding Groups in Data", table 4: above 0.70 strong, 0.51–0.70
 * reasonable, 0.26–0.50 weak and possibly artificial, otherwise no substantial structure.
 */
export function silhouetteStrength(silhouette: number | null): Strength {
  if (silhouette === null || Number.isNaN(silhouette)) return 'undefined';
  if (silhouette > 0.7) return 'strong';
  if (silhouette > 0.5) return 'reasonable';
  return silhouette > 0.25 ? 'weak' : 'none';
}

/** Places of the points where the criterion is defined, best first. */
function ranking(points: readonly GridPoint[], criterion: Criterion): number[] {
  const sign = SMALLER_IS_BETTER.has(criterion) ? 1 : -1;
  return points
    .map((point, place) => ({ point, place, score: point.scores[criterion] }))
    .filter(({ score }) => score !== null && !Number.isNaN(score))
    .sort(
      (a, b) =>
        sign * ((a.score as number) - (b.score as number)) ||
        a.point.clusters - b.point.clusters ||
        a.place - b.place,
    )
    .map(({ place }) => place);
}

function leastNoise(points: readonly GridPoint[]): number | null {
  let best: number | null = null;
  points.forEach((point, place) => {
    if (point.clusters > 0 && (best === null || point.noise < points[best].noise)) best = place;
  });
  return best;
}

const shape = (point: GridPoint) => `${point.sizes.join(' ')} | ${point.noise}`;

/** Leaves out points whose clusters have the same sizes as one already named. */
function distinct(
  points: readonly GridPoint[],
  places: readonly number[],
  chosen: number | null,
): number[] {
  const seen = new Set(chosen === null ? [] : [shape(points[chosen])]);
  return places.filter((place) => {
    const fresh = !seen.has(shape(points[place]));
    seen.add(shape(points[place]));
    return fresh;
  });
}

/** By the lower of the two silhouettes: an encoder may pull apart what was one cloud. */
function strengthOf(point: GridPoint): Strength {
  if (point.clusters < 2) return 'undefined';
  const { silhouette, 'silhouette-before-encoding': before } = point.scores;
  return silhouetteStrength(
    silhouette === null || before === null ? silhouette : Math.min(silhouette, before),
  );
}

function verdictOf(point: GridPoint, strength: Strength, anyShape: boolean): string {
  const rows = point.noise + point.sizes.reduce((sum, size) => sum + size, 0);
  const noise =
    point.noise > 0 ? ` ${percent(point.noise / rows)} of the rows are in no segment.` : '';
  if (point.clusters === 1) {
    return `There is one dense region and no second one to compare it with, so this is not a division into groups.${noise}`;
  }
  const { silhouette, 'silhouette-before-encoding': before } = point.scores;
  const say = (s: number | null) =>
    s === null || Number.isNaN(s) ? 'not defined' : s.toFixed(2).replace('-', '−');
  const score =
    before === null
      ? say(silhouette)
      : `${say(before)} among the prepared numbers, ${say(silhouette)} in what the encoder made of them`;
  const words: Record<Strength, string> = {
    strong: 'The segments are clearly apart',
    reasonable: 'The segments are reasonably apart',
    weak: 'The segments are weakly apart and may be artificial',
    none: 'No substantial structure was found; the segments may well cut up one cloud',
    undefined: 'How far the segments are apart cannot be said',
  };
  if (anyShape && (strength === 'weak' || strength === 'none')) {
    return `Measured as round groups, the segments are ${strength === 'weak' ? 'weakly' : 'hardly'} apart (mean silhouette ${score}, noise left out). Long or winding groups score low even where they are real: look at the map and the profiles.${noise}`;
  }
  return `${words[strength]} (mean silhouette ${score}, noise left out).${noise}`;
}

/** An encoder's own space flatters: UMAP tears one cloud into islands that score 0.8 there. */
function pulledApart({ clusters, scores }: GridPoint): string[] {
  const { silhouette, 'silhouette-before-encoding': before } = scores;
  if (clusters < 2 || silhouette === null || before === null || silhouette - before < 0.2)
    return [];
  return [
    `The segments score ${silhouette.toFixed(2)} where they were made and ${before.toFixed(2)} among the numbers that went into the encoder: part of the gaps between them is the encoder's work.`,
  ];
}

function disagreement(
  points: readonly GridPoint[],
  by: Criterion,
  chosen: number,
  preferred: Readonly<Record<Criterion, number | null>>,
): string[] {
  const others = criteria.filter((criterion) => {
    const place = preferred[criterion];
    return criterion !== by && place !== null && shape(points[place]) !== shape(points[chosen]);
  });
  if (others.length === 0) return [];
  const parts = others.map(
    (criterion) => `${criterion} prefers ${describe(points[preferred[criterion] as number])}`,
  );
  return [`The criteria disagree: ${by} takes ${describe(points[chosen])}, ${parts.join(', ')}.`];
}

function describe(point: GridPoint): string {
  const options = Object.entries(point.options).map(([key, value]) => `${key} ${value}`);
  const count = `${point.clusters} ${point.clusters === 1 ? 'segment' : 'segments'}`;
  const noise = point.noise > 0 ? `, ${point.noise} noise` : '';
  return `${count}${noise}${options.length > 0 ? ` (${options.join(', ')})` : ''}`;
}

/** A best value at the end of what was tried says only that the search was too short. */
function atTheEdge(points: readonly GridPoint[], chosen: number): string[] {
  return Object.entries(points[chosen].options).flatMap(([key, value]) => {
    const tried = points.map(({ options }) => options[key]);
    if (typeof value !== 'number' || !tried.every((one) => typeof one === 'number')) return [];
    const [low, high] = [Math.min(...tried), Math.max(...tried)];
    if (low === high || (value !== low && value !== high)) return [];
    // Fewer than two clusters cannot be scored, and a cluster of fewer than two rows is none.
    if (value === low && Number.isInteger(low) && low <= (LEAST[key] ?? 0)) return [];
    const end = value === high ? 'largest' : 'smallest';
    return [
      `${key} ${value} is the ${end} value tried: a better one may lie beyond. Try ${value === high ? 'larger' : 'smaller'} ones before relying on it.`,
    ];
  });
}

/** Options that cannot usefully be less. */
const LEAST: Readonly<Record<string, number>> = { clusters: 2, minClusterSize: 2, minSamples: 1 };

/** Silhouettes nearer than this would change places on other rows of the same kind. */
const CLOSE = 0.01;

function nearlyAsGood(
  points: readonly GridPoint[],
  by: Criterion,
  chosen: number,
  runnersUp: readonly number[],
): string[] {
  const best = points[chosen].scores[by];
  const next = runnersUp.length === 0 ? null : points[runnersUp[0]].scores[by];
  if (!by.startsWith('silhouette') || best === null || next === null || best - next >= CLOSE) {
    return [];
  }
  return [
    `${describe(points[runnersUp[0]])} is nearly as good by ${by} (${next.toFixed(3)} against ${best.toFixed(3)}): the score alone does not decide between them.`,
  ];
}

/** Below these a mean or a share is a rough guess: of a segment, and of everything. */
const FEW_IN_SEGMENT = 10;
const FEW_ROWS = 30;

function fewRows(point: GridPoint): string[] {
  const rows = point.noise + point.sizes.reduce((sum, size) => sum + size, 0);
  const single = point.sizes.filter((size) => size === 1).length;
  const small = point.sizes.filter((size) => size > 1 && size < FEW_IN_SEGMENT).length;
  const of = `${point.clusters} ${point.clusters === 1 ? 'segment' : 'segments'}`;
  return [
    ...(rows < FEW_ROWS
      ? [
          `There are only ${rows} rows: another ${rows} of the same kind may fall into other segments.`,
        ]
      : []),
    ...(single > 0
      ? [
          `${single} of ${of} ${single === 1 ? 'is a single row' : 'are single rows'}: outliers, not groups.`,
        ]
      : []),
    ...(small > 0
      ? [
          `${small} of ${of} ${small === 1 ? 'has' : 'have'} fewer than ${FEW_IN_SEGMENT} rows: averages and effects of so few are rough.`,
        ]
      : []),
  ];
}

/** Scores that leave noise out rise when more of the difficult rows are called noise. */
function muchNoise(point: GridPoint, by: Criterion): string[] {
  const rows = point.noise + point.sizes.reduce((sum, size) => sum + size, 0);
  if (by === 'silhouette-noise-as-cluster' || point.noise <= 0.2 * rows) return [];
  return [
    `${by} leaves out the ${percent(point.noise / rows)} of the rows that are in no segment: the more difficult rows a setting leaves out, the better it scores. Compare the noise too.`,
  ];
}

/** A score can look good because one segment holds nearly everything. */
function imbalance(point: GridPoint): string[] {
  const inside = point.sizes.reduce((sum, size) => sum + size, 0);
  if (point.clusters < 2 || point.sizes[0] <= 0.9 * inside) return [];
  return [
    `One segment holds ${percent(point.sizes[0] / inside)} of the rows that have one; a high score then says that a few rows are far away, not that there are groups.`,
  ];
}

function failures(points: readonly GridPoint[]): string[] {
  const failed = points.filter((point) => point.failed !== undefined);
  if (failed.length === 0) return [];
  return [`${failed.length} of ${points.length} settings could not be fitted: ${failed[0].failed}`];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
}
