import { expect, test } from 'vitest';
import { type ElasticRules, elasticDistance } from '../../src/compute/reference/elastic.ts';
import { seriesMeasureTable } from '../../src/distances/index.ts';
import { KINDS, seriesPanels, seriesRows } from '../../src/distances/series-panels.ts';
import { everyWay } from './every-way.ts';
import { channelsOf, randomSeries } from './random-series.ts';

const rules = { cost: 0.7, gap: 0.3, stiffness: 0.05, penalty: 0.4 };

const cases = (Object.keys(KINDS) as (keyof typeof KINDS)[]).flatMap((kind) =>
  [1, 2].flatMap((channels) => [1, 0.2].map((window) => ({ kind, channels, window }))),
);

test.each(cases.filter(({ kind, channels }) => kind !== 'msm' || channels === 1))(
  'elasticBlock of $kind, $channels channels, window $window equals its reference',
  async ({ kind, channels, window }) => {
    const measure = {
      measure: kind,
      window,
      root: false,
      ...rules,
    };
    expect(Object.keys(measure).sort()).toEqual(
      Object.keys(seriesMeasureTable)
        .filter((name) => name !== 'standardize')
        .sort(),
    );
    for (const count of [0, 1, 3, 4, 5, 7, 8, 17]) {
      for (const steps of [1, 2, 5, 9]) {
        for (const ragged of kind === 'euclidean' ? [false] : [false, true]) {
          const x = randomSeries(5, channels, steps, { ragged });
          const y = randomSeries(count, channels, steps + (kind === 'euclidean' ? 0 : 1), {
            ragged,
          });
          const found = await everyWay((compute, scope) => {
            const own = seriesRows(x, measure);
            const other = seriesPanels(y, measure, window < 1);
            const out = scope.f32(x.series * y.series);
            compute.run('elasticBlock', x.series, 2, [
              out.at,
              y.series,
              scope.put(own.values).at,
              scope.put(own.beside).at,
              scope.put(x.lengths).at,
              x.steps,
              scope.put(other.values).at,
              scope.put(other.beside).at,
              scope.put(other.ends).at,
              scope.put(other.spans).at,
              other.spans.length / 2,
              y.steps,
              channels,
              KINDS[kind],
              window,
              rules.stiffness,
              -1,
              0,
              0,
              scope.f64(compute.threads * (y.steps + 1) * 8).at,
            ]);
            return out.copy();
          });
          const all: ElasticRules = { kind, window, ...rules };
          found.forEach((distance, at) => {
            const [i, j] = [Math.floor(at / count), at % count];
            const expected = elasticDistance(channelsOf(x, i), channelsOf(y, j), all);
            // Numbers are added in another order, and stored in 32 bits.
            expect(Math.abs(distance - expected)).toBeLessThanOrEqual(1e-7 * expected);
          });
        }
      }
    }
  },
);
