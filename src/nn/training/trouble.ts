import { ModelError, type Run } from '../../base/index.ts';
import type { Epoch } from './history.ts';

/** More than this times the first epoch's loss has run away. */
const EXPLODED = 10;

/** Whether training has run away: the loss is not finite, or far above where it began. */
export function ranAway(loss: number, history: readonly Epoch[]): boolean {
  return (
    !Number.isFinite(loss) || (history.length > 0 && loss > EXPLODED * Math.abs(history[0].train))
  );
}

const advice = (rate: number) =>
  `Lower the learning rate (now ${rate}), clip gradients (clip: 1), or scale the inputs to about 1.`;

/** @throws {ModelError} when no epoch is over: there is nothing to be kept */
export function refuseFirst(
  name: string,
  loss: number,
  rate: number,
  history: readonly Epoch[],
): void {
  if (history.length > 0) return;
  throw new ModelError(
    `${name}: the loss must stay finite, got ${loss} in the first epoch. ${advice(rate)}`,
  );
}

export function sayDiverged(run: Run, name: string, rate: number, history: readonly Epoch[]): void {
  run.warn(
    'net-diverged',
    `${name}: the loss ran away in epoch ${history.length + 1}, to over ${EXPLODED} times that of the first or to no number. The best weights until then are kept. ${advice(rate)}`,
  );
}

export interface DeadUnits {
  readonly dead: number;
  readonly units: number;
}

/** Units that are 0 whatever comes in carry nothing; those of a ReLU never learn again. */
export function sayDead(run: Run, name: string, output: string, { dead, units }: DeadUnits): void {
  if (dead === 0) return;
  const which = dead === units ? `all ${units} units` : `${dead} of ${units} units`;
  run.warn(
    'net-dead-units',
    `${name}: ${which} of ${output} are 0 for every row, so they carry nothing. Lower the learning rate, or take another activation than ReLU (elu, gelu, linear).`,
  );
}
