import { ModelError, type RunContext } from '../../base/index.ts';
import type { Compute } from '../../compute/index.ts';
import { writeOnnx } from '../onnx/write-onnx.ts';
import { type NetRunner, openSession, type Session, type TensorData } from '../session.ts';
import {
  type DesignedNet,
  LOSS,
  type Model,
  PLACES,
  partName,
  type Rows,
  tableName,
  tablesOf,
} from './model.ts';
import { cutAxis, cutBatch, gatherRows, type Shard } from './shards.ts';

type Feeds = Readonly<Record<string, TensorData>>;

/** The loss of a step, and what it was made of. */
export interface Told {
  readonly loss: number;
  readonly parts: Readonly<Record<string, number>>;
}

/** What stays where it is from step to step. */
export interface Standing {
  /** Weights and running numbers. */
  readonly feeds: Feeds;
  /** Where the gradients go. */
  readonly gradients: Feeds;
  /** Where the next running numbers go. */
  readonly running: Feeds;
}

/** Gives the loss of a batch and its gradients. */
export interface Slopes {
  /** @param noise what is drawn for this step, for all rows of the batch */
  of(places: BigInt64Array, noise: Feeds): Promise<Told>;
  close(): Promise<void>;
}

/** @param batch the most rows of a batch */
export async function openSlopes(
  model: Model,
  rows: Rows,
  designed: DesignedNet,
  standing: Standing,
  batch: number,
  compute: Compute,
  context: RunContext,
): Promise<Slopes> {
  const file = writeOnnx(designed.net);
  const most = cutBatch(batch, model.shards ?? 1).length;
  if (most === 1) {
    const session = await openSession(file, context);
    return new WholeBatches(tablesOf(model, rows), designed, standing, session);
  }
  // Only here, so that nets load where there are no such threads.
  const { openSessionThread } = await import('../session-thread.ts');
  const others = Array.from({ length: Math.min(most, compute.threads) - 1 }, () =>
    openSessionThread(file),
  );
  const runners = await Promise.all([openSession(file, { threads: 1 }), ...others]);
  return new ShardedBatches(model, rows, designed, standing, runners);
}

/** One call for a batch: tables are fed whole and rows taken inside. */
class WholeBatches implements Slopes {
  readonly #tables: Feeds;
  readonly #designed: DesignedNet;
  readonly #standing: Standing;
  readonly #session: Session;

  constructor(tables: Feeds, designed: DesignedNet, standing: Standing, session: Session) {
    this.#tables = tables;
    this.#designed = designed;
    this.#standing = standing;
    this.#session = session;
  }

  async of(places: BigInt64Array, noise: Feeds): Promise<Told> {
    const { feeds, gradients, running } = this.#standing;
    const made = await this.#session.run(
      {
        ...this.#tables,
        [PLACES]: { data: places, shape: [places.length] },
        ...feeds,
        ...noise,
      },
      { ...gradients, ...running },
    );
    return toldBy(made, this.#designed);
  }

  close(): Promise<void> {
    return this.#session.close();
  }
}

/**
 * One call for each part of a batch, several at the same time. A loss is a mean over rows, so the whole is the mean
 * of its parts by their rows, added in their order: the same bits on any number of threads.
 */
class ShardedBatches implements Slopes {
  readonly #model: Model;
  readonly #rows: Rows;
  readonly #designed: DesignedNet;
  readonly #standing: Standing;
  /** The first is on this thread. */
  readonly #runners: readonly NetRunner[];

  constructor(
    model: Model,
    rows: Rows,
    designed: DesignedNet,
    standing: Standing,
    runners: readonly NetRunner[],
  ) {
    this.#model = model;
    this.#rows = rows;
    this.#designed = designed;
    this.#standing = standing;
    this.#runners = runners;
  }

  async of(places: BigInt64Array, noise: Feeds): Promise<Told> {
    const shards = cutBatch(places.length, this.#model.shards ?? 1);
    const made: Feeds[] = [];
    for (let first = 0; first < shards.length; first += this.#runners.length) {
      const now = shards.slice(first, first + this.#runners.length);
      // The others are asked first: this thread is busy with its own part until that is done.
      const answers = now
        .map((shard, i) => ({ runner: this.#runners[i], feeds: this.#feeds(places, noise, shard) }))
        .reverse()
        .map(({ runner, feeds }) => runner.run(feeds));
      made.push(...(await Promise.all(answers)).reverse());
    }
    const shares = shards.map(({ from, to }) => (to - from) / places.length);
    for (const [name, { data }] of Object.entries(this.#standing.gradients)) {
      addShares(
        data as Float32Array,
        made.map((part) => part[name].data as Float32Array),
        shares,
      );
    }
    for (const [name, { data }] of Object.entries(this.#standing.running)) {
      keepCommon(
        name,
        data as Float32Array,
        made.map((part) => part[name].data as Float32Array),
      );
    }
    return meanOf(
      made.map((part) => toldBy(part, this.#designed)),
      shares,
    );
  }

  #feeds(places: BigInt64Array, noise: Feeds, shard: Shard): Feeds {
    const own = places.subarray(shard.from, shard.to);
    const tables = Object.entries(gatherRows(this.#model, this.#rows, own));
    const drawn = this.#designed.draws.map(({ tensor: { name, shape } }) => {
      const axis = shape.findIndex((length) => typeof length === 'string');
      return [name, cutAxis(noise[name], axis, shard)];
    });
    return {
      ...Object.fromEntries(tables.map(([name, table]) => [tableName(name), table])),
      [PLACES]: { data: own.map((_, i) => BigInt(i)), shape: [own.length] },
      ...this.#standing.feeds,
      ...Object.fromEntries(drawn),
    };
  }

  async close(): Promise<void> {
    await Promise.all(this.#runners.map((runner) => runner.close()));
  }
}

function toldBy(made: Feeds, { parts = [] }: DesignedNet): Told {
  return {
    loss: Number(made[LOSS].data[0]),
    parts: Object.fromEntries(parts.map((name) => [name, Number(made[partName(name)].data[0])])),
  };
}

function meanOf(told: readonly Told[], shares: readonly number[]): Told {
  const mean = (of: (one: Told) => number) =>
    told.reduce((total, one, i) => total + shares[i] * of(one), 0);
  return {
    loss: mean(({ loss }) => loss),
    parts: Object.fromEntries(
      Object.keys(told[0].parts).map((name) => [name, mean(({ parts }) => parts[name])]),
    ),
  };
}

function addShares(
  sum: Float32Array,
  parts: readonly Float32Array[],
  shares: readonly number[],
): void {
  sum.fill(0);
  parts.forEach((part, i) => {
    const share = shares[i];
    for (let j = 0; j < sum.length; j++) sum[j] += share * part[j];
  });
}

function keepCommon(name: string, kept: Float32Array, parts: readonly Float32Array[]): void {
  if (parts.some((part) => part.some((value, i) => value !== parts[0][i]))) {
    throw new ModelError(
      `train: ${name} must not depend on which rows are computed together where a batch is computed in parts.`,
    );
  }
  kept.set(parts[0]);
}
