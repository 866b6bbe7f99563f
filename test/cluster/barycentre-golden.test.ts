// Numbers from tslearn: test/golden/barycentres.py.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DTWKMeans } from '../../src/cluster/index.ts';
import { softDtw } from '../../src/compute/reference/soft-dtw.ts';
import { barycentreFrom } from '../../src/distances/index.ts';
import { Panel, SeriesMatrix } from '../../src/numeric/index.ts';

interface Golden {
  sets: {
    name: string;
    /** Channel after channel. */
    series: number[][][];
    own: number[];
    dba: number[][];
    dba_loss: number;
    soft: { gamma: number; start_value: number; start_gradient: number[][]; value: number }[];
    kmeans?: { start: number[]; labels: number[]; inertia: number; centers: number[][][] };
  }[];
}

const golden: Golden = JSON.parse(
  readFileSync(new URL('../golden/barycentres.json', import.meta.url), 'utf8'),
);

function panelFrom(series: number[][][]): Panel {
  const channels = series[0].length;
  const steps = Math.max(...series.map(([first]) => first.length));
  const data = new Float32Array(series.length * channels * steps);
  series.forEach((one, i) => {
    one.forEach((channel, c) => {
      data.set(channel, (i * channels + c) * steps);
    });
  });
  const lengths = Int32Array.from(series, ([first]) => first.length);
  return new Panel(data, series.length, channels, steps, lengths);
}

describe.each(golden.sets)('$name', ({ series, own, dba, dba_loss, soft, kmeans }) => {
  const panel = panelFrom(series);

  test("barycentreFrom(x, own, start) comes to tslearn's DBA", async () => {
    const options = { maxIterations: 300, tolerance: 0 };
    const found = await barycentreFrom(panel, own, series[0].flat(), options);
    expect(Math.abs(found.loss - dba_loss)).toBeLessThanOrEqual(1e-9 * dba_loss);
    dba.flat().forEach((value, at) => {
      expect(Math.abs(found.values[at] - value)).toBeLessThanOrEqual(1e-9);
    });
  });

  test.each(soft)(
    "softDtw(start, y) has tslearn's value and gradient: gamma $gamma",
    ({ gamma, start_value, start_gradient }) => {
      const found = own.map((i) => softDtw(series[0], series[i], 1, gamma));
      const value = found.reduce((sum, one) => sum + one.value, 0) / own.length;
      expect(Math.abs(value - start_value)).toBeLessThanOrEqual(1e-10 * Math.abs(start_value));
      const steepest = Math.max(...start_gradient.flat().map(Math.abs));
      for (const [c, channel] of start_gradient.entries()) {
        for (const [t, expected] of channel.entries()) {
          const slope = found.reduce((sum, one) => sum + one.slope[c][t], 0) / own.length;
          expect(Math.abs(slope - expected)).toBeLessThanOrEqual(1e-9 * steepest);
        }
      }
    },
  );

  test.each(soft)(
    "barycentreFrom(x, own, start, { kind: 'soft-dtw' }) is as low as tslearn's: gamma $gamma",
    async ({ gamma, start_value, value }) => {
      const found = await barycentreFrom(panel, own, series[0].flat(), {
        kind: 'soft-dtw',
        gamma,
        maxIterations: 500,
        tolerance: 1e-13,
      });
      expect(found.loss).toBeLessThan(start_value);
      // There are several valleys when gamma is small: a few per cent of the way down lie between them.
      const share = gamma < 1 ? 0.05 : 1e-5;
      expect(found.loss).toBeLessThan(value + share * (start_value - value));
    },
  );

  test.skipIf(kmeans === undefined)(
    "DTWKMeans.fitFrom(x, start) comes to tslearn's TimeSeriesKMeans",
    async () => {
      const { start, labels, inertia } = kmeans!;
      const x = new SeriesMatrix(panel);
      const model = await new DTWKMeans({
        clusters: 3,
        averages: 100,
        maxIterations: 100,
        tolerance: 0,
      }).fitFrom(x, x.takeRows(start));
      expect(model.warnings).toEqual([]);
      // It leaves a centre alone as soon as an average gains less than 0.00001, so ours may be a little lower.
      expect(model.inertia).toBeLessThanOrEqual(inertia * (1 + 1e-6));
      expect(model.inertia).toBeGreaterThan(inertia - 3e-5);
      const names = new Map<number, number>();
      labels.forEach((label, i) => {
        if (!names.has(label)) names.set(label, model.labels[i]);
        expect(model.labels[i]).toBe(names.get(label));
      });
    },
  );
});
