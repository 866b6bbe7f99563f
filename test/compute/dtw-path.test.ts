import { test } from 'vitest';
import { dtwPath } from '../../src/compute/reference/dtw-path.ts';
import { seriesPanels } from '../../src/distances/series-panels.ts';
import { everyWay, expectNear } from './every-way.ts';
import { addSlots, besideCentre, channelsOf, type Draw } from './random-series.ts';

const rules = { measure: 'dtw', root: false, cost: 0, gap: 0, stiffness: 0, penalty: 0 } as const;

/** Whole numbers, so that many ways are equally near. */
const draw: Draw = (random) => random.integer(4);

const cases = [1, 2].flatMap((channels) =>
  [1, 0.2].flatMap((window) => [false, true].map((ragged) => ({ channels, window, ragged }))),
);

test.each(cases)(
  'dtwAverage of $channels channels, window $window, ragged $ragged adds up what its reference meets',
  async ({ channels, window, ragged }) => {
    for (const { count, n, steps, series, own, centre } of besideCentre(channels, ragged, draw)) {
      const slot = n * (channels + 1) + 1;
      const found = await everyWay((compute, scope) => {
        const panels = seriesPanels(series, { ...rules, window }, window < 1);
        const eights = panels.spans.length / 2;
        const out = scope.f64(Math.ceil(eights / 2) * slot);
        compute.run('dtwAverage', eights, 2, [
          out.at,
          scope.put(centre).at,
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
      const expected = new Float64Array(slot);
      for (let i = 0; i < count; i++) {
        const other = channelsOf(series, i);
        const { pairs, distance } = dtwPath(own, other, window);
        for (const [s, t] of pairs) {
          for (let c = 0; c < channels; c++) expected[s * channels + c] += other[c][t];
          expected[n * channels + s]++;
        }
        expected[slot - 1] += distance;
      }
      expectNear(addSlots(found, slot), expected);
    }
  },
);
