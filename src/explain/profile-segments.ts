import { DataError, Random, Run, type RunContext, show } from '../base/index.ts';
import type { Feature } from '../features/index.ts';
import { clusterSizes, countNoise, type Matrix, NOISE } from '../numeric/index.ts';
import { adjustP } from './adjust-p.ts';
import { compareFeature, type FeatureComparison } from './compare-feature.ts';
import { findMedoids } from './prototypes.ts';
import { segmentCode } from './segment-code.ts';
import { segmentWords } from './segment-words.ts';
import { compareShares } from './share-profiles.ts';
import type { Explanation, FeatureProfile, Prototype, SegmentProfile } from './types.ts';

/** A column of levels or of free text; null = missing. */
export interface TextFeature {
  readonly name: string;
  readonly kind: 'category' | 'text';
  readonly cells: readonly (string | null)[];
}

export interface ProfileInput {
  /** The features that are numbers. */
  readonly features: readonly Feature[];
  /** Raw features, one column per feature; NaN = missing. */
  readonly columns: readonly ArrayLike<number>[];
  /** Those that are not. */
  readonly texts?: readonly TextFeature[];
  /** One per row: 0…k−1, −1 for noise. */
  readonly labels: ArrayLike<number>;
  /** The space that was clustered, for prototypes; none are sought without it. */
  readonly x?: Matrix;
  /** The key columns as text, for naming prototypes. */
  readonly keys?: readonly ArrayLike<string | null>[];
  /** For the sample in which prototypes of large segments are sought. */
  readonly seed?: number;
}

const PROTOTYPES = 3;

const CAUTION =
  'The segments were made from these same features, so they differ by construction: the p values ' +
  'describe, they prove nothing (Gao, Bien & Witten 2022). Judge a segment by the size of its ' +
  'effects and by whether it comes back on new rows.';

/**
 * What each segment is: sizes, summaries in raw units, effects against the rest, typical rows, words.
 *
 * Shapes: n rows, d columns, k segments.   Missing: NaN in a raw column is left out of that feature.
 * Cost: one counting sort of each column, O(n·d); prototypes at most 10⁶·d per segment.
 * Repeatable: yes, for a seed.
 *
 * @throws {DataError} columns, labels and x that do not have the same rows
 */
export async function profileSegments(
  input: ProfileInput,
  context: RunContext = {},
): Promise<Explanation> {
  const { features, columns, labels, texts = [] } = input;
  checkShapes(input);
  const run = new Run(context);
  const rows = labels.length;
  const sizes = clusterSizes(labels);
  const clusters = sizes.length;

  const comparisons: FeatureComparison[] = [];
  for (let j = 0; j < columns.length; j++) {
    run.progress('explain', j, columns.length);
    comparisons.push(compareFeature(features[j].name, columns[j], labels, clusters));
    await run.pause();
  }
  run.progress('explain', columns.length, columns.length);

  const shares = texts.map(({ name, kind, cells }) =>
    compareShares(name, kind, cells, labels, clusters),
  );
  const tested = comparisons.flatMap(({ slots }) => slots.filter((slot) => slot.p !== null));
  const adjusted = new Map(zip(tested, adjustP(tested.map((slot) => slot.p!))));
  const random = new Random(input.seed).fork('prototypes');

  const profile = async (segment: number, size: number): Promise<SegmentProfile> => {
    const slot = segment < 0 ? clusters : segment;
    const profiles: FeatureProfile[] = comparisons.map(({ slots }) => ({
      ...slots[slot],
      adjustedP: adjusted.get(slots[slot]) ?? null,
    }));
    const { prototypes, from } = findPrototypes(input, segment, size, random.fork(segment));
    await run.pause();
    const own = shares.flatMap((slots) => slots[slot]);
    const words = segmentWords(features, profiles, own);
    return {
      segment,
      code: segmentCode(segment),
      name: segment < 0 ? 'Noise' : words.name,
      sentence: segment < 0 ? `In no segment. ${words.sentence}` : words.sentence,
      rows: size,
      share: rows === 0 ? 0 : size / rows,
      features: profiles,
      ...(texts.length > 0 ? { shares: own } : {}),
      prototypes,
      prototypesFrom: from,
    };
  };

  const segments: SegmentProfile[] = [];
  for (let c = 0; c < clusters; c++) segments.push(await profile(c, sizes[c]));
  const noise = countNoise(labels);
  return {
    rows,
    features: features.map(({ name, unit, meaning }) => ({ name, unit, meaning })),
    overall: comparisons.map(({ overall }) => overall),
    segments,
    noise: noise > 0 ? await profile(NOISE, noise) : null,
    tests: tested.length,
    caution: CAUTION,
  };
}

function findPrototypes(input: ProfileInput, segment: number, size: number, random: Random) {
  const { x, labels, keys = [], columns } = input;
  // Noise has no typical row.
  if (x === undefined || segment < 0) return { prototypes: [], from: 0 };
  const rows = new Int32Array(size);
  for (let i = 0, r = 0; i < labels.length; i++) if (labels[i] === segment) rows[r++] = i;
  const { found, from } = findMedoids(x, rows, random, PROTOTYPES);
  const prototypes = found.map(
    ({ row, distance }): Prototype => ({
      row,
      key: keys.map((key) => key[row] ?? ''),
      distance,
      values: columns.map((column) => (Number.isNaN(column[row]) ? null : column[row])),
    }),
  );
  return { prototypes, from };
}

function checkShapes({ features, columns, labels, x, texts = [] }: ProfileInput): void {
  for (const { name, cells } of texts) {
    if (cells.length !== labels.length) {
      throw new DataError(
        `profileSegments: ${show(name)} must have one cell per label (${labels.length}), got ${cells.length}.`,
      );
    }
  }
  if (columns.length !== features.length) {
    throw new DataError(
      `profileSegments: there must be one column per feature (${features.length}), got ${columns.length}.`,
    );
  }
  for (let j = 0; j < columns.length; j++) {
    if (columns[j].length !== labels.length) {
      throw new DataError(
        `profileSegments: column ${j} must have one value per label (${labels.length}), got ${columns[j].length}.`,
      );
    }
  }
  if (x !== undefined && x.rows !== labels.length) {
    throw new DataError(
      `profileSegments: x must have one row per label (${labels.length}), got ${x.rows}.`,
    );
  }
}

function zip<A, B>(a: readonly A[], b: readonly B[]): [A, B][] {
  return a.map((value, i) => [value, b[i]]);
}
