import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { KMedoids, KShape } from '../../src/cluster/index.ts';
import { Matrix } from '../../src/numeric/index.ts';
import { sharedData } from '../data/shared.ts';

interface Medoids {
  measure: 'euclidean' | 'dtw' | 'msm';
  pam: number;
  faster: number;
  least?: number;
}

interface Golden {
  sets: {
    name: string;
    clusters: number;
    x: number[][];
    shapes: { start: number[]; inertia: number; labels: number[]; centers: number[][] };
    medoids: Medoids[];
  }[];
  shared: {
    name: string;
    rows: number;
    clusters: number;
    start: number[];
    inertia: number;
    sizes: number[];
    medoids: Medoids[];
  }[];
}

const golden: Golden = JSON.parse(
  readFileSync(new URL('../golden/series-clusters.json', import.meta.url), 'utf8'),
);

/** The rows as a matrix with mean 0 and deviation 1 each. */
function standardized(x: Matrix): Matrix {
  const rows = Array.from({ length: x.rows }, (_, i) => {
    const row = Array.from(x.row(i));
    const mean = row.reduce((sum, value) => sum + value, 0) / row.length;
    const deviation = Math.sqrt(row.reduce((s, v) => s + (v - mean) ** 2, 0) / row.length);
    return row.map((value) => (value - mean) / deviation);
  });
  return Matrix.from(rows);
}

describe.each(golden.sets)('$name', ({ clusters, x, shapes, medoids }) => {
  const rows = Matrix.from(x);

  test("KShape.fitFrom(x, start) comes to tslearn's labels, inertia and shapes", async () => {
    const start = standardized(rows).takeRows(shapes.start);
    const model = await new KShape({ clusters }).fitFrom(rows, start);
    const names = new Map<number, number>();
    shapes.labels.forEach((label, i) => {
      if (!names.has(label)) names.set(label, model.labels[i]);
      expect(model.labels[i]).toBe(names.get(label));
    });
    expect(Math.abs(model.inertia - shapes.inertia)).toBeLessThan(1e-6);
    for (const [label, name] of names) {
      shapes.centers[label].forEach((value, t) => {
        // Theirs is of eigenvectors of the whole matrix, ours of steps until nine digits stand.
        expect(Math.abs(model.centers.row(name)[t] - value)).toBeLessThan(1e-4);
      });
    }
  });

  test.each(medoids)(
    'KMedoids.fit(x) by $measure is no worse than PAM, and near to the best there is',
    async ({ measure, pam, least }) => {
      const model = await new KMedoids({ clusters, measure }).fit(rows);
      expect(model.loss).toBeLessThanOrEqual(pam * (1 + 1e-6));
      if (least === undefined) return;
      const tried = await new KMedoids({ clusters, measure, init: 'random', restarts: 10 }).fit(
        rows,
      );
      expect(Math.abs(tried.loss - least)).toBeLessThanOrEqual(1e-6 * least);
    },
  );
});

/** A set of the UCR archive, training and test series together. */
function readSet(name: string): Matrix | undefined {
  const folder = sharedData(`ucr/${name}`);
  if (folder === undefined) return undefined;
  const rows = ['TRAIN', 'TEST'].flatMap((part) => {
    const plain = `${folder}/${name}_${part}.tsv`;
    const bytes = existsSync(plain) ? readFileSync(plain) : gunzipSync(readFileSync(`${plain}.gz`));
    const lines = bytes.toString('latin1').trim().split(/\r?\n/);
    return lines.map((line) => line.trim().split(/\s+/).slice(1).map(Number));
  });
  return Matrix.from(rows);
}

describe.each(golden.shared)(
  '$name',
  ({ name, rows, clusters, start, inertia, sizes, medoids }) => {
    const x = readSet(name);

    test.skipIf(x === undefined)(
      "KShape.fitFrom(x, start) comes to tslearn's clusters",
      async () => {
        expect(x!.rows).toBe(rows);
        const model = await new KShape({ clusters }).fitFrom(x!, standardized(x!).takeRows(start));
        expect(Math.abs(model.inertia - inertia)).toBeLessThan(1e-5);
        // One of Coffee's series lies as near to both shapes as the squares' last digits tell.
        sizes.forEach((size, c) => {
          expect(Math.abs(model.sizes[c] - size)).toBeLessThanOrEqual(1);
        });
        const drawn = await new KShape({ clusters, restarts: 5 }).fit(x!);
        expect(drawn.inertia).toBeLessThan(1.05 * inertia);
      },
    );

    test
      .skipIf(x === undefined)
      .each(
        medoids.filter(
          ({ measure }) => measure === 'euclidean' || (measure === 'msm' && rows <= 200),
        ),
      )(
      'KMedoids.fit(x) by $measure is within a hundredth of the best of 20 starts of FasterPAM',
      async ({ measure, pam, faster }) => {
        const model = await new KMedoids({ clusters, measure }).fit(x!);
        expect(model.loss).toBeLessThanOrEqual(pam * 1.002);
        expect(model.loss).toBeLessThanOrEqual(faster * 1.01);
      },
    );
  },
);
