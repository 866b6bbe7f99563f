import { readFileSync } from 'node:fs';

interface Expected {
  readonly label: number;
  readonly p: number;
  readonly delta: number;
  readonly meanDifference: number;
  readonly mean: number;
  readonly sd: number;
  readonly quantiles: readonly number[];
  readonly restMedian: number;
}

interface Golden {
  readonly erfc: readonly (readonly [number, number])[];
  readonly adjust: { readonly p: readonly number[]; readonly adjusted: readonly number[] };
  readonly cases: readonly {
    readonly name: string;
    readonly values: readonly number[];
    readonly labels: readonly number[];
    readonly expected: readonly Expected[];
  }[];
}

/** Made by test/golden/explain.py with SciPy. */
export const golden: Golden = JSON.parse(
  readFileSync(new URL('../golden/explain.json', import.meta.url), 'utf8'),
);
