import {
  abs,
  add,
  and,
  cast,
  clip,
  concat,
  div,
  equal,
  gather,
  greater,
  isMissing,
  largest,
  less,
  log,
  mul,
  neg,
  or,
  sub,
  type Tensor,
  transpose,
  where,
} from '../nn/index.ts';
import type { FittedStep, Preparation } from '../prepare/index.ts';

/** Rows after a step; `refuse` marks numbers that the step refuses, whose rows become NaN. */
type Nodes = (x: Tensor, refuse: (numbers: Tensor) => void) => Tensor;

type State = FittedStep['columns'][string];

/** What a step knows of every column, in order; undefined where it leaves the column alone. */
type States = readonly (NonNullable<State> | undefined)[];

interface Written {
  readonly nodes: Nodes;
  /** Places of the columns that come out, among those that went in and, behind them, flags of the same. */
  readonly places?: readonly number[];
}

/** Undefined where the step cannot be written with 32-bit numbers. */
type Writer = (states: States, options: FittedStep['options']) => Written | undefined;

/**
 * Fitted steps as nodes: rows of the columns that the steps need, NaN where missing → prepared rows. Undefined
 * where a step has no such form: categories, texts, quantiles.
 *
 * All columns at once: a step is a few nodes, however many columns there are. Numbers that a step refuses with
 * an error make their row NaN.
 *
 * Numbers are 32 bits throughout, so a column whose values differ little for their size loses digits.
 */
export function writeTableSteps({
  needs,
  steps,
  outputs,
}: Preparation): ((x: Tensor) => Tensor) | undefined {
  const written: Nodes[] = [];
  let names = needs;
  for (const [i, step] of steps.entries()) {
    const made = writeStep(step, names, steps.slice(0, i));
    if (made === undefined) return undefined;
    names = made.names;
    written.push(made.nodes);
  }
  // Other steps than these may be in a bundle some day; what they give must not be taken for these.
  if (names.join('\n') !== outputs.join('\n')) return undefined;
  return (x) => {
    const refused: Tensor[] = [];
    const y = written.reduce((z, nodes) => nodes(z, (numbers) => refused.push(numbers)), x);
    return refused.reduce((z, numbers) => {
      const any = largest(cast(numbers, 'float'), [1], true);
      return where(greater(any, 0), Number.NaN, z);
    }, y);
  };
}

function writeStep(
  { step, columns, options }: FittedStep,
  names: readonly string[],
  before: readonly FittedStep[],
): { nodes: Nodes; names: readonly string[] } | undefined {
  const stateOf = (name: string) => (Object.hasOwn(columns, name) ? columns[name] : undefined);
  const kept = names.flatMap((name, i) => (stateOf(name) === null ? [] : [i]));
  const here = kept.map((i) => names[i]);
  const states = here.map((name) => stateOf(name) ?? undefined);
  const start: Nodes = kept.length === names.length ? (x) => x : (x) => pick(x, kept);
  if (states.every((state) => state === undefined)) return { nodes: start, names: here };
  if (step === 'missing-values' && !before.every((earlier) => exact.has(earlier.step)))
    return undefined;
  const written = writers[step]?.(states, options);
  if (written === undefined) return undefined;
  const { nodes, places } = written;
  const both = [...here, ...here.map((name) => `${name} missing`)];
  return {
    nodes: (x, refuse) => nodes(start(x, refuse), refuse),
    names: places?.map((place) => both[place]) ?? here,
  };
}

/** Steps after which a number is still the one of the data, and can be compared. */
const exact = new Set(['drop', 'drop-constant', 'missing-flag', 'missing-values']);

const same: Writer = () => ({ nodes: (x) => x });

const writers: Readonly<Record<string, Writer>> = {
  drop: same,
  'drop-constant': same,
  impute: (states) => {
    const fill = states.map((state) => (state ? Number(state.fill) : Number.NaN));
    if (!fit32(fill.filter((value) => !Number.isNaN(value)))) return undefined;
    return { nodes: (x) => where(isMissing(x), x.net.constant(fill), x) };
  },
  standard: (states) => lines(states, (s) => [Number(s.mean), Number(s.deviation)]),
  robust: (states) => lines(states, (s) => [Number(s.median), Number(s.range)]),
  'min-max': (states, { clip: held }) => {
    const line = lines(states, (s) => [Number(s.low), Number(s.high) - Number(s.low)]);
    if (line === undefined || held !== true) return line;
    return {
      nodes: (x, refuse) => {
        const y = line.nodes(x, refuse);
        return inColumns(y, states, where(isMissing(y), y, clip(y, 0, 1)));
      },
    };
  },
  log1p: (states, { negative }) => ({
    nodes: (x, refuse) => {
      if (negative === 'error') refuse(and(touched(x, states), less(x, 0)));
      return inColumns(x, states, mirroredLog(x));
    },
  }),
  'missing-values': (states, { values }) => {
    const numbers = values as readonly number[];
    if (numbers.length === 0) return same(states, {});
    // 99,999,999 is 100,000,000 to 32 bits: a number that means "unknown" would be taken for another.
    if (numbers.some((value) => Math.fround(value) !== value)) return undefined;
    return {
      nodes: (x) => {
        const unknown = numbers.map((value) => equal(x, value)).reduce((a, b) => or(a, b));
        return inColumns(x, states, where(unknown, Number.NaN, x));
      },
    };
  },
  'missing-flag': (states) => {
    const places = states.flatMap((state, i) =>
      state?.flagged === true ? [i, states.length + i] : [i],
    );
    if (places.length === states.length) return same(states, {});
    return {
      nodes: (x) => pick(concat([x, cast(isMissing(x), 'float')], 1), places),
      places,
    };
  },
};

/** (x − middle) / width, column by column; 0 where the width is. */
function lines(
  states: States,
  of: (state: NonNullable<State>) => readonly [number, number],
): Written | undefined {
  const line = states.map((state) => (state ? of(state) : ([0, 1] as const)));
  const middle = line.map(([value]) => value);
  const rate = line.map(([, width]) => (width === 0 ? 0 : 1 / width));
  if (!fit32(middle) || !fit32(rate)) return undefined;
  // In two parts, or rounding the middle would move every row of a column far from 0.
  const rest = middle.map((value) => value - Math.fround(value));
  return {
    nodes: (x) => {
      const above = sub(sub(x, x.net.constant(middle)), x.net.constant(rest));
      return mul(above, x.net.constant(rate));
    },
  };
}

/**
 * log(1 + x), mirrored below 0; exact for small x too.
 *
 * Source: Goldberg 1991, "What every computer scientist should know about floating-point arithmetic", theorem 4.
 */
export function mirroredLog(x: Tensor): Tensor {
  const size = abs(x);
  const one = add(size, 1);
  const lost = equal(one, 1);
  const exactLog = div(mul(size, log(one)), where(lost, 1, sub(one, 1)));
  const value = where(lost, size, exactLog);
  return where(less(x, 0), neg(value), value);
}

/** Columns of x by their places, in the order given. */
function pick(x: Tensor, places: readonly number[]): Tensor {
  return transpose(gather(transpose(x), x.net.constant(places, [places.length], 'int64')));
}

/** `changed` in the columns that a step is for, x in the others. */
function inColumns(x: Tensor, states: States, changed: Tensor): Tensor {
  return states.includes(undefined) ? where(touched(x, states), changed, x) : changed;
}

/** Whether a step is for a column. */
function touched(x: Tensor, states: States): Tensor {
  const marks = states.map((state) => Number(state !== undefined));
  return x.net.constant(marks, [marks.length], 'bool');
}

function fit32(numbers: readonly number[]): boolean {
  return numbers.every((value) => Number.isFinite(Math.fround(value)));
}
