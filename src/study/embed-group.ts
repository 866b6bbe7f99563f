import type { Run } from '../base/index.ts';
import { PCA } from '../encode/index.ts';
import { type EmbeddingInput, type EmbeddingView, embeddingView } from '../explain/index.ts';
import type { Matrix } from '../numeric/index.ts';
import { cellText } from '../table/index.ts';
import type { EncodedEntities } from './encode-entities.ts';
import type { Entities } from './entities.ts';
import { numberFeatures } from './number-features.ts';
import type { Group } from './split-groups.ts';

type Space = EmbeddingInput['spaces'][number];

/**
 * One sample of a group's entities in the spaces that are worth looking at: the input and the code, each
 * by its first two principal components, and the three of the code that turn. For looking only: nothing is decided here.
 */
export async function embedGroup(
  { rows }: Group,
  labels: Int32Array,
  encoded: EncodedEntities,
  entities: Entities,
  seed: number,
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
  return embeddingView({
    labels,
    spaces,
    ...numberFeatures(entities.schema, entities.features, rows),
    categories: [...entities.known, ...levelColumns(entities)].map((column) => ({
      name: column.name,
      values: Array.from(rows, (row) => cellText(column, row)),
    })),
    seed,
  });
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
