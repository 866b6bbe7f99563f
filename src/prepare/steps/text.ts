import { choice, integer, Random } from '../../base/index.ts';
import { leadingAxes } from '../../linalg/index.ts';
import { variance } from '../../numeric/index.ts';
import { cellTexts } from '../cell-texts.ts';
import { packFloats, unpackFloats } from '../text/packed-floats.ts';
import {
  inverseFrequency,
  productsTimes,
  rowTimes,
  type TextMatrix,
  tfIdf,
} from '../text/tf-idf.ts';
import { countWords, frequentBuckets } from '../text/word-counts.ts';
import type { SpreadStep } from '../types.ts';
import { type BlockOptions, scaleOption } from './block-options.ts';

export interface TextOptions extends BlockOptions {
  /** Numbers per text. More keep finer differences of words, and noise. Default: 8. */
  readonly components: number;
  /** Texts that a word must be in to count. Default: 2. */
  readonly minTexts: number;
  /** Words that count, at most; those in the most texts are kept. Default: 5000. */
  readonly words: number;
  /** Seed of the search for the components. Default: 0. */
  readonly seed: number;
}

/**
 * Texts as a few numbers each: how often words stand in them (tf–idf), turned to the directions that keep
 * most of it (truncated singular value decomposition, "latent semantic analysis").
 *
 * Words are kept as numbers made of them, never as words. A missing text, or one without a word known
 * from fitting, is 0 everywhere.
 *
 * Cost: 8 rounds over the words of all texts for components + 10 vectors. Repeatable: yes, for a seed.
 *
 * Source: Deerwester and others 1990, "Indexing by latent semantic analysis"; Weinberger and others 2009,
 * "Feature hashing". Differs: hashed words have no random sign.
 */
export const text: SpreadStep<TextOptions> = {
  meaning: 'Texts as a few numbers: tf–idf of hashed words, reduced by a truncated SVD.',
  table: {
    components: integer({ meaning: 'Numbers per text.', default: 8, min: 1, max: 512 }),
    minTexts: integer({ meaning: 'Texts that a word must be in to count.', default: 2, min: 1 }),
    words: integer({ meaning: 'Words that count, at most.', default: 5000, min: 1 }),
    seed: integer({ meaning: 'Seed of the search for the components.', default: 0, min: 0 }),
    scale: choice(...scaleOption),
  },
  takes: 'texts',
  needsColumns: true,
  async fit(column, { components, minTexts, words, seed, scale }, note, run) {
    const texts = cellTexts(column);
    const counted = countWords(texts);
    const known = frequentBuckets(counted, minTexts, words);
    const there = texts.reduce((sum, cell) => sum + (cell === null ? 0 : 1), 0);
    const count = Math.min(components, known.buckets.length, texts.length);
    if (count === 0) {
      note('dropped-column', `has no word that stands in ${minTexts} texts and was left out.`);
      return null;
    }
    if (count < components) {
      note(
        'fewer-components',
        `has only ${known.buckets.length} different word${known.buckets.length === 1 ? '' : 's'} in at least ${minTexts} texts, so it becomes ${count} number${count === 1 ? '' : 's'}, not ${components}.`,
      );
    }
    const inverse = Float32Array.from(known.texts, (some) => inverseFrequency(there, some));
    const x = tfIdf(counted, placesOf(known.buckets), inverse);
    const { axes } = await leadingAxes(
      (basis, size) => productsTimes(x, basis, size),
      x.cols,
      count,
      x.rows,
      new Random(seed).fork('text'),
      `prepare ${column.name}`,
      run,
    );
    fixSigns(axes, count, x.cols);
    const kept = Float32Array.from(axes);
    const spread = coordinates(x, kept, count, 1).reduce(
      (sum, values) => sum + variance(values, 0),
      0,
    );
    return {
      buckets: known.buckets,
      inverse: packFloats(inverse),
      axes: packFloats(kept),
      components: count,
      scale: scale === 'none' || spread === 0 ? 1 : 1 / Math.sqrt(spread),
    };
  },
  spread(column, state, _options, note) {
    const { buckets, inverse, axes, components, scale } = state as unknown as TextState;
    const texts = cellTexts(column);
    const x = tfIdf(countWords(texts), placesOf(buckets), unpackFloats(inverse));
    const empty = texts.reduce((sum, _, i) => sum + (x.offsets[i] === x.offsets[i + 1] ? 1 : 0), 0);
    if (empty > 0) {
      note(
        'no-known-word',
        `has ${empty} of ${texts.length} texts that are missing or without a word that counts; they are 0.`,
      );
    }
    return coordinates(x, unpackFloats(axes), components, scale).map((values, c) => ({
      name: `${column.name} ${c + 1}`,
      type: 'number',
      values,
      part: { kind: 'text', scale },
    }));
  },
};

interface TextState {
  readonly buckets: readonly number[];
  readonly inverse: string;
  readonly axes: string;
  readonly components: number;
  readonly scale: number;
}

function placesOf(buckets: readonly number[]): Map<number, number> {
  return new Map(buckets.map((bucket, at) => [bucket, at]));
}

function coordinates(x: TextMatrix, axes: Float32Array, count: number, scale: number) {
  return Array.from({ length: count }, (_, c) =>
    Float64Array.from({ length: x.rows }, (_, i) => scale * rowTimes(x, i, axes, c * x.cols)),
  );
}

/** An axis and its opposite are the same: the one whose largest number is positive is taken. */
function fixSigns(axes: Float64Array, count: number, cols: number): void {
  for (let c = 0; c < count; c++) {
    const axis = axes.subarray(c * cols, (c + 1) * cols);
    let largest = 0;
    for (const value of axis) if (Math.abs(value) > Math.abs(largest)) largest = value;
    if (largest < 0) for (let j = 0; j < cols; j++) axis[j] = -axis[j];
  }
}
