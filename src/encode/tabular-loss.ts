import {
  abs,
  add,
  concat,
  less,
  logSoftmax,
  mul,
  neg,
  sigmoid,
  slice,
  softmax,
  softplus,
  square,
  sub,
  sum,
  type Tensor,
  where,
} from '../nn/index.ts';
import type { ColumnBlock } from '../numeric/index.ts';

/**
 * The loss of one kind of columns, once as part of a net and once for single rows, so that what was trained
 * can be measured beside what needs no learning.
 */
export interface KindLoss {
  /** 'cross-entropy', … */
  readonly words: string;
  /** The predictor that the loss is measured against: the mean of the training rows, as numbers or as shares. */
  readonly trivial: string;
  /** What the last layer's scores stand for, in the units of the columns. */
  output(scores: Tensor, scale: number): Tensor;
  /** rows × columns of the block → rows. */
  loss(scores: Tensor, truth: Tensor, scale: number): Tensor;
  /** The same of one row, from its output. */
  of(
    given: ArrayLike<number>,
    truth: ArrayLike<number>,
    from: number,
    to: number,
    scale: number,
  ): number;
}

/** A probability is held this far away from 0: a level that no training row had must not cost infinitely much. */
const LEAST = 1e-7;

/** ½e² near 0, |e| − ½ beyond 1: single rows far out do not rule. Huber 1964. */
const number: KindLoss = {
  words: 'Huber loss',
  trivial: 'column mean',
  output: (scores) => scores,
  loss(scores, truth) {
    const size = abs(sub(scores, truth));
    return sum(where(less(size, 1), mul(square(size), 0.5), sub(size, 0.5)), [1]);
  },
  of: (given, truth, from, to) =>
    sumOver(from, to, (j) => {
      const size = Math.abs(given[j] - truth[j]);
      return size < 1 ? 0.5 * size * size : size - 0.5;
    }),
};

const flag: KindLoss = {
  words: 'binary cross-entropy',
  trivial: 'base rate',
  output: (scores, scale) => mul(sigmoid(scores), scale),
  loss: (scores, truth, scale) =>
    sum(sub(softplus(scores), mul(mul(truth, 1 / scale), scores)), [1]),
  of: (given, truth, from, to, scale) =>
    sumOver(from, to, (j) => {
      const yes = truth[j] / scale;
      const p = given[j] / scale;
      return -yes * Math.log(Math.max(p, LEAST)) - (1 - yes) * Math.log(Math.max(1 - p, LEAST));
    }),
};

/** A row without any level costs nothing: there is nothing to be right about. */
const category: KindLoss = {
  words: 'cross-entropy',
  trivial: 'base rates',
  output: (scores, scale) => mul(softmax(scores), scale),
  loss: (scores, truth, scale) => neg(sum(mul(mul(truth, 1 / scale), logSoftmax(scores)), [1])),
  of: (given, truth, from, to, scale) =>
    sumOver(from, to, (j) => {
      const share = truth[j] / scale;
      return share === 0 ? 0 : -share * Math.log(Math.max(given[j] / scale, LEAST));
    }),
};

const text: KindLoss = {
  words: 'squared error',
  trivial: 'column means',
  output: (scores) => scores,
  loss: (scores, truth) => sum(square(sub(scores, truth)), [1]),
  of: (given, truth, from, to) => sumOver(from, to, (j) => (given[j] - truth[j]) ** 2),
};

export const kindLosses: Readonly<Record<ColumnBlock['kind'], KindLoss>> = {
  number,
  flag,
  category,
  text,
};

function sumOver(from: number, to: number, of: (j: number) => number): number {
  let total = 0;
  for (let j = from; j < to; j++) total += of(j);
  return total;
}

/** A block with what its loss is divided by: that of the trivial predictor. */
export interface WeighedBlock extends ColumnBlock {
  /** 0 for a block in which nothing differs: it has no say. */
  readonly base: number;
}

/** Blocks that have a say. */
const counted = (blocks: readonly WeighedBlock[]) => blocks.filter(({ base }) => base > 0);

/** Loss of each row: the mean over the blocks of their losses, each 1 where it is as good as the trivial predictor. */
export function balancedLoss(scores: Tensor, x: Tensor, blocks: readonly WeighedBlock[]): Tensor {
  const heard = counted(blocks);
  return heard
    .map(({ kind, from, to, base, scale = 1 }) => {
      const each = kindLosses[kind].loss(slice(scores, 1, from, to), slice(x, 1, from, to), scale);
      return mul(each, 1 / (base * heard.length));
    })
    .reduce((a, b) => add(a, b));
}

/** The rows as the scores say they are. */
export function blockOutputs(scores: Tensor, blocks: readonly ColumnBlock[]): Tensor {
  return concat(
    blocks.map(({ kind, from, to, scale = 1 }) =>
      kindLosses[kind].output(slice(scores, 1, from, to), scale),
    ),
    1,
  );
}
