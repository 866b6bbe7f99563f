import { test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { dtwPath } from '../../src/compute/reference/dtw-path.ts';
import { seriesPanels } from '../../src/distances/series-panels.ts';
import { Panel } from '../../src/numeric/index.ts';
import { everyWay, expectNear } from './every-way.ts';

const rules = { measure: 'dtw', root: false, cost: 0, gap: 0, stiffness: 0, penalty: 0 } as const;

/** Whole numbers, so that many ways are equally near. */
function walks(series: number, channels: number, steps: number, ragged: boolean): Panel {
  const random = new Random(series + 10 * channels + steps);
  const data = Float32Array.from({ length: series * channels * steps }, () => random.integer(4));
  const lengths = Int32Array.from({ length: series }, (_, i) =>
    ragged ? Math.max(1, steps - (i % 4)) : steps,
  );
  return new Panel(data, series, channels, steps, lengths.sort());
}

const cases = [1, 2].flatMap((channels) =>
  [1, 0.2].flatMap((window) => [false, true].map((ragged) => ({ channels, window, ragged }))),
);

test.each(cases)(
  'dtwAverage of $channels channels, window $window, ragged $ragged adds up what its reference meets',
  async ({ channels, window, ragged }) => {
    for (const count of [0, 1, 3, 4, 5, 7, 8, 17, 40]) {
      for (const [n, steps] of [
        [1, 1],
        [1, 4],
        [6, 5],
        [5, 9],
      ]) {
        const y = walks(count, channels, steps, ragged);
        const [x] = [walks(1, channels, n, false)];
        const center = Float64Array.from({ length: n * channels }, (_, at) => {
          const [t, c] = [Math.floor(at / channels), at % channels];
          return x.row(0)[c * n + t];
        });
        const slot = n * (channels + 1) + 1;
        const found = await everyWay((compute, scope) => {
          const panels = seriesPanels(y, { ...rules, window }, window < 1);
          const eights = panels.spans.length / 2;
          const out = scope.f64(Math.ceil(eights / 2) * slot);
          compute.run('dtwAverage', eights, 2, [
            out.at,
            scope.put(center).at,
            n,
            scope.put(panels.values).at,
            scope.put(panels.ends).at,
            scope.put(panels.spans).at,
            steps,
            channels,
            window,
            scope.f64(compute.threads * ((steps + 1) * 8 + Math.floor((n * steps + 3) / 4))).at,
          ]);
          return out.copy();
        });
        const sums = new Float64Array(slot);
        found.forEach((value, at) => {
          sums[at % slot] += value;
        });
        const expected = new Float64Array(slot);
        const channelsOf = (panel: Panel, i: number) =>
          Array.from({ length: channels }, (_, c) =>
            panel.row(i).subarray(c * panel.steps, c * panel.steps + panel.lengths[i]),
          );
        for (let i = 0; i < count; i++) {
          const own = channelsOf(y, i);
          const { pairs, distance } = dtwPath(channelsOf(x, 0), own, window);
          for (const [s, t] of pairs) {
            for (let c = 0; c < channels; c++) expected[s * channels + c] += own[c][t];
            expected[n * channels + s]++;
          }
          expected[slot - 1] += distance;
        }
        expectNear(sums, expected);
      }
    }
  },
);
