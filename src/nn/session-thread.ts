import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { EngineError, ModelError } from '../base/index.ts';
import { firstLine, type NetRunner, runtimeOptions, type TensorData } from './session.ts';

/**
 * A net on a thread of its own, for work that ONNX Runtime's threads cannot share: many short steps that wait for
 * each other. What goes in and out is copied.
 */
class SessionThread implements NetRunner {
  readonly #worker: Worker;

  constructor(worker: Worker) {
    this.#worker = worker;
  }

  /** One call at a time. */
  async run(feeds: Readonly<Record<string, TensorData>>): Promise<Record<string, TensorData>> {
    const answer = await this.#ask(feeds);
    if (answer.failed !== undefined) {
      throw new ModelError(`Session.run: ONNX Runtime says: ${firstLine(answer.failed)}`);
    }
    return answer.made;
  }

  async #ask(feeds: Readonly<Record<string, TensorData>>) {
    // Only a thread that somebody waits for keeps the process alive.
    this.#worker.ref();
    try {
      const answered = once(this.#worker, 'message');
      this.#worker.postMessage(feeds);
      return (await answered)[0];
    } finally {
      this.#worker.unref();
    }
  }

  async close(): Promise<void> {
    this.#worker.ref();
    const gone = once(this.#worker, 'exit');
    this.#worker.postMessage(null);
    await gone;
  }
}

/**
 * An ONNX file, opened on a thread of its own.
 *
 * Cost: some 0.3 s, most of it the loading of ONNX Runtime.
 *
 * @throws {EngineError} it cannot be opened there
 */
export async function openSessionThread(file: Uint8Array): Promise<NetRunner> {
  const worker = new Worker(new URL('./session-worker.js', import.meta.url), {
    name: 'clade net',
    workerData: { file, options: runtimeOptions({ threads: 1 }) },
    // The host's flags are for the host.
    execArgv: [],
  });
  try {
    await once(worker, 'message');
  } catch (cause) {
    throw new EngineError(
      `Session: ONNX Runtime must open on a second thread, got: ${firstLine(cause)}`,
      { cause },
    );
  }
  worker.unref();
  return new SessionThread(worker);
}
