import { expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { softDtw } from '../../src/compute/reference/soft-dtw.ts';
import { seriesPanels } from '../../src/distances/series-panels.ts';
import { Panel } from '../../src/numeric/index.ts';
import { everyWay, expectNear } from './every-way.ts';

const rules = { measure: 'dtw', root: false, cost: 0, gap: 0, stiffness: 0, penalty: 0 } as const;

function walks(series: number, channels: number, steps: number, ragged: boolean): Panel {
  const random = new Random(series + 10 * channels + steps);
  const data = Float32Array.from({ length: series * channels * steps }, () => random.normal());
  const lengths = Int32Array.from({ length: series }, (_, i) =>
    ragged ? Math.max(1, steps - (i % 4)) : steps,
  );
  return new Panel(data, series, channels, steps, lengths.sort());
}

const channelsOf = (panel: Panel, i: number) =>
  Array.from({ length: panel.channels }, (_, c) =>
    panel.row(i).subarray(c * panel.steps, c * panel.steps + panel.lengths[i]),
  );

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
    for (const count of [0, 1, 3, 4, 5, 7, 8, 17, 40]) {
      for (const [n, steps] of [
        [1, 1],
        [1, 4],
        [6, 5],
        [5, 9],
      ]) {
        const y = walks(count, channels, steps, ragged);
        const x = walks(1, channels, n, false);
        const center = Float64Array.from({ length: n * channels }, (_, at) => {
          const [t, c] = [Math.floor(at / channels), at % channels];
          return x.row(0)[c * n + t];
        });
        const slot = n * channels + 1;
        const found = await everyWay((compute, scope) => {
          const panels = seriesPanels(y, { ...rules, window }, window < 1);
          const eights = panels.spans.length / 2;
          const out = scope.f64(Math.ceil(eights / 2) * slot);
          compute.run('softDtw', eights, 2, [
            out.at,
            scope.put(center).at,
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
        const sums = new Float64Array(slot);
        found.forEach((value, at) => {
          sums[at % slot] += value;
        });
        const expected = new Float64Array(slot);
        for (let i = 0; i < count; i++) {
          const { value, slope } = softDtw(channelsOf(x, 0), channelsOf(y, i), window, gamma);
          for (const [c, own] of slope.entries()) {
            for (let t = 0; t < n; t++) expected[t * channels + c] += own[t];
          }
          expected[slot - 1] += value;
        }
        // Both round their exponents, which γ makes large.
        expectNear(sums, expected, 1e-11);
      }
    }
  },
);

test('softDtw(x, y).slope is what the value falls by when a step moves', () => {
  const [x, y] = [channelsOf(walks(1, 2, 6, false), 0), channelsOf(walks(2, 2, 8, false), 1)];
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
