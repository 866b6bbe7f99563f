import type { RunContext } from '../../base/index.ts';
import { Run } from '../../base/index.ts';
import { writeOnnx } from '../onnx/write-onnx.ts';
import { openSession, type Session, type TensorData } from '../session.ts';
import {
  checkingNet,
  LOSS,
  type Model,
  PLACES,
  type Rows,
  tablesOf,
  type Weights,
} from './model.ts';

/** The net in use, on rows of tables, with weights that may change between calls. */
export class Checker implements AsyncDisposable {
  readonly #session: Session;
  readonly #shapes: Record<string, readonly number[]>;
  readonly #tables: Record<string, TensorData>;
  readonly #context: RunContext;

  static async open(model: Model, rows: Rows, context: RunContext = {}): Promise<Checker> {
    const { net, parameters, running } = checkingNet(model);
    const session = await openSession(writeOnnx(net), context);
    const shapes = Object.fromEntries(
      [...parameters, ...running].map(({ name, shape }) => [name, shape]),
    );
    return new Checker(session, shapes, tablesOf(model, rows), context);
  }

  private constructor(
    session: Session,
    shapes: Record<string, readonly number[]>,
    tables: Record<string, TensorData>,
    context: RunContext,
  ) {
    this.#session = session;
    this.#shapes = shapes;
    this.#tables = tables;
    this.#context = context;
  }

  /** The mean loss over these rows, in pieces of at most `batch`. */
  async loss(weights: Weights, places: BigInt64Array, batch: number): Promise<number> {
    let total = 0;
    for await (const { made, count } of this.#pieces(weights, places, batch)) {
      total += Number(made[LOSS].data[0]) * count;
    }
    return total / places.length;
  }

  /** Units of an output that are 0 for every one of these rows, of how many. */
  async dead(
    weights: Weights,
    output: string,
    places: BigInt64Array,
    batch: number,
  ): Promise<{ dead: number; units: number }> {
    let alive = new Uint8Array(0);
    for await (const { made, count } of this.#pieces(weights, places, batch)) {
      const { data } = made[output];
      const units = data.length / count;
      if (alive.length === 0) alive = new Uint8Array(units);
      for (let i = 0; i < data.length; i++) if (Number(data[i]) !== 0) alive[i % units] = 1;
    }
    const dead = alive.reduce((count, is) => count + (is === 0 ? 1 : 0), 0);
    return { dead, units: alive.length };
  }

  async *#pieces(weights: Weights, places: BigInt64Array, batch: number) {
    const run = new Run(this.#context);
    const feeds = { ...this.#tables };
    for (const [name, shape] of Object.entries(this.#shapes)) {
      feeds[name] = { data: weights[name], shape };
    }
    for (let from = 0; from < places.length; from += batch) {
      await run.pause();
      const piece = places.subarray(from, from + batch);
      const made = await this.#session.run({
        ...feeds,
        [PLACES]: { data: piece, shape: [piece.length] },
      });
      yield { made, count: piece.length };
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#session.close();
  }
}
