import { Random } from '../../src/base/index.ts';
import type { TrainingRecord } from '../../src/encode/index.ts';
import {
  chooseReconstructions,
  crossTable,
  embeddingView,
  errorFacts,
  gatherPanel,
  type Reconstructions,
  reconstructedRows,
  type SegmentProfile,
  seriesGrid,
  seriesReconstructions,
  strangeSeries,
  strangestRows,
  tableReconstructions,
  typicalSeries,
} from '../../src/explain/index.ts';
import { Matrix } from '../../src/numeric/index.ts';
import type { ReportData, ReportGate, ReportRepresentation } from '../../src/report/index.ts';
import { fixture } from './fixture.ts';

export interface SeriesFixtureOptions {
  readonly rows?: number;
  readonly steps?: number;
  /** The net learned nothing. */
  readonly collapsed?: boolean;
  /** Rows of a table instead of series. */
  readonly table?: boolean;
  readonly names?: (column: number) => string;
}

const HABITS = 4;

/** A made-up fit of series through a learned code: everything that a report can show of it. */
export async function seriesFixture(options: SeriesFixtureOptions = {}): Promise<ReportData> {
  const { rows = 700, steps = 579, table = false } = options;
  const base = await fixture({
    rows,
    segments: HABITS,
    features: 5,
    noise: 0.03,
    searched: ['minSamples'],
  });
  const [group] = base.groups;
  const random = new Random(3).fork('series');
  const sizes = [...group.explanation.segments.map(({ rows: own }) => own)];
  const labels = Int32Array.from([
    ...sizes.flatMap((size, s) => new Array<number>(size).fill(s)),
    ...new Array<number>(group.explanation.noise?.rows ?? 0).fill(-1),
  ]);
  const times = Array.from({ length: steps }, (_, t) =>
    new Date(Date.UTC(2020, 5, 1 + t)).toISOString().slice(0, 10),
  );
  const x = new Matrix(new Float32Array(rows * steps), rows, steps);
  for (let i = 0; i < rows; i++) x.row(i).set(habit(labels[i], steps, random));
  const y = new Matrix(
    Float32Array.from(x.data, (value) => (options.collapsed ? 0 : 0.75 * value + 0.04)),
    rows,
    steps,
  );
  const errors = Float64Array.from(
    { length: rows },
    (_, i) => meanGap(x.row(i), y.row(i)) * (0.7 + random.next()) + 0.5 * random.next() ** 40,
  );
  const heldOut = Array.from({ length: rows }, () => random.next() < 0.2);
  const keys = [Array.from({ length: rows }, (_, i) => `secret-series-${i}`)];
  const sample = (chosen: readonly number[]): Reconstructions => {
    const facts = reconstructedRows(chosen, { errors, heldOut, labels, keys });
    if (table) {
      const names = Array.from({ length: 30 }, (_, j) => options.names?.(j) ?? `measure_${j}`);
      const cut = (m: Matrix) => Matrix.from(chosen.map((i) => m.row(i).slice(0, 30)));
      return {
        kind: 'table',
        columns: 30,
        rows: tableReconstructions(facts, names, cut(x), cut(y)),
      };
    }
    const grid = seriesGrid(steps, times, 100);
    return {
      kind: 'series',
      unit: 'share of own maximum',
      grid,
      rows: seriesReconstructions(facts, x.takeRows(chosen), y.takeRows(chosen), grid),
    };
  };
  const representation: ReportRepresentation = {
    encoder: 'DenoisingAutoencoder',
    meaning: 'Learns to give a row back from 64 numbers, although a part of it is hidden.',
    inputs: steps,
    outputs: 64,
    options: { layers: '512,256,128', code: 64, noise: 'mask', seed: 0 },
    training: training(options.collapsed ?? false, random),
    ...(options.collapsed
      ? { collapsed: 'The reconstruction equals the all-zero predictor: nothing was learned.' }
      : {}),
    ...(table
      ? {
          blocks: [
            {
              name: options.names?.(0) ?? 'price',
              kind: 'number',
              columns: 1,
              loss: 'mean squared error',
              value: 0.41,
              trivial: 1.02,
              trivialPredictor: 'column mean',
            },
            {
              name: 'brand',
              kind: 'category',
              columns: 11,
              loss: 'cross-entropy',
              value: 0.62,
              trivial: 1.94,
              trivialPredictor: 'level shares',
            },
            {
              name: 'title',
              kind: 'text',
              columns: 32,
              loss: 'mean squared error',
              value: 1.07,
              trivial: 1.01,
              trivialPredictor: 'column mean',
            },
          ] as const,
        }
      : {}),
    reconstructions: sample(chooseReconstructions(errors, heldOut)),
    errors: {
      measure: 'mean absolute error',
      all: errorFacts(errors)!,
      heldOut: errorFacts(errors.filter((_, i) => heldOut[i])),
    },
    strangest: sample(strangestRows(errors)),
    gate: gate(options.collapsed ?? false),
  };
  const columns = [0, 1, 2].map((j) =>
    Float64Array.from(labels, (label) => (label + 2) * (j + 1) + random.normal()),
  );
  const place = (spread: number, axes: number) =>
    Matrix.from(
      Array.from(labels, (label) =>
        Array.from(
          { length: axes },
          (_, j) => Math.sin(label * (2.1 + j) + j) * spread + random.normal() * 0.5,
        ),
      ),
    );
  const categories = [options.names?.(2) ?? 'prepaid', 'contract', 'trial'];
  const panel = { data: x.data, series: rows, channels: 1, steps };
  const points = seriesGrid(steps, times);
  const typical = typicalSeries(panel, labels, {
    times,
    unit: 'share of own maximum',
    channel: 'usage',
    centres: new Map(
      sizes.map((_, s) => [s, gatherPanel(panel, [labels.indexOf(s)], points).data] as const),
    ),
    centreFacts: { title: 'barycentre under dynamic time warping', rows: 100, window: 0.1 },
    medoids: new Map(
      sizes.map((_, s) => {
        const row = labels.indexOf(s) + 1;
        return [s, { row, key: [keys[0][row]] }] as const;
      }),
    ),
  });
  return {
    ...base,
    representation,
    groups: [
      {
        ...group,
        ...(table
          ? {
              explanation: {
                ...group.explanation,
                segments: group.explanation.segments.map(shares),
              },
            }
          : {}),
        search: {
          ...group.search!,
          searched: ['clusters'],
          points: group.search!.points.slice(0, 12).map((point, i) => ({
            ...point,
            options: { clusters: i + 2 },
            clusters: i + 2,
            scores: {
              silhouette: 0.61 - 0.035 * Math.abs(i - 2),
              calinskiHarabasz: 900 - 40 * Math.abs(i - 2),
              daviesBouldin: 0.6 + 0.05 * Math.abs(i - 3),
            },
          })),
          chosen: 2,
          runnersUp: [1, 3],
          disagreements: ['Davies-Bouldin prefers clusters = 5, with one segment more.'],
          inertias: Array.from({ length: 12 }, (_, i) => 9000 / (i + 2) ** 0.8),
        },
        options: { clusters: 4 },
        ...(table
          ? {}
          : {
              series: typical,
              strange: strangeSeries({
                measure: 'mean absolute error',
                by: 'reconstruction',
                rows: panel,
                labels,
                beside: labels,
                scores: errors,
                typical: [typical],
                chosen: strangestRows(errors, 12),
                reconstructed: {
                  ...panel,
                  data: y.takeRows(strangestRows(errors, 12)).data,
                  series: 12,
                },
                keys,
              }),
            }),
        agreement: [
          {
            column: options.names?.(1) ?? 'plan',
            rows,
            measures: { ari: 0.61, nmi: 0.58, vMeasure: 0.58 },
            table: crossTable(
              labels,
              Array.from(labels, (label, i) =>
                i % 17 === 0 ? null : categories[(label + 5 + (i % 9 === 0 ? 1 : 0)) % 3],
              ),
            ),
          },
        ],
        embedding: embeddingView({
          labels,
          spaces: [
            {
              title: 'PCA of the input',
              axes: ['PCA 1 · 31 %', 'PCA 2 · 12 %'],
              note: 'Keeps 43 % of the variance.',
              z: place(0.9, 2),
            },
            {
              title: 'PCA of the code',
              axes: ['PCA 1 · 52 %', 'PCA 2 · 20 %'],
              note: 'Keeps 72 % of the variance.',
              z: place(2.4, 2),
            },
            { title: 'Code', axes: ['code 1', 'code 2', 'code 3'], note: '', z: place(2.4, 3) },
          ],
          features: ['use_days', 'total_calls', 'weekend_share'].map((name, j) => ({
            name: options.names?.(j) ?? name,
            unit: j === 2 ? 'share' : 'days',
          })),
          columns,
          categories: [
            {
              name: 'plan',
              values: Array.from(labels, (label, i) =>
                i % 17 === 0 ? null : categories[(label + 5) % 3],
              ),
            },
          ],
          seed: 42,
        }),
        declared: [
          { segment: HABITS, name: 'No activity', rule: 'every value of usage is 0', rows: 61 },
        ],
      },
    ],
  };
}

/** The same with a switch between the flat maps and the one that turns. */
export function withTabs(data: ReportData): ReportData {
  const [group] = data.groups;
  const view = group.embedding!;
  const spaces = view.spaces.map((space) => ({
    ...space,
    tab: space.axes.length > 2 ? 'Three axes' : 'PCA',
  }));
  return { ...data, groups: [{ ...group, embedding: { ...view, spaces } }] };
}

/** Levels and words that set a segment of a mixed table apart. */
function shares(segment: SegmentProfile): SegmentProfile {
  const own = (
    feature: string,
    kind: 'category' | 'text',
    value: string,
    share: number,
    restShare = 0.2,
  ) => ({
    feature,
    kind,
    value,
    share,
    restShare,
    lift: share / 0.25,
    effect: share - restShare,
  });
  return {
    ...segment,
    shares: [
      own(
        'brand',
        'category',
        ['Apple', 'Nokia', 'Samsung', 'HUAWEI'][segment.segment],
        0.99,
        0.02,
      ),
      own('brand', 'category', 'Motorola', 0.03),
      own('title', 'text', ['renewed', 'unlocked', 'flip', 'dual'][segment.segment], 0.44),
      own('title', 'text', '<b>carrier</b>', 0.31),
    ],
  };
}

/** A year of daily use: week days, week ends, growth, or fits and starts. */
function habit(kind: number, steps: number, random: Random): Float32Array {
  const shift = Math.floor(random.next() * 30);
  return Float32Array.from({ length: steps }, (_, t) => {
    const weekend = t % 7 > 4;
    const level =
      kind === 0
        ? weekend
          ? 0.05
          : 0.7
        : kind === 1
          ? weekend
            ? 0.8
            : 0.15
          : kind === 2
            ? Math.max(0, (t - shift) / steps)
            : random.next() < 0.04
              ? 1
              : 0;
    return Math.min(
      1,
      Math.max(0, level * (0.8 + 0.4 * random.next()) + (level > 0 ? 0.05 * random.normal() : 0)),
    );
  });
}

function meanGap(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let t = 0; t < a.length; t++) sum += Math.abs(a[t] - b[t]);
  return sum / a.length;
}

function training(collapsed: boolean, random: Random): TrainingRecord {
  const epochs = Array.from({ length: 60 }, (_, e) => {
    const train = (collapsed ? 0.0249 : 0.0121) + 0.06 * Math.exp(-e / (collapsed ? 2 : 9));
    return {
      train: train + 0.0006 * random.next(),
      validation: train * 1.03 + Math.max(0, e - 44) * 0.0002 + 0.0008 * random.next(),
    };
  });
  const best = epochs.reduce(
    (least, epoch, e) => (epoch.validation < epochs[least].validation ? e : least),
    0,
  );
  return {
    loss: 'mean absolute error',
    epochs,
    best,
    trainRows: 560,
    validationRows: 140,
    finalLoss: epochs[best].validation,
    trivial: [
      { predictor: 'zero', loss: 0.0248 },
      { predictor: 'column median', loss: 0.0248 },
      { predictor: 'column mean', loss: 0.0392 },
      { predictor: 'PCA with 64 components', loss: 0.0191 },
    ],
    seconds: 41.3,
  };
}

function gate(collapsed: boolean): ReportGate {
  return {
    earned: !collapsed,
    verdict: collapsed
      ? 'The learned code did not earn its place: PCA gives segments that come back more often, in less time. Use PCA.'
      : 'The learned code earned its place: its segments come back most often over seeds, and agree best with the known groups.',
    rows: [
      {
        name: 'raw',
        components: 579,
        stability: 0.71,
        stabilityPairs: 3,
        agreement: 0.62,
        trustworthiness: null,
        seconds: 0,
        chosen: false,
      },
      {
        name: 'PCA',
        components: 64,
        stability: 0.74,
        stabilityPairs: 3,
        agreement: 0.66,
        trustworthiness: 0.981,
        seconds: 0.4,
        chosen: collapsed,
      },
      {
        name: 'UMAP',
        components: 2,
        stability: 0.9,
        stabilityPairs: 3,
        agreement: 0.88,
        trustworthiness: 0.942,
        seconds: 6.2,
        chosen: false,
      },
      {
        name: 'DenoisingAutoencoder',
        components: 64,
        stability: collapsed ? 0.2 : 0.94,
        stabilityPairs: 3,
        agreement: collapsed ? 0.1 : 0.93,
        trustworthiness: 0.97,
        seconds: 41.3,
        chosen: !collapsed,
      },
    ],
  };
}
