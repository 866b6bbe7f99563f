import type { Run } from '../base/index.ts';
import { type Matrix, variance } from '../numeric/index.ts';
import { type Constant, meanLoss } from './trivial-losses.ts';
import type { TrivialLoss } from './types.ts';

/** A net that is not this much better than a constant has learned nothing of use. */
const BETTER = 0.98;
/** Less than this share of a column's variance in what is given back, and the column is dead. */
const DEAD = 1e-4;
/** A reconstruction that differs from a constant by less than this share of what rows differ from it is that constant. */
const SAME = 0.15;

const CURES =
  'Try the loss "mse", the activation "elu", a learning rate of 1e-3 or less, batches of 128, more epochs, or no norm, no dropout and less noise.';

/**
 * Says when training came to nothing: the reconstruction is that of a constant, or PCA is better.
 *
 * @param loss of the net on the held-out rows
 * @param rebuilt the held-out rows as the net gives them back
 * @param trivial losses of the constants in their order, and of PCA behind them
 */
export function judgeTraining(
  run: Run,
  where: string,
  loss: number,
  held: Matrix,
  rebuilt: Matrix,
  constants: readonly Constant[],
  trivial: readonly TrivialLoss[],
  cures = CURES,
): void {
  const best = trivial.slice(0, constants.length).reduce((a, b) => (b.loss < a.loss ? b : a));
  const say = (value: number) => value.toPrecision(3);
  if (best.loss > 0 && loss > BETTER * best.loss) {
    const words = best.predictor === 'zero' ? 'all-zero' : best.predictor;
    const same = constants.find(({ row }) => isThat(held, rebuilt, row));
    const named = same?.predictor === 'zero' ? 'all-zero' : same?.predictor;
    const what =
      named === undefined
        ? `the reconstruction is no better than the ${words} predictor`
        : `the reconstruction equals the ${named} predictor`;
    run.warn(
      'collapsed',
      `${where}: ${what} (loss ${say(loss)} against ${say(best.loss)} on rows held out). The code says next to nothing about the rows. ${cures}`,
    );
    return;
  }
  const pca = trivial[constants.length];
  if (pca !== undefined && loss > pca.loss) {
    run.warn(
      'pca-is-better',
      `${where}: ${pca.predictor} gives the rows back better than the net (loss ${say(pca.loss)} against ${say(loss)} on rows held out). Train longer, or use PCA.`,
    );
  }
}

/** Says when columns that vary are given back as one number. NaN, behind the end of a series, does not count. */
export function sayDeadOutputs(run: Run, where: string, held: Matrix, rebuilt: Matrix): void {
  const there = [0, 0];
  for (let j = 0; j < held.cols; j++) {
    const rows = Array.from({ length: held.rows }, (_, i) => i * held.cols + j).filter(
      (at) => !Number.isNaN(held.data[at]),
    );
    const given = variance(rows.map((at) => held.data[at]));
    if (!(given > 0)) continue;
    there[0]++;
    if (variance(rows.map((at) => rebuilt.data[at])) < DEAD * given) there[1]++;
  }
  const [varying, dead] = there;
  if (dead === 0) return;
  run.warn(
    'dead-outputs',
    `${where}: ${dead} of ${varying} columns that vary are given back as one number for every row, so the code says nothing about them. Lower the learning rate, or use the output "linear".`,
  );
}

function isThat(held: Matrix, rebuilt: Matrix, row: Float64Array): boolean {
  const apart = meanLoss(rebuilt, () => row, Math.abs);
  return apart < SAME * meanLoss(held, () => row, Math.abs);
}
