import type { Panel } from '../../numeric/index.ts';
import type { NumberColumn } from '../../table/index.ts';
import type { Feature, FeatureSchema } from '../types.ts';

interface CurveFeature extends Feature {
  /** Of the numbers that are there, in order; at least one. */
  of(values: readonly number[]): number;
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

const AS_GIVEN = 'as in the data';

const list: readonly CurveFeature[] = [
  { name: 'mean', unit: AS_GIVEN, meaning: 'The mean of all numbers.', of: mean },
  {
    name: 'deviation',
    unit: AS_GIVEN,
    meaning: 'How far the numbers are from their mean: the standard deviation of all of them.',
    of: (values) => {
      const middle = mean(values);
      return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
    },
  },
  {
    name: 'lowest',
    unit: AS_GIVEN,
    meaning: 'The lowest number.',
    of: (values) => values.reduce((a, b) => Math.min(a, b)),
  },
  {
    name: 'highest',
    unit: AS_GIVEN,
    meaning: 'The highest number.',
    of: (values) => values.reduce((a, b) => Math.max(a, b)),
  },
  {
    name: 'mean_change',
    unit: AS_GIVEN,
    meaning:
      'How much neighbouring numbers differ in the mean, up or down alike; 0 for one number.',
    of: (values) =>
      values.length === 1
        ? 0
        : mean(values.slice(1).map((value, t) => Math.abs(value - values[t]))),
  },
];

const STEPS: Feature = {
  name: 'steps',
  unit: 'steps',
  meaning: 'Steps up to the last number.',
};

/**
 * What measured series are like, in words that need no calendar; nothing is clustered by it.
 *
 * Of several channels each is described, its name before. Missing: gaps are passed over; a series without a number has 0 steps
 * and nothing else. Cost: one pass, in 64 bits.
 */
export function describeCurves(
  panel: Panel,
  keys: readonly string[],
  channels: readonly string[],
): { readonly schema: FeatureSchema; readonly features: readonly NumberColumn[] } {
  const { series, steps } = panel;
  const named = (feature: string, channel: string) =>
    channels.length === 1 ? feature : `${channel}_${feature}`;
  const columns = channels.flatMap((channel) =>
    list.map(({ name, unit, meaning }) => ({ name: named(name, channel), unit, meaning })),
  );
  const values = columns.map(() => new Float64Array(series).fill(Number.NaN));
  for (let i = 0; i < series; i++) {
    const row = panel.row(i);
    channels.forEach((_, c) => {
      const there: number[] = [];
      for (const value of row.subarray(c * steps, c * steps + panel.lengths[i])) {
        if (!Number.isNaN(value)) there.push(value);
      }
      if (there.length === 0) return;
      list.forEach(({ of }, f) => {
        values[c * list.length + f][i] = of(there);
      });
    });
  }
  return {
    schema: { keys, features: [STEPS, ...columns] },
    features: [
      { name: STEPS.name, type: 'number', values: Float64Array.from(panel.lengths) },
      ...columns.map(({ name }, f) => ({ name, type: 'number' as const, values: values[f] })),
    ],
  };
}
