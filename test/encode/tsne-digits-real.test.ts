import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { PCA, TSNE } from '../../src/encode/index.ts';
import { Matrix } from '../../src/numeric/index.ts';
import { sharedData } from '../data/shared.ts';

const file = sharedData('mnist-t10k/t10k-images-idx3-ubyte.gz');

/**
 * openTSNE 1.0.4 on the same 3,000 rows (pixels / 255, 50 principal components of all 10,000), exact neighbours, Barnes-Hut,
 * two seeds; the divergence computed over all pairs.
 */
const openTSNE = [1.3847, 1.3909];

test.skipIf(file === undefined)(
  'TSNE.fit on 3,000 handwritten digits comes as low as openTSNE, and its map keeps the digits together',
  { timeout: 600_000 },
  async () => {
    const pixels = gunzipSync(readFileSync(String(file))).subarray(16);
    const digits = gunzipSync(
      readFileSync(String(sharedData('mnist-t10k/t10k-labels-idx1-ubyte.gz'))),
    ).subarray(8);
    const images = new Matrix(
      Float32Array.from(pixels, (value) => value / 255),
      10_000,
      784,
    );
    const codes = await (await new PCA({ components: 50 }).fit(images)).transform(images);
    const x = codes.takeRows(Array.from({ length: 3000 }, (_, i) => i));
    const model = await new TSNE().fit(x);
    expect(model.warnings).toEqual([]);
    expect(model.divergence).toBeLessThan((1.02 * (openTSNE[0] + openTSNE[1])) / 2);
    const map = await model.transform(x);
    let right = 0;
    for (let i = 0; i < x.rows; i++) {
      let [nearest, least] = [-1, Number.POSITIVE_INFINITY];
      for (let j = 0; j < x.rows; j++) {
        const apart =
          (map.data[2 * i] - map.data[2 * j]) ** 2 +
          (map.data[2 * i + 1] - map.data[2 * j + 1]) ** 2;
        if (j !== i && apart < least) [nearest, least] = [j, apart];
      }
      if (digits[nearest] === digits[i]) right++;
    }
    expect(right / x.rows).toBeGreaterThan(0.9);
  },
);
