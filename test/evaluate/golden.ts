import { readFileSync } from 'node:fs';
import type { Agreement } from '../../src/evaluate/index.ts';

export interface Scores {
  readonly noiseAsCluster: number;
  readonly silhouette: number;
  readonly negativeShare: number;
  readonly perSegment: readonly number[];
  readonly calinskiHarabasz: number;
  readonly daviesBouldin: number;
}

interface Golden {
  readonly labellings: readonly {
    readonly found: readonly number[];
    readonly given: readonly number[];
    readonly expected: Agreement;
  }[];
  readonly tables: readonly {
    readonly x: readonly (readonly number[])[];
    readonly labels: readonly number[];
    readonly expected: Scores;
  }[];
  readonly shapes: readonly {
    readonly name: string;
    readonly scores: Scores;
    readonly agreement: Agreement;
  }[];
}

/** Made by test/golden/evaluate.py with scikit-learn and SciPy. */
export const golden: Golden = JSON.parse(
  readFileSync(new URL('../golden/evaluate.json', import.meta.url), 'utf8'),
);
