import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Run } from '../../src/base/index.ts';
import { applyPreparation, fitPrepare, type PrepareStep } from '../../src/prepare/index.ts';
import type { NumberColumn } from '../../src/table/index.ts';

type Inputs = Record<string, (number | null)[]>;
interface Golden {
  readonly inputs: Record<'fit' | 'gaps' | 'later', Inputs>;
  readonly cases: readonly {
    readonly step: PrepareStep;
    readonly input: 'fit' | 'gaps';
    readonly columns: Record<string, { fit: number[]; later: number[] }>;
  }[];
}

const file = new URL('../golden/prepare.json', import.meta.url);
const golden: Golden = JSON.parse(readFileSync(file, 'utf8'));

const read = (inputs: Inputs): NumberColumn[] =>
  Object.entries(inputs).map(([name, values]) => ({
    name,
    type: 'number',
    values: Float64Array.from(values, (value) => value ?? Number.NaN),
  }));

describe('fitPrepare and applyPreparation equal scikit-learn', () => {
  it.each(golden.cases)('with $step', async ({ step, input, columns }) => {
    const rows = read(golden.inputs[input]);
    const run = new Run();
    const preparation = await fitPrepare([step], rows, run);
    const fitted = applyPreparation(preparation, rows);
    const later = applyPreparation(preparation, read(golden.inputs.later));
    for (const [i, { name, values }] of fitted.entries()) {
      const tolerance = toleranceOf(step, name);
      expect(farthest(values, columns[name].fit), name).toBeLessThan(tolerance);
      expect(farthest(later[i].values, columns[name].later), name).toBeLessThan(tolerance);
    }
    const filled = run.warnings.filter(({ code }) => code === 'imputed');
    expect(run.warnings).toEqual(filled);
    expect(filled).toHaveLength(input === 'gaps' ? rows.length : 0);
  });
});

function toleranceOf({ step, output }: PrepareStep, column: string): number {
  // scikit-learn takes percentiles at places such as 5.9999999, which parts ties by half a place.
  if (step === 'quantile' && column === 'tied') return 0.6 / 156;
  // Its upper end is the quantile of 1 − 1e-7, rounded; ours mirrors the lower end.
  if (output === 'normal') return 1e-9;
  // Numbers near 1,000,000 that differ by 0.01 have 8 digits left after the difference.
  return column === 'offset' ? 3e-8 : 1e-12;
}

function farthest(got: Float64Array, expected: readonly number[]): number {
  return Math.max(
    ...expected.map((value, i) => Math.abs(got[i] - value) / Math.max(1, Math.abs(value))),
  );
}
