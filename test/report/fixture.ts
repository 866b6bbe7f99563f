import { Random } from '../../src/base/index.ts';
import { mapSample, profileSegments, silhouetteCurves } from '../../src/explain/index.ts';
import type { Feature } from '../../src/features/index.ts';
import { Matrix, orderBySize, renameLabels } from '../../src/numeric/index.ts';
import type { GridPoint, ReportData, ReportGroup } from '../../src/report/index.ts';

const USAGE: readonly Feature[] = [
  { name: 'use_days', unit: 'days', meaning: 'Days with at least one call.' },
  { name: 'use_duration', unit: 'days', meaning: 'Days from the first call to the last.' },
  {
    name: 'avg_cont_use',
    unit: 'days',
    meaning: 'Mean length of unbroken runs of days with calls.',
  },
  { name: 'total_calls', unit: 'calls', meaning: 'All calls together.' },
  {
    name: 'usage_range',
    unit: 'calls',
    meaning: 'Calls on the busiest day less calls on the quietest.',
  },
  {
    name: 'weekend_share',
    unit: 'share',
    meaning: 'Share of the calls made on Saturdays and Sundays.',
  },
  {
    name: 'days_since_last_use',
    unit: 'days',
    meaning: 'Days from the last call to the end of the data.',
  },
];

export interface FixtureOptions {
  readonly rows?: number;
  readonly segments?: number;
  readonly features?: number;
  /** Share of rows without a segment. */
  readonly noise?: number;
  /** Names of groups; one nameless group without them. */
  readonly groups?: readonly string[];
  readonly searched?: readonly string[];
  readonly title?: string;
  readonly featureName?: (j: number) => string;
}

/** A made-up fit, complete and repeatable: what the report must show well. */
export async function fixture(options: FixtureOptions = {}): Promise<ReportData> {
  const names = options.groups ?? [null];
  const groups: ReportGroup[] = [];
  for (let g = 0; g < names.length; g++) groups.push(await group(names[g], g, options));
  const used = groups.reduce((total, { explanation }) => total + explanation.rows, 0);
  return {
    title: options.title ?? 'API usage, August to December',
    created: '2026-11-21T09:40:00Z',
    entities: 'users',
    source: {
      names: ['api-usage.csv'],
      rowsRead: used * 9 + 31,
      rowsUsed: used,
      dropped: [{ reason: 'no user', rows: 31 }],
      columns: [
        {
          name: 'dt',
          type: 'date',
          role: 'time',
          missing: 0,
          distinct: 118,
          notes: ['6 days without any row'],
        },
        { name: 'user_id', type: 'text', role: 'key', missing: 31, distinct: used, notes: [] },
        {
          name: 'type',
          type: 'text',
          role: 'within',
          missing: 0,
          distinct: names.length,
          notes: [],
        },
        {
          name: 'api_count',
          type: 'number',
          role: 'value',
          missing: 0,
          distinct: 812,
          notes: ['heavy tail: largest is 4,100 times the median'],
        },
        {
          name: 'region',
          type: 'text',
          role: 'ignored',
          missing: Math.round(used * 1.3),
          distinct: 1,
          notes: ['constant'],
        },
      ],
      facts: [
        { label: 'Period', value: '13 Aug 2021 to 8 Dec 2021' },
        { label: 'Encoding', value: 'UTF-8, comma, header' },
      ],
    },
    warnings: [
      { code: 'dropped-column', message: 'region is constant and was left out.' },
      {
        code: 'many-copies',
        message: '497 users have a single day of use: many rows coincide exactly.',
      },
    ],
    within: options.groups ? 'type' : null,
    groups,
    method: {
      name: 'DBSCAN',
      meaning: 'Joins rows that lie in dense neighbourhoods; rows in none are noise.',
      options: { eps: 0.15, metric: 'euclidean' },
      steps: ['log1p of total_calls', 'min-max of all features to 0…1'],
    },
    seed: 42,
    versions: { clade: '0.1.0', node: '20.20.2', duckdb: '1.5.6' },
    limits: ['The period holds one summer: seasonal habits cannot be told from lasting ones.'],
  };
}

async function group(
  name: string | null,
  g: number,
  options: FixtureOptions,
): Promise<ReportGroup> {
  const { segments = 5, features: d = 7, noise = 0.06, searched = ['minSamples'] } = options;
  const rows = options.rows ?? 900;
  const random = new Random(7).fork(`group ${g}`);
  const features = Array.from({ length: d }, (_, j) => {
    const feature = USAGE[j] ?? {
      name: `measure_${j + 1}`,
      unit: 'log10 of the total',
      meaning: 'One more measure.',
    };
    return options.featureName ? { ...feature, name: options.featureName(j) } : feature;
  });
  const centres = Array.from({ length: segments }, () =>
    Array.from({ length: d }, () => random.normal() * 2.4),
  );
  const drawn = Int32Array.from({ length: rows }, () =>
    random.next() < noise || segments === 0 ? -1 : Math.floor(segments * random.next() ** 1.7),
  );
  const labels = renameLabels(drawn, orderBySize(drawn, Math.max(1, segments)));
  const placed = Array.from({ length: rows }, (_, i) =>
    Array.from({ length: d }, (_, j) =>
      drawn[i] < 0 ? random.normal() * 3 : centres[drawn[i]][j] + random.normal() * 0.7,
    ),
  );
  const columns = features.map((_, j) => Float64Array.from(placed, (row) => raw(j, row[j])));
  const explanation = await profileSegments({
    features,
    columns,
    labels,
    x: Matrix.from(placed),
    keys: [placed.map((_, i) => `secret-user-${g}-${i}`)],
    seed: 42,
  });
  const clusters = explanation.segments.length;
  const perRow = Float64Array.from(labels, (label, i) =>
    label < 0 ? Number.NaN : centroidSilhouette(placed[i], drawn[i], centres),
  );
  const kept = perRow.filter((value) => !Number.isNaN(value));
  const mean = clusters < 2 ? null : kept.reduce((sum, value) => sum + value, 0) / kept.length;
  const points = grid(searched, clusters, mean ?? 0.2, random);
  const order = points
    .map((_, i) => i)
    .sort((a, b) => (points[b].scores.silhouette ?? -1) - (points[a].scores.silhouette ?? -1));
  return {
    name,
    options: { ...points[order[0]].options },
    scores: { silhouette: mean, noiseShare: explanation.noise?.share ?? 0 },
    explanation,
    search: {
      searched,
      criteria: [
        { name: 'silhouette', title: 'Silhouette', better: 'higher' },
        { name: 'calinskiHarabasz', title: 'Calinski-Harabasz', better: 'higher' },
        { name: 'daviesBouldin', title: 'Davies-Bouldin', better: 'lower' },
      ],
      chosenBy: 'silhouette',
      points,
      chosen: order[0],
      runnersUp: order.slice(1, 4),
      disagreements: ['Davies-Bouldin prefers minSamples = 6, with one segment more.'],
    },
    silhouette:
      clusters < 2
        ? null
        : { mean, rows: kept.length, of: kept.length, curves: silhouetteCurves(perRow, labels) },
    map: {
      ...mapSample(
        placed.map((row) => row[0] + 0.4 * (row[2] ?? 0)),
        placed.map((row) => row[1] - 0.3 * (row[3] ?? 0)),
        labels,
        5000,
        42,
      ),
      method: 'PCA',
      explained: [0.412, 0.233],
    },
    agreement:
      name === null
        ? [
            {
              column: 'plan',
              rows,
              measures: { ari: 0.412, nmi: 0.5, ami: 0.493, vMeasure: 0.5, accuracy: 0.71 },
            },
          ]
        : [],
    warnings:
      g === 1 ? [{ code: 'small-segment', message: 'S4 has fewer than 2 % of the rows.' }] : [],
  };
}

/** Feature j in units that a report would meet: counts with a tail, shares, plain numbers. */
function raw(j: number, value: number): number {
  if (j % 4 === 3) return Math.round(Math.exp(value * 0.8 + 4));
  if (j === 5) return 1 / (1 + Math.exp(-value));
  return Number((value * 9 + 40).toFixed(1));
}

/** Silhouette against centres instead of rows: near enough for a picture. */
function centroidSilhouette(
  row: readonly number[],
  own: number,
  centres: readonly number[][],
): number {
  const distance = (centre: readonly number[]) =>
    Math.hypot(...centre.map((value, j) => value - row[j]));
  const a = distance(centres[own]);
  const b = Math.min(
    ...centres.map((centre, c) => (c === own ? Number.POSITIVE_INFINITY : distance(centre))),
  );
  return Number.isFinite(b) ? ((b - a) / Math.max(a, b)) * 0.9 : 0;
}

function grid(
  searched: readonly string[],
  clusters: number,
  top: number,
  random: Random,
): GridPoint[] {
  const values: Record<string, readonly number[]> = {
    minSamples:
      searched.length > 1 ? [3, 5, 8, 12, 20, 30] : Array.from({ length: 22 }, (_, i) => i + 3),
    eps: [0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1],
  };
  let options: Record<string, number>[] = [{}];
  for (const option of searched) {
    options = options.flatMap((done) =>
      values[option].map((value) => ({ ...done, [option]: value })),
    );
  }
  return options.map((option, i) => {
    const off = Math.abs(i - options.length * 0.62) / options.length;
    const found = Math.max(0, Math.round(clusters * (1.9 - (1.8 * i) / options.length)));
    return {
      options: option,
      clusters: found,
      noiseShare: Math.min(0.6, 0.02 + 0.4 * (i / options.length) ** 2),
      scores: {
        silhouette: found < 2 ? null : top * (1 - off * 0.8) + random.normal() * 0.01,
        calinskiHarabasz: found < 2 ? null : 900 * (1 - off) + random.normal() * 20,
        daviesBouldin: found < 2 ? null : 0.6 + off + random.normal() * 0.03,
      },
    };
  });
}
