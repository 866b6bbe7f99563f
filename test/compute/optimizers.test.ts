import { expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { openCompute } from '../../src/compute/index.ts';
import {
  squaresOf,
  stepAdam,
  stepRmsProp,
  stepSgd,
} from '../../src/compute/reference/optimizers.ts';

const settings = {
  stepAdam: [0.5, 0.01, 0.9, 0.1, 0.999, 0.001, 0.02, 1.5, 1e-8, 0.999],
  stepRmsProp: [0.5, 0.01, 0.9, 0.1, 0.02, 1e-7, 1e-8, 0.3, 0.999],
  stepSgd: [0.5, 0.01, 0.9, 0.02, 1, 0.9, 0.999],
};

test.each([0, 1, 3, 4, 5, 7, 8, 17].map((quads) => quads * 4))(
  'the optimizers and squaresOf on %i weights equal their references to the bit on 1, 2 and 4 threads',
  async (length) => {
    const random = new Random(length);
    const draw = () => Float32Array.from({ length }, () => random.normal());
    const start = { p: draw(), g: draw(), m: draw(), v: draw().map(Math.abs) };
    for (const name of ['stepAdam', 'stepRmsProp', 'stepSgd'] as const) {
      const given = Float32Array.from(settings[name]);
      const expected = Object.fromEntries(
        Object.entries(start).map(([key, array]) => [key, array.slice()]),
      ) as typeof start;
      for (let step = 0; step < 3; step++) {
        ({ stepAdam, stepRmsProp, stepSgd })[name](expected, given);
      }
      for (const threads of [1, 2, 4]) {
        for (const share of [true, false]) {
          const compute = await openCompute(threads, share);
          using scope = compute.scope();
          const blocks = (name === 'stepSgd' ? ['p', 'g', 'm'] : ['p', 'g', 'm', 'v']).map((key) =>
            scope.put(start[key as 'p']),
          );
          const at = [...blocks, scope.put(given)].map((block) => block.at);
          for (let step = 0; step < 3; step++) compute.run(name, length, 8, at);
          expect(blocks[0].copy()).toEqual(expected.p);
          expect(blocks[2].copy()).toEqual(expected.m);
          if (name !== 'stepSgd') expect(blocks[3].copy()).toEqual(expected.v);
          const chunks = scope.f64(Math.ceil(length / 8));
          compute.run('squaresOf', length, 8, [chunks.at, blocks[1].at]);
          const sum = chunks.copy().reduce((a, b) => a + b, 0);
          expect(sum).toBeCloseTo(squaresOf(start.g), 10);
        }
      }
    }
  },
);

test('stepAdam drops moments that have become too small, so that they do not slow it down for ever', async () => {
  const compute = await openCompute(1);
  using scope = compute.scope();
  const [p, g, m, v] = [0, 0, 1e-36, 1e-36].map((x) => scope.put(new Float32Array(4).fill(x)));
  const at = [p, g, m, v, scope.put(Float32Array.from(settings.stepAdam))].map((block) => block.at);
  compute.run('stepAdam', 4, 4, at);
  expect(m.copy()).toEqual(new Float32Array(4));
  expect(v.copy()).toEqual(new Float32Array(4));
});
