// What every operation is tried on. An operation of the list without a line here fails its test.
import type { Attributes, ElementType, Shape, Tensor } from '../../src/nn/index.ts';
import { backwardSteps } from '../../src/nn/ops/recurrent-back.ts';
import { recurrentSteps } from '../../src/nn/ops/recurrent-steps.ts';

export interface SampleInput {
  readonly shape: Shape;
  readonly type?: ElementType;
  /**
   * Where the numbers lie: on both sides of 0 but not within 0.1 of it, where kinks are (the default); above
   * 0.2; within ±3; some of them missing; whole numbers from 0 or `least` up to
   * below the given one.
   */
  readonly from?:
    | 'apart'
    | 'positive'
    | 'wide'
    | 'gaps'
    | { readonly below: number; readonly least?: number };
}

export interface Sample {
  /** What adds the op, where its attributes alone do not say it. */
  readonly write?: (inputs: readonly Tensor[]) => readonly Tensor[];
  /** Outputs through which a gradient goes, from the first. Default all. */
  readonly through?: number;
  readonly inputs: readonly SampleInput[];
  readonly attributes?: Attributes;
}

const rows5: SampleInput = { shape: ['rows', 5] };
const positive5: SampleInput = { shape: ['rows', 5], from: 'positive' };
const truth5: SampleInput = { shape: ['rows', 5], type: 'bool', from: { below: 2 } };

const unary: Sample[] = [{ inputs: [rows5] }, { inputs: [{ shape: [] }] }];
const smooth: Sample[] = [{ inputs: [{ shape: ['rows', 5], from: 'wide' }] }];
const overPositive: Sample[] = [{ inputs: [positive5] }];

/** All the ways in which two operands can stretch to each other. */
const stretched = (from: SampleInput['from']): Sample[] =>
  [
    [
      ['rows', 5],
      ['rows', 5],
    ],
    [['rows', 5], [5]],
    [[5], ['rows', 5]],
    [['rows', 5], []],
    [[], ['rows', 5]],
    [
      ['rows', 1],
      [1, 5],
    ],
    [
      ['rows', 2, 5],
      ['rows', 1, 5],
    ],
  ].map((shapes) => ({ inputs: shapes.map((shape) => ({ shape, from })) }));

const reductions: Sample[] = [
  { inputs: [rows5], attributes: { axes: [0], keep: 0 } },
  { inputs: [rows5], attributes: { axes: [1], keep: 1 } },
  { inputs: [rows5], attributes: { axes: [0, 1], keep: 0 } },
  { inputs: [{ shape: [2, 'rows', 3] }], attributes: { axes: [0, 2], keep: 0 } },
];

const gemm = (
  a: Shape,
  b: Shape,
  c: Shape | undefined,
  transA: number,
  transB: number,
): Sample => ({
  inputs: [a, b, ...(c === undefined ? [] : [c])].map((shape) => ({ shape })),
  attributes: { transA, transB, alpha: 0.75 },
});

/** x of 11 steps and 2 channels to 3 channels. */
const convolutions: Sample[] = [
  { taps: 3, stride: 1, dilation: 1, before: 1, after: 1 },
  { taps: 3, stride: 1, dilation: 2, before: 4, after: 0 },
  { taps: 4, stride: 2, dilation: 1, before: 1, after: 1 },
  { taps: 2, stride: 3, dilation: 2, before: 0, after: 1 },
  { taps: 1, stride: 1, dilation: 1, before: 0, after: 0 },
].map(({ taps, ...attributes }) => ({
  inputs: [{ shape: ['rows', 2, 11] }, { shape: [3, 2, taps] }],
  attributes,
}));

const lengths5: SampleInput = { shape: ['rows'], type: 'int64', from: { below: 6, least: 1 } };

/** 5 steps of 2 inputs to 3 units. */
const recurrences: Sample[] = ['lstm', 'gru'].flatMap((cell) => {
  const gates = cell === 'lstm' ? 12 : 9;
  const weights = [[gates, 3], [gates], [gates]].map((shape) => ({ shape }));
  const states = Array.from({ length: cell === 'lstm' ? 2 : 1 }, () => ({ shape: ['rows', 3] }));
  const x = [{ shape: [5, 'rows', 2] }, { shape: [gates, 2] }];
  const sample = (fed: number, started: number, masked: number): Sample => ({
    inputs: [
      ...(fed === 1 ? x : []),
      ...weights,
      ...(started === 1 ? states : []),
      ...(masked === 1 ? [lengths5] : []),
    ],
    attributes: { cell, steps: 5, fed, started, masked },
    through: 0,
  });
  return [sample(1, 0, 0), sample(1, 1, 1), sample(1, 0, 1), sample(0, 1, 0), sample(0, 1, 1)];
});

const states3 = (cell: string) =>
  Array.from({ length: cell === 'lstm' ? 2 : 1 }, () => ({ shape: [3, 'rows'] }));

/** The same in the form for training: 4 steps of 2 inputs to 3 units. */
const recurrentForTraining: Sample[] = (['lstm', 'gru'] as const).map((cell) => ({
  inputs: [{ shape: [12, 5] }, { shape: [4, 2, 'rows'] }, ...states3(cell)],
  write: ([weights, x, ...first]) => {
    const { outputs, last } = recurrentSteps(cell, weights, x, first);
    return [outputs, last];
  },
}));

const recurrentBackwards: Sample[] = (['lstm', 'gru'] as const).flatMap((cell) => {
  const each: SampleInput = { shape: [4, 3, 'rows'] };
  const outputs: SampleInput = { shape: [4, 'rows', 3] };
  const more = cell === 'lstm' ? each : outputs;
  const inputs = [{ shape: [3, 12] }, { shape: [4, 12, 'rows'] }, each, more, ...states3(cell)];
  const write = ([turned, slopes, kept, last, ...rest]: readonly Tensor[]) =>
    cell === 'lstm'
      ? backwardSteps(cell, { turned, slopes, kept, toCell: last, last: rest })
      : backwardSteps(cell, { turned, slopes, kept, last: rest.slice(0, 1), outputs: last });
  return { inputs, write };
});

function outputSteps(x: SampleInput, w: SampleInput, attributes: Attributes = {}): number {
  const { stride, dilation, before, after } = attributes as Record<string, number>;
  const reach = dilation * (Number(w.shape[2]) - 1) + 1;
  return Math.floor((Number(x.shape[2]) + before + after - reach) / stride) + 1;
}

export const opSamples: Readonly<Record<string, readonly Sample[]>> = {
  Neg: unary,
  Sqrt: overPositive,
  Square: unary,
  Reciprocal: unary,
  Exp: smooth,
  Log: overPositive,
  Abs: unary,
  Sign: unary,
  Step: unary,
  Relu: unary,
  Sigmoid: smooth,
  Tanh: smooth,
  Softplus: smooth,
  Gelu: smooth,
  Erf: smooth,
  IsNaN: [{ inputs: [{ shape: ['rows', 5], from: 'gaps' }] }],
  Not: [{ inputs: [truth5] }],
  MaskedRelu: [
    { inputs: [rows5, { shape: ['rows', 5], from: { below: 2 } }], attributes: { kept: 1 } },
  ],
  HardSigmoid: [
    { inputs: [rows5], attributes: { slope: 0.2, offset: 0.5 } },
    { inputs: [rows5], attributes: { slope: 1, offset: 1 } },
  ],
  Elu: [
    { inputs: [rows5], attributes: { alpha: 1 } },
    { inputs: [rows5], attributes: { alpha: 0.4 } },
  ],
  Add: stretched('apart'),
  Sub: stretched('apart'),
  Mul: stretched('apart'),
  Div: stretched('apart'),
  Pow: stretched('positive'),
  Min: stretched('apart'),
  Max: stretched('apart'),
  Less: stretched('apart'),
  LessOrEqual: stretched('apart'),
  Greater: stretched('apart'),
  GreaterOrEqual: stretched('apart'),
  Equal: [
    ...stretched('apart'),
    { inputs: [0, 1].map(() => ({ shape: ['rows'], type: 'int64', from: { below: 3 } })) },
  ],
  And: [{ inputs: [truth5, truth5] }],
  Or: [{ inputs: [truth5, truth5] }],
  Where: [{ inputs: [truth5, rows5, rows5] }, { inputs: [truth5, { shape: [5] }, { shape: [] }] }],
  Clip: [
    { inputs: [rows5], attributes: { low: '-5', high: '0.05' } },
    { inputs: [rows5], attributes: { low: '-0.05', high: 'Infinity' } },
    { inputs: [rows5], attributes: { low: '-Infinity', high: '0.05' } },
  ],
  Cast: [
    { inputs: [truth5], attributes: { to: 'float' } },
    { inputs: [{ shape: ['rows'], from: 'wide' }], attributes: { to: 'int64' } },
    {
      inputs: [{ shape: ['rows'], type: 'int64', from: { below: 2 } }],
      attributes: { to: 'bool' },
    },
  ],
  Gemm: [
    gemm(['rows', 4], [4, 3], undefined, 0, 0),
    gemm(['rows', 4], [4, 3], [3], 0, 0),
    gemm(['rows', 4], [3, 4], [], 0, 1),
    gemm([4, 'rows'], [4, 3], ['rows', 3], 1, 0),
    gemm(['rows', 4], ['rows', 3], [1, 3], 1, 0),
    gemm([4, 'rows'], [3, 4], ['rows', 1], 1, 1),
  ],
  MatMul: [
    { inputs: [{ shape: ['rows', 2, 3] }, { shape: ['rows', 3, 4] }] },
    { inputs: [{ shape: ['rows', 3] }, { shape: [3, 4] }] },
  ],
  ReduceSum: reductions,
  ReduceMean: reductions,
  ReduceMax: reductions,
  BatchNorm: [
    { inputs: [rows5, { shape: [5] }, { shape: [5] }], attributes: { epsilon: 0.1 }, through: 1 },
    {
      inputs: [{ shape: ['rows', 3, 2] }, { shape: [2] }, { shape: [2] }],
      attributes: { epsilon: 0.01 },
      through: 1,
    },
  ],
  Softmax: [
    { inputs: [rows5], attributes: { axis: 1 } },
    { inputs: [{ shape: ['rows', 4, 3] }], attributes: { axis: 1 } },
  ],
  LogSoftmax: [
    { inputs: [rows5], attributes: { axis: 1 } },
    { inputs: [{ shape: ['rows', 4, 3] }], attributes: { axis: 1 } },
  ],
  Reshape: [
    { inputs: [{ shape: ['rows', 6] }], attributes: { shape: ['rows', 2, 3] } },
    { inputs: [{ shape: ['rows', 2, 3] }], attributes: { shape: ['rows·2', 3] } },
    { inputs: [{ shape: [2, 3] }], attributes: { shape: [6] } },
  ],
  Transpose: [
    { inputs: [rows5], attributes: { order: [1, 0] } },
    { inputs: [{ shape: ['rows', 2, 3] }], attributes: { order: [2, 0, 1] } },
  ],
  Concat: [
    { inputs: [{ shape: ['rows', 2] }, rows5], attributes: { axis: 1 } },
    { inputs: [{ shape: [2, 'rows'] }, { shape: [3, 'rows'] }], attributes: { axis: 0 } },
  ],
  Split: [{ inputs: [{ shape: ['rows', 6] }], attributes: { axis: 1, lengths: [1, 3, 2] } }],
  Slice: [{ inputs: [{ shape: ['rows', 6] }], attributes: { axis: 1, from: 2, to: 5 } }],
  Pad: [{ inputs: [{ shape: ['rows', 3, 2] }], attributes: { axis: 1, before: 2, after: 1 } }],
  ExpandLike: [
    { inputs: [{ shape: [] }, rows5] },
    { inputs: [{ shape: ['rows', 1] }, rows5] },
    { inputs: [{ shape: [5] }, { shape: [4, 5] }] },
  ],
  AxisLength: [{ inputs: [rows5], attributes: { axis: 0 } }],
  Conv: convolutions,
  ConvTranspose: convolutions.map(({ inputs: [x, w], attributes }) => ({
    inputs: [{ shape: ['rows', 3, outputSteps(x, w, attributes)] }, w],
    attributes: { ...attributes, steps: x.shape[2] as number },
  })),
  ConvWeight: convolutions.map(({ inputs: [x, w], attributes }) => ({
    inputs: [x, { shape: ['rows', 3, outputSteps(x, w, attributes)] }],
    attributes: { ...attributes, taps: w.shape[2] as number },
  })),
  Gather: [
    { inputs: [{ shape: [6, 3] }, { shape: ['rows'], type: 'int64', from: { below: 6 } }] },
    { inputs: [{ shape: [6] }, { shape: ['rows', 2], type: 'int64', from: { below: 6 } }] },
  ],
  ReverseSteps: [
    { inputs: [{ shape: [5, 'rows', 2] }] },
    { inputs: [{ shape: [5, 'rows', 2] }, lengths5] },
  ],
  Recurrent: recurrences,
  RecurrentSteps: recurrentForTraining,
  RecurrentBack: recurrentBackwards,
  ScatterRows: [
    {
      inputs: [
        { shape: ['rows', 3] },
        { shape: ['rows'], type: 'int64', from: { below: 4 } },
        { shape: [4, 3] },
      ],
    },
  ],
};
