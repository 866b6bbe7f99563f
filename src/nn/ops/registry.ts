import { NetBuilder } from '../graph/net-builder.ts';
import { batchNormOp } from './batch-norm.ts';
import { binaryOps } from './binary.ts';
import { convolutionOps } from './convolution.ts';
import { loopOp } from './loop.ts';
import type { Op } from './op.ts';
import { productOps } from './products.ts';
import { recurrentOp } from './recurrent.ts';
import { recurrentBackOp } from './recurrent-back.ts';
import { recurrentStepsOp } from './recurrent-steps.ts';
import { reductionOps } from './reductions.ts';
import { reverseStepsOp } from './reverse-steps.ts';
import { rowOps } from './rows.ts';
import { selectOps } from './select.ts';
import { shapingOps } from './shaping.ts';
import { softmaxOps } from './softmax.ts';
import { unaryOps } from './unary.ts';

/** Every operation. The test suite of ops goes through this list. */
export const opList: readonly Op[] = [
  ...unaryOps,
  ...binaryOps,
  ...selectOps,
  ...productOps,
  ...reductionOps,
  ...softmaxOps,
  ...shapingOps,
  batchNormOp,
  ...convolutionOps,
  ...rowOps,
  reverseStepsOp,
  recurrentOp,
  recurrentStepsOp,
  recurrentBackOp,
  loopOp,
];

/** The same by name. */
export const ops: ReadonlyMap<string, Op> = new Map(opList.map((op) => [op.name, op]));

/** An empty net to build on. */
export function newNet(): NetBuilder {
  return new NetBuilder(ops);
}
