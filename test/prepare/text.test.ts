import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Run, wordsOf } from '../../src/base/index.ts';
import { applyPreparation, fitPrepare } from '../../src/prepare/index.ts';
import type { TextColumn } from '../../src/table/index.ts';

interface Golden {
  readonly texts: string[];
  readonly later: string[];
  readonly words: number;
  readonly fit: number[][];
  readonly applied: number[][];
  readonly singular: number[];
}

const golden: Golden = JSON.parse(
  readFileSync(new URL('../golden/text.json', import.meta.url), 'utf8'),
);
const titles = (values: readonly (string | null)[]): TextColumn => ({
  name: 'title',
  type: 'text',
  values,
});
const step = { step: 'text', columns: ['title'], components: 4, scale: 'none' };

/** The farthest of our coordinates from theirs, after turning each of theirs to our sign. */
function farthest(ours: readonly { values: Float64Array }[], theirs: readonly number[][]): number {
  return Math.max(
    ...ours.flatMap(({ values }, c) => {
      const dot = theirs.reduce((sum, row, i) => sum + row[c] * values[i], 0);
      return theirs.map((row, i) => Math.abs(values[i] - Math.sign(dot) * row[c]));
    }),
  );
}

describe('the step text', () => {
  it('fitPrepare({step: text}) equals scikit-learn’s TfidfVectorizer and TruncatedSVD, up to signs and 32 bits', async () => {
    const run = new Run();
    const preparation = await fitPrepare([step], [titles(golden.texts)], run);
    const stored = JSON.parse(JSON.stringify(preparation));
    const fitted = applyPreparation(stored, [titles(golden.texts)]);
    const later = applyPreparation(stored, [titles(golden.later)], run);
    // Axes are kept as 32 bits, and the search for them ends after eight rounds.
    expect(farthest(fitted, golden.fit)).toBeLessThan(2e-5);
    expect(farthest(later, golden.applied)).toBeLessThan(2e-5);
    expect(stored.blocks).toEqual([{ name: 'title', kind: 'text', from: 0, to: 4, scale: 1 }]);
    expect(stored.steps[0].columns.title.buckets).toHaveLength(golden.words);
    expect(run.warnings.map(({ message }) => message)).toEqual([
      'prepare, step 1 (text): column "title" has 2 of 82 texts that are missing or without a word that counts; they are 0.',
      'prepare, step 1 (text): column "title" has 1 of 7 texts that are missing or without a word that counts; they are 0.',
    ]);
  });

  it('fitPrepare({step: text}) gives its columns the variance of one standardised number together', async () => {
    const steps = [{ ...step, scale: 'block' }];
    const preparation = await fitPrepare(steps, [titles(golden.texts)], new Run());
    const columns = applyPreparation(preparation, [titles(golden.texts)]);
    const total = columns.reduce((sum, { values }) => {
      const mean = values.reduce((all, value) => all + value, 0) / values.length;
      return sum + values.reduce((all, value) => all + (value - mean) ** 2, 0) / values.length;
    }, 0);
    expect(total).toBeCloseTo(1, 6);
  });

  it('fitPrepare({step: text}) holds no word of the texts', async () => {
    const preparation = await fitPrepare([step], [titles(golden.texts)], new Run());
    expect(JSON.stringify(preparation)).not.toMatch(/unlocked|Stuhl|лён/i);
  });

  it('applyPreparation gives a text alone the numbers that it has among others', async () => {
    const preparation = await fitPrepare([step], [titles(golden.texts)], new Run());
    const all = applyPreparation(preparation, [titles(golden.texts)]);
    const one = applyPreparation(preparation, [titles([golden.texts[7]])]);
    expect(one.map(({ values }) => values[0])).toEqual(all.map(({ values }) => values[7]));
  });

  it('fitPrepare({step: text}) leaves out a column in which no word comes twice, with a warning', async () => {
    const run = new Run();
    const number = { name: 'x', type: 'number', values: Float64Array.of(1, 2) } as const;
    const { outputs } = await fitPrepare([step], [titles(['one', 'two']), number], run);
    expect(outputs).toEqual(['x']);
    expect(run.warnings.map(({ code }) => code)).toEqual(['dropped-column']);
  });

  it('fitPrepare refuses a text that no step makes numbers of, and a number step for it', async () => {
    await expect(fitPrepare([], [titles(['a', 'b'])], new Run())).rejects.toThrow(
      'prepare: after the last step every column must hold numbers, got text in "title".',
    );
    const standard = [{ step: 'standard', columns: ['title'] }];
    await expect(fitPrepare(standard, [titles(['a', 'b'])], new Run())).rejects.toThrow(
      'column "title" must hold numbers, got text.',
    );
  });

  it('wordsOf finds words of two letters and more in any script, in lower case', () => {
    expect(wordsOf('Unlocked 64GB (Weiß) — a лён-Tuch, नमस्ते!')).toEqual([
      'unlocked',
      '64gb',
      'weiß',
      'лён',
      'tuch',
      'नमस्ते',
    ]);
  });
});
