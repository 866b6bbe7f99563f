/**
 * What differs between Node and other hosts: how many cores there are, and whether threads can be
 * started. Node's modules are loaded only there, so that the kernels run in a browser too.
 */
export interface Host {
  readonly cores: number;
  /**
   * Starts a thread that runs kernel-worker.js. Absent where threads over shared memory are not to be
   * had: a browser's page may not wait for them, so it computes alone.
   */
  readonly startThread?: (name: string, workerData: unknown, failed: () => void) => void;
}

let host: Promise<Host> | undefined;

/** The host that this process runs in, found out once. */
export function openHost(): Promise<Host> {
  host ??= globalThis.process?.versions?.node ? openNode() : Promise.resolve(plainHost());
  return host;
}

function plainHost(): Host {
  const { navigator } = globalThis as { navigator?: { hardwareConcurrency?: number } };
  return { cores: navigator?.hardwareConcurrency ?? 1 };
}

async function openNode(): Promise<Host> {
  const { availableParallelism } = await import('node:os');
  const { Worker } = await import('node:worker_threads');
  return {
    cores: availableParallelism(),
    startThread: (name, workerData, failed) => {
      const worker = new Worker(new URL('./kernel-worker.js', import.meta.url), {
        name,
        workerData,
        // The host's flags are for the host: --input-type would stop the worker, a loader slow it.
        execArgv: [],
      });
      worker.on('error', failed);
      worker.unref();
    },
  };
}
