import { expect, test } from 'vitest';
import { elasticDistance } from '../../src/compute/reference/elastic.ts';
import { KINDS, seriesPanels, seriesRows } from '../../src/distances/series-panels.ts';
import { everyWay } from './every-way.ts';
import { channelsOf, type Draw, randomSeries } from './random-series.ts';

const rules = { cost: 0.7, gap: 0.3, stiffness: 0.05, penalty: 0.4 };

const cases = (Object.keys(KINDS) as (keyof typeof KINDS)[]).flatMap((kind) =>
  [1, 2].flatMap((channels) => [1, 0.2].map((window) => ({ kind, channels, window }))),
);

test.each(cases.filter(({ kind, channels }) => kind !== 'msm' || channels === 1))(
  'elasticNearest of $kind, $channels channels, window $window finds the first of the least of its reference, with bounds and hints and without',
  async ({ kind, channels, window }) => {
    const measure = { measure: kind, window, root: false, ...rules };
    for (const count of [1, 3, 4, 5, 7, 8, 17]) {
      // Small whole numbers: many are equally near, and the first must be taken.
      const draw: Draw = (random, at) =>
        random.integer(3) + 4 * (Math.floor(at / (channels * 9)) % 3);
      const x = randomSeries(count, channels, 9, { draw });
      const y = randomSeries(7, channels, 9, { draw });
      const [eights, own] = [seriesPanels(x, measure, window < 1), seriesRows(y, measure)];
      const panels = eights.spans.length / 2;
      const runWith = (bounded: boolean, hint: number) =>
        everyWay((compute, scope) => {
          const found = scope.i32(count);
          const nearest = scope.f64(count);
          const rows = scope.put(own.values).at;
          const bounds = bounded ? scope.f64(2 * 7 * 9 * channels).at : 0;
          if (bounded) {
            compute.run('elasticBounds', 7, 2, [bounds, rows, 9, 9, channels, window]);
          }
          compute.run('elasticNearest', panels, 1, [
            found.at,
            nearest.at,
            scope.i32(panels).at,
            scope.put(eights.values).at,
            scope.put(eights.beside).at,
            scope.put(eights.ends).at,
            scope.put(eights.spans).at,
            scope.put(new Int32Array(count).fill(hint)).at,
            9,
            rows,
            scope.put(own.beside).at,
            scope.put(y.lengths).at,
            7,
            9,
            bounds,
            channels,
            KINDS[kind],
            window,
            rules.stiffness,
            scope.f64(compute.threads * 11 * 8).at,
          ]);
          return { found: found.copy(), nearest: nearest.copy() };
        });
      const plain = await runWith(false, -1);
      for (const [bounded, hint] of [
        [kind === 'dtw', -1],
        [false, 5],
        [kind === 'dtw', 5],
      ] as const) {
        expect(await runWith(bounded, hint)).toEqual(plain);
      }
      for (let i = 0; i < count; i++) {
        const all = Array.from({ length: 7 }, (_, j) =>
          elasticDistance(channelsOf(x, i), channelsOf(y, j), { kind, window, ...rules }),
        );
        const least = Math.min(...all);
        expect(Math.abs(plain.nearest[i] - least)).toBeLessThanOrEqual(1e-12 * Math.max(1, least));
        // Prices of several steps are rounded in another order: what is equal there may be a hair apart here.
        expect(all[plain.found[i]] - least).toBeLessThanOrEqual(1e-12 * Math.max(1, least));
        if (kind === 'dtw') expect(plain.found[i]).toBe(all.indexOf(least));
      }
    }
  },
);
