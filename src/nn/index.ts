/**
 * Takes: a net as data. Gives: its gradient, a training loop, and the same net as an ONNX file.
 * May import: base, numeric, compute.
 * To add one: an op is a file in ops/ with shape rule, value, derivative and ONNX form, and a line in its list.
 */
export { gradients } from './grad/gradients.ts';
export { evaluateNet } from './graph/evaluate-net.ts';
export { NetBuilder, type Tensor } from './graph/net-builder.ts';
export { printNet } from './graph/print-net.ts';
export { type Activation, activations } from './layers/activations.ts';
export {
  backConvolution,
  type Conv1dOptions,
  type ConvolutionOptions,
  conv1d,
  convolution,
} from './layers/convolutions.ts';
export { Design, type Draw, type Parameter, type Running } from './layers/design.ts';
export {
  constant,
  glorotUniform,
  heNormal,
  heUniform,
  type Initialiser,
  pytorchUniform,
  type Start,
  standardNormal,
} from './layers/initialisers.ts';
export {
  dense,
  dropout,
  embedding,
  gaussianNoise,
  maskingNoise,
} from './layers/layers.ts';
export { type BatchNormOptions, batchNorm, layerNorm } from './layers/norms.ts';
export { type NoInput, type RecurrentOptions, recurrent } from './layers/recurrent.ts';
export {
  absoluteError,
  binaryCrossEntropy,
  binaryCrossEntropyOf,
  crossEntropy,
  normalDivergence,
  type Reduction,
  reduceLoss,
  smoothError,
  squaredError,
} from './losses/losses.ts';
export { type OnnxOptions, OPSET, writeOnnx } from './onnx/write-onnx.ts';
export { loop, type Round } from './ops/loop.ts';
export type { Call, Dense, Op } from './ops/op.ts';
export { newNet, opList, ops } from './ops/registry.ts';
export {
  abs,
  add,
  and,
  axisLength,
  cast,
  clip,
  concat,
  conv,
  convTranspose,
  convWeight,
  countOf,
  div,
  elu,
  equal,
  erf,
  exp,
  expandLike,
  gather,
  gelu,
  gemm,
  greater,
  greaterOrEqual,
  hardSigmoid,
  isMissing,
  type Laying,
  largest,
  less,
  lessOrEqual,
  log,
  logSoftmax,
  matMul,
  maximum,
  mean,
  minimum,
  mul,
  neg,
  not,
  or,
  pad,
  pow,
  reciprocal,
  recurrence,
  relu,
  reshape,
  reverseSteps,
  scatterRows,
  sigmoid,
  sign,
  slice,
  softmax,
  softplus,
  split,
  sqrt,
  square,
  standardise,
  step,
  sub,
  sum,
  sumTo,
  tanh,
  transpose,
  where,
} from './ops/write.ts';
export {
  type AdamOptions,
  adam,
  adamW,
  type Optimizer,
  type RmsPropOptions,
  rmsProp,
  type SgdOptions,
  sgd,
} from './optim/optimizers.ts';
export {
  constantRate,
  cosine,
  onPlateau,
  type Position,
  type Schedule,
  stepDown,
  warmUp,
} from './optim/schedules.ts';
export { openSession, Session, type SessionOptions, type TensorData } from './session.ts';
export { applyNet } from './training/apply-net.ts';
export type { Epoch } from './training/history.ts';
export {
  type Built,
  type Model,
  type Rows,
  type RowsInput,
  servingNet,
  type Weights,
} from './training/model.ts';
export type { TrainOptions } from './training/options.ts';
export { type Trained, train } from './training/train.ts';
export type { DeadUnits } from './training/trouble.ts';
export type {
  Attribute,
  Attributes,
  Axis,
  Constant,
  ElementType,
  Net,
  Node,
  Shape,
  Value,
} from './types.ts';
