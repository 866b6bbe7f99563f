/**
 * Runs kernels over rows, on one thread or several.
 *
 * Work is cut into chunks of a fixed number of rows. Threads take chunks as they come, but a chunk
 * writes only to its own rows or its own slot, and slots are added in chunk order: the result is the
 * same bits for any number of threads. The calling thread takes chunks too and waits for the rest,
 * so a job is one ordinary call.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { EngineError } from '../base/index.ts';
import {
  ACTIVE,
  ARGS,
  ARGUMENTS,
  CHUNK,
  CONTROL_BYTES,
  FAILED,
  GENERATION,
  ITEMS,
  KERNEL,
  kernelNames,
  LANES,
  MAX_ARGUMENTS,
  NEXT,
  OPEN,
  takeChunks,
} from './control.js';
import { Heap } from './heap.ts';
import { Scope } from './scope.ts';

type Kernel = (...args: number[]) => unknown;

/** First byte behind the module's own data; asconfig.json puts that data at 1,024. */
const HEAP_START = 65536;
/** More lanes than any kernel keeps scratch space for would write out of bounds. */
export const MAX_LANES = 64;

class Engine {
  readonly heap: Heap;
  readonly #kernels: Readonly<Record<string, Kernel>>;
  readonly #names: string[];
  readonly #module: WebAssembly.Module;
  /** Without shared memory there is one thread. */
  readonly #control: SharedArrayBuffer | undefined;
  readonly #words: Int32Array;
  readonly #args: Float64Array;
  readonly #workers: Worker[] = [];

  constructor(module: WebAssembly.Module, memory: WebAssembly.Memory, shared: boolean) {
    const instance = new WebAssembly.Instance(module, { env: { memory } });
    this.#kernels = instance.exports as Record<string, Kernel>;
    this.#names = kernelNames(instance.exports);
    this.#module = module;
    this.heap = new Heap(memory, HEAP_START);
    this.#control = shared ? new SharedArrayBuffer(CONTROL_BYTES) : undefined;
    const control = this.#control ?? new ArrayBuffer(CONTROL_BYTES);
    this.#words = new Int32Array(control);
    this.#args = new Float64Array(control, ARGUMENTS);
  }

  get threadsPossible(): number {
    return this.#control ? MAX_LANES : 1;
  }

  call(name: string, args: readonly number[]): number {
    return this.#kernel(name)(...args) as number;
  }

  run(name: string, items: number, chunk: number, args: readonly number[], threads: number): void {
    const kernel = this.#kernel(name);
    if (args.length > MAX_ARGUMENTS)
      throw new RangeError(`${name}: more than ${MAX_ARGUMENTS} arguments`);
    const chunks = Math.ceil(items / chunk);
    const lanes = Math.min(threads, chunks);
    const words = this.#words;
    words[NEXT] = 0;
    words[ITEMS] = items;
    words[CHUNK] = chunk;
    words[ARGS] = args.length;
    this.#args.set(args);
    if (lanes <= 1) {
      takeChunks(words, this.#args, kernel, 0);
      return;
    }
    this.#start(lanes - 1);
    words[KERNEL] = this.#names.indexOf(name);
    words[LANES] = lanes;
    Atomics.store(words, OPEN, 1);
    Atomics.add(words, GENERATION, 1);
    Atomics.notify(words, GENERATION);
    try {
      takeChunks(words, this.#args, kernel, 0);
    } finally {
      Atomics.store(words, OPEN, 0);
      for (
        let active = Atomics.load(words, ACTIVE);
        active > 0;
        active = Atomics.load(words, ACTIVE)
      ) {
        Atomics.wait(words, ACTIVE, active);
      }
    }
    if (Atomics.exchange(words, FAILED, 0) === 1) {
      throw new EngineError(
        `compute: kernel ${name} must not trap, but it did in a worker thread. Please report this.`,
      );
    }
  }

  #kernel(name: string): Kernel {
    const kernel = this.#kernels[name];
    if (typeof kernel !== 'function') throw new RangeError(`compute: there is no kernel ${name}`);
    return kernel;
  }

  /** Workers join when they are up; until then the calling thread does their share. */
  #start(count: number): void {
    while (this.#workers.length < count) {
      const worker = new Worker(new URL('./kernel-worker.js', import.meta.url), {
        workerData: {
          module: this.#module,
          memory: this.heap.memory,
          control: this.#control,
          lane: this.#workers.length + 1,
        },
      });
      worker.unref();
      this.#workers.push(worker);
    }
  }
}

/** Kernels for one call: an engine and how many threads the caller allows. */
export class Compute {
  readonly threads: number;
  readonly #engine: Engine;

  constructor(engine: Engine, threads: number) {
    this.#engine = engine;
    this.threads = Math.max(1, Math.min(threads, engine.threadsPossible));
  }

  /** A new set of blocks; free it with `using` or it is never freed. */
  scope(): Scope {
    return new Scope(this.#engine.heap);
  }

  /**
   * Runs kernel `name(...args, begin, end, chunk, lane)` over rows 0…items−1 in chunks of `chunk` rows.
   *
   * The chunk size must depend on the work only, never on `threads`. Scratch space is per lane:
   * allocate `threads` of it.
   */
  run(name: string, items: number, chunk: number, args: readonly number[]): void {
    if (items > 0) this.#engine.run(name, items, chunk, args, this.threads);
  }

  /** Calls kernel `name(...args)` once, on this thread, and gives its number back. */
  call(name: string, ...args: number[]): number {
    return this.#engine.call(name, args);
  }
}

let shared: Promise<Engine> | undefined;
let single: Promise<Engine> | undefined;

async function loadEngine(share: boolean): Promise<Engine> {
  const { wasm } = share
    ? await import('./wasm/shared.generated.ts')
    : await import('./wasm/single.generated.ts');
  const bytes = Uint8Array.from(atob(wasm), (letter) => letter.charCodeAt(0));
  const memory = new WebAssembly.Memory({ initial: 16, maximum: 65536, shared: share });
  return new Engine(await WebAssembly.compile(bytes), memory, share);
}

/**
 * The process's kernels, loaded on first use.
 *
 * @param threads how many threads a job may use, the calling one included; default all cores. In a
 *   host without shared memory it is always 1.
 * @param share set to false to use ordinary memory although the host could share it
 */
export async function openCompute(
  threads = availableParallelism(),
  share = typeof SharedArrayBuffer !== 'undefined',
): Promise<Compute> {
  if (share) shared ??= loadEngine(true);
  else single ??= loadEngine(false);
  return new Compute(await (share ? shared! : single!), threads);
}
