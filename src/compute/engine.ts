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
import type { Host } from './host.ts';

type Kernel = (...args: number[]) => unknown;

/** First byte behind the module's own data; asconfig.json puts that data at 1,024. */
const HEAP_START = 65536;
/** More lanes than any kernel keeps scratch space for would write out of bounds. */
export const MAX_LANES = 64;

/** One memory with the kernels in it, and the worker threads that share it. */
export class Engine {
  readonly heap: Heap;
  readonly #kernels: Readonly<Record<string, Kernel>>;
  readonly #names: string[];
  readonly #module: WebAssembly.Module;
  /** Without shared memory there is one thread. */
  readonly #control: SharedArrayBuffer | undefined;
  readonly #words: Int32Array;
  readonly #args: Float64Array;
  readonly #startThread: Host['startThread'];
  #threads = 0;
  #full = false;

  /** @param startThread absent: the calling thread does everything, whatever the memory */
  constructor(
    module: WebAssembly.Module,
    memory: WebAssembly.Memory,
    shared: boolean,
    startThread?: Host['startThread'],
  ) {
    const instance = new WebAssembly.Instance(module, { env: { memory } });
    this.#kernels = instance.exports as Record<string, Kernel>;
    this.#names = kernelNames(instance.exports);
    this.#module = module;
    this.#startThread = startThread;
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
    const kernel = this.#kernel(name);
    try {
      return kernel(...args) as number;
    } catch (cause) {
      throw trapped(name, cause);
    }
  }

  run(name: string, items: number, chunk: number, args: readonly number[], threads: number): void {
    const kernel = this.#kernel(name);
    if (args.length > MAX_ARGUMENTS) {
      throw new RangeError(`${name}: more than ${MAX_ARGUMENTS} arguments`);
    }
    if (!(Number.isInteger(chunk) && chunk > 0 && Number.isInteger(items) && items < 2 ** 31)) {
      throw new RangeError(`${name}: cannot cut ${items} rows into chunks of ${chunk}`);
    }
    const lanes = Math.min(threads, Math.ceil(items / chunk));
    const words = this.#words;
    words[NEXT] = 0;
    words[ITEMS] = items;
    words[CHUNK] = chunk;
    words[ARGS] = args.length;
    this.#args.set(args);
    if (lanes > 1) {
      this.#start(lanes - 1);
      words[FAILED] = 0;
      words[KERNEL] = this.#names.indexOf(name);
      words[LANES] = lanes;
      Atomics.store(words, OPEN, 1);
      Atomics.add(words, GENERATION, 1);
      Atomics.notify(words, GENERATION);
    }
    try {
      takeChunks(words, this.#args, kernel, 0);
    } catch (cause) {
      // Nobody needs the chunks that are left.
      Atomics.store(words, NEXT, Math.ceil(items / chunk));
      throw trapped(name, cause);
    } finally {
      if (lanes > 1) this.#close();
    }
    if (lanes > 1 && Atomics.load(words, FAILED) === 1) throw trapped(name);
  }

  /** Lets no worker begin any more and waits for those inside. */
  #close(): void {
    const words = this.#words;
    Atomics.store(words, OPEN, 0);
    for (;;) {
      const active = Atomics.load(words, ACTIVE);
      if (active === 0) return;
      Atomics.wait(words, ACTIVE, active);
    }
  }

  #kernel(name: string): Kernel {
    const kernel = this.#kernels[name];
    if (typeof kernel !== 'function') throw new RangeError(`compute: there is no kernel ${name}`);
    return kernel;
  }

  /** Workers join when they are up; until then the calling thread does their share. */
  #start(count: number): void {
    while (this.#threads < count && !this.#full) {
      const lane = this.#threads + 1;
      const { memory } = this.heap;
      const data = { module: this.#module, memory, control: this.#control, lane };
      try {
        if (!this.#startThread) return;
        this.#startThread(`clade ${lane}`, data, () => this.#doWithout());
        this.#threads++;
      } catch {
        this.#doWithout();
      }
    }
  }

  /**
   * A thread could not start: no more of them, or a bundle without the worker's file. The calling
   * thread takes its chunks, so only time is lost.
   */
  #doWithout(): void {
    this.#full = true;
  }
}

/** Our fault, not the caller's and not the machine's, so no error of those kinds. */
function trapped(name: string, cause?: unknown): Error {
  return new Error(
    `compute: kernel ${name} must not trap, but it did. This is an error in clade; please report it.`,
    { cause },
  );
}
