import { describe, expect, it } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { backConvolution, convolution, Design } from '../../src/nn/index.ts';

/** The mean square of a layer's first weights. */
function startOf(layer: (design: Design) => unknown): number {
  const design = new Design(true);
  layer(design);
  const weights = design.parameters.find(({ name }) => name === 'c/weights')!;
  const drawn = weights.initial(weights.shape, new Random(1));
  return drawn.reduce((sum, value) => sum + value ** 2, 0) / drawn.length;
}

describe('convolution', () => {
  it('convolution(…, { start: "he" }) starts with a variance of 2 / (inputs · taps), whatever the filters', () => {
    for (const channels of [16, 256]) {
      const square = startOf((design) =>
        convolution(design, 'c', design.rows('x', [32, 50]), channels, { taps: 4 }),
      );
      expect(square * 32 * 4).toBeGreaterThan(1.8);
      expect(square * 32 * 4).toBeLessThan(2.2);
    }
  });

  it('backConvolution(…, { start: "he" }) starts with a variance of 2 / (inputs · taps), whatever the filters', () => {
    const square = startOf((design) =>
      backConvolution(design, 'c', design.rows('x', [32, 50]), 256, 50, {
        taps: 4,
        before: 1,
        after: 2,
      }),
    );
    expect(square * 32 * 4).toBeGreaterThan(1.8);
    expect(square * 32 * 4).toBeLessThan(2.2);
  });
});
