import { expect, test } from 'vitest';
import { softDtw } from '../../src/compute/reference/soft-dtw.ts';
import { seriesPanels } from '../../src/distances/series-panels.ts';
import { everyWay, expectNear } from './every-way.ts';
import { addSlots, besideCentre, channelsOf, randomSeries } from './random-series.ts';

const rules = { measure: 'dtw', root: false, cost: 0, gap: 0, stiffness: 0, penalty: 0 } as const;

const cases = [1, 2].flatMap((channels) =>
  [1, 0.2].flatMap((window) =>
    [false, true].flatMap((ragged) =>
      [2, 0.01].map((gamma) => ({ channels, window, ragged, gamma })),
    ),
  ),
);

test.each(cases)(
  'softDtw of $channels channels, window $window, ragged $ragged, gamma $gamma equals its reference',
  async ({ channels, window, ragged, gamma }) => {
    for (const { count, n, steps, series, own, centre } of besideCentre(channels, ragged)) {
      const slot = n * channels + 1;
      const found = await everyWay((compute, scope) => {
        const panels = seriesPanels(series, { ...rules, window }, window < 1);
        const eights = panels.spans.length / 2;
        const out = scope.f64(Math.ceil(eights / 2) * slot);
        compute.run('softDtw', eights, 2, [
          out.at,
          scope.put(centre).at,
          n,
          scope.put(panels.values).at,
          scope.put(panels.ends).at,
          scope.put(panels.spans).at,
          steps,
          channels,
          window,
          gamma,
          scope.f64(compute.threads * (12 * (steps + 1) + 8 * n * steps)).at,
        ]);
        return out.copy();
      });
      const expected = new Float64Array(slot);
      for (let i = 0; i < count; i++) {
        const { value, slope } = softDtw(own, channelsOf(series, i), window, gamma);
        for (const [c, slopes] of slope.entries()) {
          for (let t = 0; t < n; t++) expected[t * channels + c] += slopes[t];
        }
        expected[slot - 1] += value;
      }
      // Both round their exponents, which γ makes large.
      expectNear(addSlots(found, slot), expected, 1e-11);
    }
  },
);

test('softDtw(x, y).slope is what the value falls by when a step moves', () => {
  const [x, y] = [channelsOf(randomSeries(1, 2, 6), 0), channelsOf(randomSeries(2, 2, 8), 1)];
  const { slope } = softDtw(x, y, 1, 0.5);
  const h = 1e-5;
  for (const [c, channel] of x.entries()) {
    for (let t = 0; t < 6; t++) {
      const moved = [h, -h].map((by) =>
        x.map((own, k) => Float64Array.from(own, (v, s) => (k === c && s === t ? v + by : v))),
      );
      const [up, down] = moved.map((series) => softDtw(series, y, 1, 0.5).value);
      expect(Math.abs((up - down) / (2 * h) - slope[c][t])).toBeLessThan(1e-7);
      expect(channel.length).toBe(6);
    }
  }
});
