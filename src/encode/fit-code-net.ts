import type { Run } from '../base/index.ts';
import { type TrainOptions, train } from '../nn/index.ts';
import type { Matrix } from '../numeric/index.ts';
import { type CodeNet, NAMES } from './code-net.ts';
import { judgeTraining } from './judge-training.ts';
import { NetModel, type NetModelParts } from './net-model.ts';
import { constantPredictors, meanLoss, someRows, trivialLosses } from './trivial-losses.ts';

/** Trains a net on the rows of x, measures it beside what needs no learning, and says when it came to nothing. */
export async function fitCodeNet<O extends object>(
  about: Pick<NetModelParts<O>, 'type' | 'options' | 'resolved'>,
  net: CodeNet,
  x: Matrix,
  options: TrainOptions,
  run: Run,
): Promise<NetModel<O>> {
  const trained = await train(net.whole, { [NAMES.rows]: x.data }, options, run);
  const seen = x.takeRows(someRows(trained.trainRows));
  const measured = trained.validationRows.length > 0 ? trained.validationRows : trained.trainRows;
  const held = x.takeRows(someRows(measured));
  const constants = constantPredictors(seen);
  const trivial = await trivialLosses(seen, held, constants, net.outputs, net.loss.of, run);
  const parts = {
    ...about,
    net,
    weights: trained.weights,
    heldOut: trained.validationRows.slice().sort(),
    training: {
      loss: net.loss.words,
      epochs: trained.epochs,
      best: trained.best,
      trainRows: trained.trainRows.length,
      validationRows: trained.validationRows.length,
      finalLoss: trained.finalLoss,
      trivial,
      seconds: trained.seconds,
    },
  };
  const rebuilt = await new NetModel<O>({ ...parts, warnings: [] }).reconstruct(held, run);
  const absoluteError = meanLoss(held, (i) => rebuilt.row(i), Math.abs);
  judgeTraining(run, about.type, trained.finalLoss, held, rebuilt, constants, trivial);
  return new NetModel<O>({
    ...parts,
    training: { ...parts.training, absoluteError },
    warnings: run.warnings,
  });
}
