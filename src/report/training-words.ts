import { compactNumber, percent } from '../charts/index.ts';
import type { TrainingRecord, TrivialLoss } from '../encode/index.ts';

/** The name of a loss without what explains it: 'balanced loss' of 'balanced loss, in which …'. */
export function shortLoss(loss: string): string {
  return loss.split(',')[0];
}

/** What needs no learning and comes nearest. */
function bestTrivial({ trivial }: TrainingRecord): TrivialLoss | null {
  return trivial.reduce<TrivialLoss | null>(
    (least, other) => (least === null || other.loss < least.loss ? other : least),
    null,
  );
}

/** A difference below this share is called level: it comes and goes with the seed. */
const LEVEL = 0.01;

/** The honest sentence: whether what was learned beats what needs no learning, and by how much. */
export function trainingVerdict(training: TrainingRecord, collapsed: string | undefined): string {
  const { loss, finalLoss, validationRows } = training;
  const rows = validationRows > 0 ? 'held-out rows' : 'the training rows (none were held out)';
  const own = `On ${rows} the ${shortLoss(loss)} is ${compactNumber(finalLoss)}`;
  const other = bestTrivial(training);
  const words = (sentence: string) =>
    collapsed === undefined ? sentence : `Training collapsed. ${collapsed} ${sentence}`;
  if (other === null) return words(`${own}; it was compared with nothing simpler.`);
  const gain = 1 - finalLoss / other.loss;
  const against = `the best that needs no training, ${other.predictor}, makes ${compactNumber(other.loss)}`;
  const end =
    gain > LEVEL
      ? `This encoder beats it by ${percent(gain)}.`
      : gain > -LEVEL
        ? 'This encoder does not beat it: they are level.'
        : `This encoder does not beat it: it is ${percent(-gain)} worse.`;
  return words(`${own}; ${against}. ${end}`);
}
