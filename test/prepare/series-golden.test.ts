import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Panel } from '../../src/numeric/index.ts';
import { prepareSeries, readSeriesSteps } from '../../src/prepare/index.ts';

interface Golden {
  readonly series: readonly number[];
  readonly cases: readonly { step: { step: string }; expected: readonly number[] }[];
}

const golden: Golden = JSON.parse(
  readFileSync(new URL('../golden/series-steps.json', import.meta.url), 'utf8'),
);

describe('steps for series against SciPy, NumPy and pandas', () => {
  it.each(
    golden.cases.map(({ step, expected }) => [JSON.stringify(step), step, expected] as const),
  )('%s', (_, step, expected) => {
    const panel = new Panel(Float32Array.from(golden.series), 1, 1, golden.series.length);
    const { panel: found } = prepareSeries(panel, [0], readSeriesSteps([step]));
    expect(found.steps).toBe(expected.length);
    // Storage has 32 bits.
    for (const [t, value] of expected.entries()) expect(found.data[t]).toBeCloseTo(value, 5);
  });
});
