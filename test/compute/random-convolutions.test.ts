import { expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import {
  type Convolutions,
  convolutionShares,
} from '../../src/compute/reference/random-convolutions.ts';
import { everyWay } from './every-way.ts';

function drawn(random: Random, channels: number, dilations: number[], counts: number[]) {
  const sizes = Array.from({ length: 84 * dilations.length }, () => 1 + random.integer(channels));
  const offsets = new Int32Array(sizes.length + 1);
  sizes.forEach((size, i) => {
    offsets[i + 1] = offsets[i] + size;
  });
  const which = Int32Array.from(
    sizes.flatMap((size) =>
      [...random.shuffle(Int32Array.from({ length: channels }, (_, c) => c))].slice(0, size),
    ),
  );
  const features = 84 * counts.reduce((a, b) => a + b);
  const biases = Float32Array.from({ length: features }, () => random.normal());
  return {
    dilations: Int32Array.from(dilations),
    counts: Int32Array.from(counts),
    offsets,
    which,
    biases,
  } satisfies Convolutions;
}

test.each([0, 1, 3, 4, 5, 7, 8, 17])(
  'convolutionShares of %i series equals its reference, bit by bit',
  async (series) => {
    for (const [channels, steps, dilations, counts] of [
      [1, 1, [1], [1]],
      [1, 9, [1], [6]],
      [1, 17, [1, 2], [3, 5]],
      [1, 31, [1, 2, 3], [4, 1, 2]],
      [3, 20, [1, 2], [2, 1]],
    ] as const) {
      const random = new Random(series + steps);
      const plan = drawn(random, channels, [...dilations], [...counts]);
      const features = plan.biases.length;
      const lengths = Int32Array.from({ length: series }, (_, i) =>
        Math.max(1, steps - 5 * (i % 4)),
      );
      const x = Float32Array.from({ length: series * channels * steps }, () => random.normal());
      const found = await everyWay((compute, scope) => {
        const out = scope.f32(series * features);
        const width = steps + 8 * plan.dilations[plan.dilations.length - 1] + 4;
        const lane = channels * (2 * width + steps + 8) + 2 * (steps + 8);
        compute.run('convolutionShares', series, 2, [
          out.at,
          features,
          scope.put(x).at,
          channels,
          steps,
          scope.put(lengths).at,
          scope.put(plan.dilations).at,
          scope.put(plan.counts).at,
          plan.dilations.length,
          scope.put(plan.offsets).at,
          scope.put(plan.which).at,
          scope.put(plan.biases).at,
          scope.f32(compute.threads * lane).at,
        ]);
        return out.copy();
      });
      for (let i = 0; i < series; i++) {
        const own = new Float32Array(features);
        const size = channels * steps;
        convolutionShares(own, x.subarray(i * size, (i + 1) * size), steps, lengths[i], plan);
        expect(found.subarray(i * features, (i + 1) * features)).toEqual(own);
      }
    }
  },
);
