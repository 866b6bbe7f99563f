/**
 * The training loop: shuffled batches, rows held out, the best weights kept, a checkpoint every epoch.
 *
 * Which rows are held out, the order of every epoch and all noise follow from the seed and the epoch or step
 * alone, and weights and moments are kept as they are. So a training that was stopped goes on to the same bits
 * on the same kind of processor.
 */
import { Random, Run, type RunContext } from '../../base/index.ts';
import { printNet } from '../graph/print-net.ts';
import { constantRate } from '../optim/schedules.ts';
import { Checker } from './checker.ts';
import { type Progressed, Saver } from './checkpoint.ts';
import { fingerprint } from './fingerprint.ts';
import { bestEpoch, describeEpoch, type Epoch } from './history.ts';
import {
  countRows,
  firstWeights,
  type Model,
  type Rows,
  trainingNet,
  type Weights,
} from './model.ts';
import type { TrainOptions } from './options.ts';
import { placesOf, type Split, splitRows } from './split.ts';
import { Stepper } from './stepper.ts';
import { type DeadUnits, ranAway, refuseFirst, sayDead, sayDiverged } from './trouble.ts';

export interface Trained {
  /** Parameters and running numbers of the best epoch, by name. */
  readonly weights: Weights;
  readonly epochs: readonly Epoch[];
  /** Index of the epoch whose weights were kept. */
  readonly best: number;
  /** epochs: all were run. patience: no better loss for long. diverged: it ran away, and what was best is kept. */
  readonly stopped: 'epochs' | 'patience' | 'diverged';
  readonly trainRows: Int32Array;
  readonly validationRows: Int32Array;
  /** Loss of the kept weights without noise: on the rows held out, otherwise on the training rows. */
  readonly finalLoss: number;
  /** Of each watched output: units that are 0 for every row looked at. */
  readonly dead: Readonly<Record<string, DeadUnits>>;
  /** Time spent in epochs, over all runs that led here. */
  readonly seconds: number;
}

/** Rows that are looked at for dead units. */
const LOOKED_AT = 4096;
/** Rows at a time without a gradient: more than a small batch, so that calls do not rule. */
const CHECKED_AT_ONCE = 1024;

/**
 * Trains a net on tables of rows.
 *
 * Cost per step: the net's products, forward and twice back, and one pass over the weights.
 * Memory: the tables as they are, what one batch needs inside the net, seven times the weights.
 * Repeatable: to the bit for a seed on the same kind of processor.
 *
 * @throws {DataError} no rows, or tables that do not fit
 * @throws {ModelError} the first epoch's loss is not finite
 */
export async function train(
  model: Model,
  rows: Rows,
  options: TrainOptions,
  context: RunContext = {},
): Promise<Trained> {
  const run = new Run(context);
  const { optimizer, name = 'train', seed = 0, clip, least, settled } = options;
  const random = new Random(seed).fork(name);
  const split = splitRows(countRows(model, rows), options.validation ?? 0, random.fork('split'));
  const batch = Math.min(options.batch, split.train.length);
  const designed = trainingNet(model);
  const weights = options.weights ?? firstWeights(designed, random.fork('weights'));
  const noise = random.fork('noise').bits();
  const stepping = { optimizer, batch, seed: noise, clip };
  await using stepper = await Stepper.open(model, rows, weights, stepping, run);
  await using checker = await Checker.open(model, rows, run);
  const saver = new Saver(
    run.checkpoints,
    `${name}-${fingerprint(printNet(designed.net), rows, options)}`,
  );

  const looked = placesOf(split.validation.length > 0 ? split.validation : split.train);
  const together = Math.max(batch, CHECKED_AT_ONCE);
  const check = (at: Weights) => checker.loss(at, looked, together);
  const ended = await runEpochs(run, { stepper, saver, split, random, batch, check }, options);

  if (ended.stopped === 'diverged') sayDiverged(run, name, optimizer.rate, ended.history);
  const best = stepper.named(ended.best);
  const dead: Record<string, DeadUnits> = {};
  for (const output of options.watch ?? []) {
    dead[output] = await checker.dead(best, output, looked.subarray(0, LOOKED_AT), together);
    sayDead(run, name, output, dead[output]);
  }
  return {
    weights: best,
    epochs: ended.history,
    best: bestEpoch(ended.history, least, settled),
    stopped: ended.stopped ?? 'epochs',
    trainRows: split.train,
    validationRows: split.validation,
    finalLoss: await check(best),
    dead,
    seconds: ended.seconds,
  };
}

interface Parts {
  readonly stepper: Stepper;
  readonly saver: Saver;
  readonly split: Split;
  readonly random: Random;
  readonly batch: number;
  /** The loss without noise, on the rows held out. */
  check(weights: Weights): Promise<number>;
}

async function runEpochs(
  run: Run,
  { stepper, saver, split, random, batch, check }: Parts,
  options: TrainOptions,
): Promise<Progressed> {
  const { epochs, optimizer, schedule = constantRate, name = 'train' } = options;
  const { patience = 0, least, settled } = options;
  const perEpoch = Math.ceil(split.train.length / batch);
  const steps = epochs * perEpoch;
  const found = await saver.load();
  if (found !== undefined) stepper.restore(found.stepper);
  let at: Progressed = found ?? { history: [], best: stepper.kept(), stopped: null, seconds: 0 };
  const report = (done: number) => {
    const last = at.history.at(-1);
    run.progress(name, done, steps, last === undefined ? undefined : describeEpoch(last));
  };

  while (at.stopped === null && at.history.length < epochs) {
    const { history } = at;
    const began = performance.now();
    const epoch = history.length;
    const order = placesOf(random.fork('order').fork(epoch).shuffle(split.train.slice()));
    let total = 0;
    const parts: Record<string, number> = {};
    for (let from = 0; from < order.length && Number.isFinite(total); from += batch) {
      await run.pause();
      const step = epoch * perEpoch + from / batch;
      report(step);
      const places = order.subarray(from, from + batch);
      const factor = schedule.factor({ epoch, epochs, step, steps, history });
      total += (await stepper.step(places, factor)) * places.length;
      for (const [part, value] of Object.entries(stepper.parts)) {
        parts[part] = (parts[part] ?? 0) + (value * places.length) / order.length;
      }
    }
    const loss = total / order.length;
    const seconds = at.seconds + (performance.now() - began) / 1000;
    if (ranAway(loss, history)) {
      refuseFirst(name, loss, optimizer.rate, history);
      at = { ...at, seconds, stopped: 'diverged' };
    } else {
      const validation = split.validation.length > 0 ? await check(stepper.weights) : null;
      const told = Object.keys(parts).length > 0 ? { parts } : {};
      const now = [...history, { train: loss, validation, ...told }];
      const best = bestEpoch(now, least, settled);
      const waited = epoch - best;
      at = {
        history: now,
        best: waited === 0 ? stepper.kept() : at.best,
        stopped: patience > 0 && waited >= patience ? 'patience' : null,
        seconds: at.seconds + (performance.now() - began) / 1000,
      };
    }
    const over = at.stopped !== null || at.history.length === epochs;
    await saver.save(() => ({ ...at, stepper: stepper.state() }), over || epoch === 0);
  }
  report(steps);
  return at;
}
