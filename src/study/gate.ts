/**
 * The gate: does a learned encoder earn its place?
 *
 * Published comparisons find that an autoencoder in front of k-means is often level with k-means on the
 * numbers as they are, and that its segments change from one weight seed to the next. So the study's
 * encoder is run beside doing without it, on the same rows, from several seeds, all clustered by the same
 * method into the same number of clusters.
 */
import { DataError, Random, type Run, type RunContext } from '../base/index.ts';
import { KMeans } from '../cluster/index.ts';
import { encoderMethods } from '../encode/index.ts';
import { agreement, mapFaith, silhouette } from '../evaluate/index.ts';
import { type ColumnBlock, type Matrix, mean } from '../numeric/index.ts';
import type { Gate, GateRow } from '../publish/index.ts';
import { fitEncoder } from './encode-entities.ts';
import type { EncoderPlan } from './plan-encoding.ts';

export interface GateInput {
  /** The prepared numbers. */
  readonly x: Matrix;
  readonly blocks: readonly ColumnBlock[] | undefined;
  /** What the study's own encoders made of them. */
  readonly code: Matrix;
  /** Groups known beforehand, one per row; null where none is known. */
  readonly known: readonly (string | null)[] | null;
  readonly clusters: number;
  readonly seed: number;
  readonly seeds: number;
  /** Rows to rest on, at most. */
  readonly rows: number;
}

/** A difference of less is taken for chance. */
const MARGIN = 0.02;
/** What a better agreement may cost in stability. */
const STABILITY_MARGIN = 0.1;
/** UMAP keeps as many numbers as there are clusters, within these bounds (Lafabregue et al. 2022). */
const UMAP_COLUMNS = { least: 2, most: 10 };

type Representation = (seed: number, first: boolean) => Promise<Matrix>;

/**
 * Runs the study's encoders, the prepared numbers alone, PCA and UMAP from several seeds each.
 *
 * Cost: `seeds` fits of every encoder; KMeans and a silhouette for each.
 */
export async function runGate(
  plans: readonly EncoderPlan[],
  given: GateInput,
  run: Run,
): Promise<Gate> {
  const input = sampled(given);
  if (input.x.rows < given.x.rows) {
    run.warn(
      'gate-sampled',
      `gate: the comparison of the encoder with doing without it rests on ${input.x.rows} of ${given.x.rows} entities.`,
    );
  }
  const candidates = representations(plans, input, run);
  const rows: GateRow[] = [];
  for (const [i, [name, represent]] of candidates.entries()) {
    rows.push(await measure(name, represent, i === 0, input, run));
  }
  return {
    rows,
    seeds: input.seeds,
    clusters: input.clusters,
    entities: input.x.rows,
    ...judge(rows, input.known !== null),
  };
}

function sampled(given: GateInput): GateInput & { readonly whole: boolean } {
  if (given.x.rows <= given.rows) return { ...given, whole: true };
  const picked = new Random(given.seed).fork('gate').sample(given.x.rows, given.rows).sort();
  return {
    ...given,
    whole: false,
    x: given.x.takeRows(picked),
    code: given.code.takeRows(picked),
    known: given.known && Array.from(picked, (row) => given.known![row]),
  };
}

function representations(
  plans: readonly EncoderPlan[],
  { x, blocks, code, clusters, whole }: GateInput & { readonly whole: boolean },
  run: Run,
): [string, Representation][] {
  const quiet = run.quiet();
  const own: Representation = async (seed, first) => {
    // The fit itself was made from the first seed.
    if (first && whole) return code;
    let rows = x;
    for (const [i, plan] of plans.entries()) {
      rows = (await fitEncoder(plan, rows, i === 0 ? blocks : undefined, quiet, seed)).code;
    }
    return rows;
  };
  const encoded =
    (name: string, components: number): Representation =>
    async (seed) => {
      const model = await encoderMethods[name].create({ components, seed }).fit(x, quiet);
      return model.transform(x, quiet);
    };
  const pca = Math.max(1, Math.min(code.cols, x.cols, x.rows));
  const umap = Math.max(UMAP_COLUMNS.least, Math.min(UMAP_COLUMNS.most, clusters));
  return [
    [plans.map(({ name }) => name).join(' → '), own],
    ['raw', async () => x],
    ['PCA', encoded('PCA', pca)],
    ['UMAP', encoded('UMAP', umap)],
  ];
}

async function measure(
  name: string,
  represent: Representation,
  chosen: boolean,
  { x, code, known, clusters, seed, seeds }: GateInput,
  run: Run,
): Promise<GateRow> {
  const quiet = run.quiet();
  const seconds: number[] = [];
  const labelings: Int32Array[] = [];
  const silhouettes: number[] = [];
  const faiths: number[] = [];
  let columns = 0;
  let failed: string | undefined;
  try {
    for (let s = 0; s < seeds; s++) {
      run.progress(`gate (${name})`, s, seeds);
      await run.pause();
      const began = performance.now();
      const z = await represent(seed + s, s === 0);
      // What the fit itself made took no time here.
      if (z !== code) seconds.push((performance.now() - began) / 1000);
      columns = z.cols;
      faiths.push(z === x ? 1 : await faith(x, z, quiet));
      const { labels } = await new KMeans({ clusters, seed: seed + s, restarts: 5 }).fit(z, quiet);
      labelings.push(labels);
      silhouettes.push((await silhouette(x, labels, quiet, { rows: 2000, seed })).mean);
    }
    run.progress(`gate (${name})`, seeds, seeds);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    failed = error.message;
  }
  const pairs = labelings.flatMap((a, i) => labelings.slice(i + 1).map((b) => agreement(a, b).ari));
  const average = (values: readonly number[]) =>
    failed !== undefined || values.length === 0 ? null : finite(mean(values));
  return {
    name,
    columns,
    stability: average(pairs),
    pairs: pairs.length,
    agreement: known === null ? null : average(labelings.map((labels) => agree(known, labels))),
    silhouette: average(silhouettes),
    trustworthiness: average(faiths),
    seconds: average(seconds),
    chosen,
    ...(failed === undefined ? {} : { failed }),
  };
}

/** Rows whose neighbours are looked at; each is ranked against all. */
const FAITH_ROWS = 1000;

/** Trustworthiness; NaN where there are too few rows for neighbours to mean anything. */
async function faith(x: Matrix, z: Matrix, quiet: RunContext): Promise<number> {
  const neighbors = Math.min(15, Math.ceil(x.rows / 2) - 1);
  if (neighbors < 1) return Number.NaN;
  return (await mapFaith(x, z, quiet, { neighbors, rows: FAITH_ROWS })).trustworthiness;
}

function agree(known: readonly (string | null)[], labels: Int32Array): number {
  const rows = [...labels.keys()].filter((row) => known[row] !== null);
  return agreement(
    rows.map((row) => known[row] as string),
    rows.map((row) => labels[row]),
  ).ari;
}

/** By agreement where groups are known, by stability elsewhere: better than every simpler way, or not earned. */
function judge(
  rows: readonly GateRow[],
  labelled: boolean,
): { readonly earned: boolean; readonly verdict: string } {
  const measureName = labelled ? 'agreement with the known groups' : 'stability over seeds';
  const value = (row: GateRow) => (labelled ? row.agreement : row.stability);
  const [own, ...others] = rows;
  const usable = others.filter((row) => value(row) !== null);
  const score = value(own);
  if (score === null || usable.length === 0) {
    return {
      earned: false,
      verdict: `${own.name} could not be compared${own.failed ? `: ${own.failed}` : '.'}`,
    };
  }
  const best = usable.reduce((a, b) => (value(b)! > value(a)! ? b : a));
  const margin = score - value(best)!;
  const steady = (own.stability ?? 0) >= (best.stability ?? 0) - STABILITY_MARGIN;
  const figures = `${measureName} ${score.toFixed(2)} against ${value(best)!.toFixed(2)} for ${best.name}`;
  if (margin > MARGIN && steady) {
    return { earned: true, verdict: `${own.name} earned its place: ${figures}.` };
  }
  const instead =
    best.name === 'raw'
      ? 'Leave encode out'
      : `Use encode: {method: ${best.name}, components: ${best.columns}}`;
  if (margin > MARGIN) {
    return {
      earned: false,
      verdict: `${own.name} did not earn its place: ${figures}, but its segments agree from seed to seed only at ${(own.stability ?? 0).toFixed(2)} against ${(best.stability ?? 0).toFixed(2)}. ${instead}, or train it longer.`,
    };
  }
  return {
    earned: false,
    verdict:
      Math.abs(margin) <= MARGIN
        ? `${own.name} did not earn its place: ${figures}, which is level. ${instead}: simpler, and the segments are as good.`
        : `${own.name} did not earn its place: ${figures}. ${instead}.`,
  };
}

const finite = (value: number) => (Number.isFinite(value) ? value : null);
