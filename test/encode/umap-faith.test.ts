import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { UMAP } from '../../src/encode/index.ts';
import { mapFaith } from '../../src/evaluate/index.ts';
import { Matrix } from '../../src/numeric/index.ts';

interface Golden {
  readonly tables: readonly {
    readonly name: string;
    readonly x: readonly (readonly number[])[];
    readonly trustworthiness: readonly number[];
  }[];
}

/** Made by test/golden/umap-maps.py with umap-learn. */
const golden: Golden = JSON.parse(
  readFileSync(new URL('../golden/umap-maps.json', import.meta.url), 'utf8'),
);

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

test.each(golden.tables)(
  'UMAP.fit of $name is as trustworthy as umap-learn, mean over three seeds',
  async (table) => {
    const x = Matrix.from(table.x);
    const found: number[] = [];
    for (const seed of [0, 1, 2]) {
      const model = await new UMAP({ seed }).fit(x);
      found.push((await mapFaith(x, await model.transform(x))).trustworthiness);
    }
    // One part in a thousand: about the spread of umap-learn over its seeds.
    expect(mean(found)).toBeGreaterThan(mean(table.trustworthiness) - 0.001);
  },
);
