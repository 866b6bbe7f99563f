/**
 * Runs kernels over rows, on one thread or several.
 *
 * Work is cut into chunks of a fixed number of rows. Threads take chunks as they come, but a chunk
 * writes only to its own rows or its own slot, and slots are added in chunk order: the result is the
 * same bits for any number of threads. The calling thread takes chunks too and waits for the rest,
 * so a job is one ordinary call.
 */
import { EngineError, OptionError, show } from '../base/index.ts';
import { Engine } from './engine.ts';
import { openHost } from './host.ts';
import { Scope } from './scope.ts';

/** Kernels for one call: an engine and how many threads the caller allows. */
export class Compute {
  readonly threads: number;
  readonly #engine: Engine;

  constructor(engine: Engine, threads: number) {
    this.#engine = engine;
    this.threads = Math.min(threads, engine.threadsPossible);
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

const engines = new Map<boolean, Promise<Engine>>();

async function loadEngine(share: boolean): Promise<Engine> {
  const { wasm } = share
    ? await import('./wasm/shared.generated.ts')
    : await import('./wasm/single.generated.ts');
  const bytes = Uint8Array.from(atob(wasm), (letter) => letter.charCodeAt(0));
  const { startThread } = await openHost();
  return new Engine(await WebAssembly.compile(bytes), openMemory(share), share, startThread);
}

function openMemory(shared: boolean): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: 16, maximum: 65536, shared });
  } catch (cause) {
    // V8 sets 10 GiB of addresses aside, whatever the maximum, so that it need not check each access.
    throw new EngineError(
      'compute: 10 GiB of address space must be free, but this process may not have it. Raise the limit (ulimit -v), or start node with --disable-wasm-trap-handler.',
      { cause },
    );
  }
}

/**
 * The process's kernels, loaded on first use.
 *
 * @param threads how many threads a job may use, the calling one included; default all cores. In a
 *   host without shared memory it is always 1, and never more than MAX_LANES.
 * @param share set to false to use ordinary memory although the host could share it
 * @throws {OptionError} threads is not a whole number of at least 1
 * @throws {EngineError} the process may not have the addresses that a kernel memory needs
 */
export async function openCompute(threads?: number, share?: boolean): Promise<Compute> {
  const host = await openHost();
  const wanted = threads ?? host.cores;
  const shared =
    share ?? (host.startThread !== undefined && typeof SharedArrayBuffer !== 'undefined');
  if (!(Number.isInteger(wanted) && wanted > 0)) {
    throw new OptionError(
      `compute: threads must be a whole number of at least 1, got ${show(wanted)}.`,
    );
  }
  let engine = engines.get(shared);
  if (engine === undefined) {
    engine = loadEngine(shared);
    // What failed once may succeed later.
    engine.catch(() => engines.delete(shared));
    engines.set(shared, engine);
  }
  return new Compute(await engine, wanted);
}
