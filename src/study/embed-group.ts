import type { Run } from '../base/index.ts';
import { PCA, TSNE, UMAP } from '../encode/index.ts';
import {
  type EmbeddingInput,
  type EmbeddingView,
  embeddingView,
  sampleRows,
} from '../explain/index.ts';
import type { Matrix } from '../numeric/index.ts';
import { cellText } from '../table/index.ts';
import type { EncodedEntities } from './encode-entities.ts';
import type { Entities } from './entities.ts';
import { numberFeatures } from './number-features.ts';
import type { Group } from './split-groups.ts';

type Space = EmbeddingInput['spaces'][number];

/** Points of maps that are learned: t-SNE takes three seconds of one processor for so many, and ten times that for 5,000. */
const LEARNED = 1500;
const PERPLEXITY = 30;
const ITERATIONS = 500;
const NEIGHBORS = 15;

/**
 * One sample of a group's entities in the spaces that are worth looking at: the input and the code, each
 * by its first two principal components, and the three of the code that turn; with `learned` also t-SNE and UMAP
 * of the code. For looking only: nothing is decided here.
 */
export async function embedGroup(
  { rows }: Group,
  labels: Int32Array,
  encoded: EncodedEntities,
  entities: Entities,
  { seed, learned }: { readonly seed: number; readonly learned: boolean },
  run: Run,
): Promise<EmbeddingView | null> {
  if (rows.length < 3) return null;
  const input = encoded.inputMatrix(rows);
  const code = encoded.matrix(rows);
  const names = encoded.encoders.map((encoder) => encoder.name);
  // The components of a PCA are those of the input again.
  const name = names.every((encoder) => encoder === 'PCA') ? '' : names.join(' → ');
  const spaces: Space[] = [];
  if (input.cols >= 2) spaces.push(await flatten('Input', input, 2, seed, run));
  if (name !== '' && code.cols >= 2) spaces.push(await flatten(name, code, 2, seed, run));
  const deep = name === '' ? input : code;
  if (deep.cols >= 3) spaces.push(await flatten(name === '' ? 'Input' : name, deep, 3, seed, run));
  if (spaces.length === 0) return null;
  const clustered = name === '' ? input : code;
  const sample = sampleRows(labels, LEARNED, seed);
  const maps =
    learned && clustered.cols > 2 && sample.length >= LEAST
      ? await learnedMaps(name === '' ? 'the input' : name, clustered.takeRows(sample), seed, run)
      : [];
  return embeddingView({
    labels,
    // Only maps to choose from need tabs.
    spaces: maps.length === 0 ? spaces : withTabs(spaces, maps),
    ...(maps.length === 0 ? {} : { rows: sample }),
    ...numberFeatures(entities.schema, entities.features, rows),
    categories: [...entities.known, ...levelColumns(entities)].map((column) => ({
      name: column.name,
      values: Array.from(rows, (row) => cellText(column, row)),
    })),
    seed,
  });
}

/** Below this a neighbourhood is everybody. */
const LEAST = 20;

/** Flat maps first, the one that turns last. */
function withTabs(spaces: readonly Space[], maps: readonly Space[]): Space[] {
  const flat = spaces.filter(({ axes }) => axes.length < 3);
  const deep = spaces.filter(({ axes }) => axes.length > 2);
  return [
    ...flat.map((space) => ({ ...space, tab: 'PCA' })),
    ...maps,
    ...deep.map((space) => ({ ...space, tab: 'PCA 3-D' })),
  ];
}

/** Maps that keep who is near whom. */
async function learnedMaps(of: string, x: Matrix, seed: number, run: Run): Promise<Space[]> {
  const quiet = run.quiet();
  await run.pause();
  const tsne = await new TSNE({
    components: 2,
    perplexity: Math.min(PERPLEXITY, x.rows / 3),
    iterations: ITERATIONS,
    seed,
  }).fit(x, quiet);
  await run.pause();
  const umap = await new UMAP({
    components: 2,
    neighbors: Math.min(NEIGHBORS, x.rows - 1),
    seed,
  }).fit(x, quiet);
  return [
    {
      title: `t-SNE of ${of}`,
      tab: 't-SNE',
      axes: ['t-SNE 1', 't-SNE 2'],
      note: `Perplexity ${Math.round(Math.min(PERPLEXITY, x.rows / 3))}: keeps neighbours; gaps and sizes mean nothing.`,
      z: await tsne.transform(x, quiet),
    },
    {
      title: `UMAP of ${of}`,
      tab: 'UMAP',
      axes: ['UMAP 1', 'UMAP 2'],
      note: `${Math.min(NEIGHBORS, x.rows - 1)} neighbours: keeps neighbours and something of the whole; gaps are not distances.`,
      z: await umap.transform(x, quiet),
    },
  ];
}

/** The features that are categories. */
function levelColumns({ schema, features }: Entities) {
  return features.filter((_, j) => schema.features[j].kind === 'category');
}

/** A space as it is when it has the axes wanted, otherwise its first principal components. */
async function flatten(
  title: string,
  x: Matrix,
  axes: number,
  seed: number,
  run: Run,
): Promise<Space> {
  if (x.cols === axes) {
    return {
      title,
      axes: Array.from({ length: axes }, (_, j) => `${j + 1}`),
      note: `All ${axes} numbers of it, as they are.`,
      z: x,
    };
  }
  const quiet = run.quiet();
  const components = Math.min(axes, x.rows);
  const model = await new PCA({ components, seed }).fit(x, quiet);
  const shares = model.explainedVarianceRatio;
  const kept = shares.reduce((sum, share) => sum + share, 0);
  return {
    title: `PCA of ${title === 'Input' ? 'the input' : title}`,
    axes: Array.from(shares, (share, j) => `PCA ${j + 1} · ${percent(share)}`),
    note: `${components} of ${x.cols} dimensions, which hold ${percent(kept)} of the variance.`,
    z: await model.transform(x, quiet),
  };
}

const percent = (share: number) => `${Number.isFinite(share) ? Math.round(100 * share) : 0} %`;
