import type { Run } from '../base/index.ts';
import { type Epoch as NetEpoch, type TrainOptions, train } from '../nn/index.ts';
import type { Matrix } from '../numeric/index.ts';
import { type CodeNet, NAMES } from './code-net.ts';
import { judgeTraining, sayDeadOutputs } from './judge-training.ts';
import { NetModel, type NetModelParts, ordinaryErrors } from './net-model.ts';
import { seriesRows } from './series-rows.ts';
import { constantPredictors, meanLoss, someRows, trivialLosses } from './trivial-losses.ts';
import type { Epoch } from './types.ts';

interface About<O> extends Pick<NetModelParts<O>, 'type' | 'options' | 'resolved'> {
  /** What to try when training came to nothing, where it is not what helps other nets. */
  readonly cures?: string;
}

/** Trains a net on the rows of x, measures it beside what needs no learning, and says when it came to nothing. */
export async function fitCodeNet<O extends object>(
  { cures, ...about }: About<O>,
  net: CodeNet,
  x: Matrix,
  options: TrainOptions,
  run: Run,
): Promise<NetModelParts<O>> {
  const { series } = net;
  const asRows = (given: Matrix) =>
    series === undefined ? given : seriesRows(`${about.type}.fit`, given, series);
  const table = asRows(x);
  const trained = await train(net.whole, { [NAMES.rows]: table.data }, options, run);
  const seen = table.takeRows(someRows(trained.trainRows));
  const measured = someRows(
    trained.validationRows.length > 0 ? trained.validationRows : trained.trainRows,
  );
  const held = table.takeRows(measured);
  const constants = constantPredictors(seen);
  const trivial = await trivialLosses(seen, held, constants, net.outputs, net.loss.of, run);
  const parts = {
    ...about,
    net,
    weights: trained.weights,
    heldOut: trained.validationRows.slice().sort(),
    training: {
      loss: net.loss.words,
      epochs: trained.epochs.map(told),
      best: trained.best,
      trainRows: trained.trainRows.length,
      validationRows: trained.validationRows.length,
      finalLoss: trained.finalLoss,
      trivial,
      seconds: trained.seconds,
    },
  };
  const plain = new NetModel<O>({ ...parts, warnings: [] });
  const rebuilt = asRows(await plain.reconstruct(x.takeRows(measured), run));
  const absoluteError = meanLoss(held, (i) => rebuilt.row(i), Math.abs);
  const ordinary = await ordinaryErrors(plain, x.takeRows(measured), run);
  judgeTraining(run, about.type, trained.finalLoss, held, rebuilt, constants, trivial, cures);
  if (series !== undefined) sayDeadOutputs(run, about.type, held, rebuilt);
  return {
    ...parts,
    training: { ...parts.training, absoluteError },
    ordinary,
    warnings: run.warnings,
  };
}

/** An epoch with the parts of its loss, where it has any. The loss held out is reconstruction alone. */
export function told({ train: loss, validation, parts }: NetEpoch): Epoch {
  if (parts === undefined) return { train: loss, validation };
  const { reconstruction, divergence, weight } = parts;
  const heldOut = validation === null ? {} : { heldOutReconstruction: validation };
  return { train: loss, validation, parts: { reconstruction, divergence, weight, ...heldOut } };
}
