import {
  abs,
  cast,
  div,
  equal,
  isMissing,
  largest,
  maximum,
  mul,
  neg,
  not,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  where,
} from '../nn/index.ts';
import type { SeriesStep } from '../prepare/index.ts';
import { mirroredLog } from './write-table-steps.ts';

type Nodes = (x: Tensor) => Tensor;

/**
 * Steps for series as nodes: rows of t numbers, NaN where missing → prepared rows. Undefined where a step has no
 * such form: lines drawn through gaps.
 *
 * @param zeros whether a missing number of the data counts as 0
 */
export function writeSeriesSteps(steps: readonly SeriesStep[], zeros: boolean): Nodes | undefined {
  const written: Nodes[] = zeros ? [fillZeros] : [];
  for (const [i, { step, options }] of steps.entries()) {
    // After other steps 32 bits may not hit the number, or hit it where 64 do not.
    if (step === 'replace' && i > 0) return undefined;
    const nodes = writers[step]?.(options);
    if (nodes === undefined) return undefined;
    written.push(nodes);
  }
  return (x) => written.reduce((y, nodes) => nodes(y), x);
}

const fillZeros: Nodes = (x) => where(isMissing(x), 0, x);

const writers: Readonly<Record<string, (options: SeriesStep['options']) => Nodes | undefined>> = {
  'fill-gaps': ({ with: how }) => (how === 'zero' ? fillZeros : undefined),
  log1p: () => mirroredLog,
  'max-scale': () => (x) => {
    const most = largest(fillZeros(abs(x)), [1], true);
    return div(x, where(equal(most, 0), 1, most));
  },
  replace: ({ value, by }) => {
    const [from, to] = [Number(value), Number(by)];
    if (Math.fround(from) !== from || !Number.isFinite(Math.fround(to))) return undefined;
    return (x) => where(equal(x, from), to, x);
  },
  'z-normalise': () => normalised,
};

/** Below every number of 32 bits that data may hold. */
const LEAST = -3.4e38;

function normalised(x: Tensor): Tensor {
  const gaps = isMissing(x);
  const there = cast(not(gaps), 'float');
  const count = maximum(sum(there, [1], true), 1);
  const centred = (y: Tensor) => mul(sub(y, div(sum(y, [1], true), count)), there);
  // Twice: what rounding the first mean left is gone then, also in series far from 0.
  const above = centred(centred(fillZeros(x)));
  const deviation = sqrt(div(sum(square(above), [1], true), count));
  const most = largest(where(gaps, LEAST, x), [1], true);
  const least = neg(largest(where(gaps, LEAST, neg(x)), [1], true));
  const flat = equal(most, least);
  const shape = where(flat, 0, div(above, where(flat, 1, deviation)));
  return where(gaps, x, shape);
}
