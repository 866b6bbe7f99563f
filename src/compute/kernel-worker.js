// A worker thread of the pool: sleeps until a job opens, takes chunks, sleeps again.
import { workerData } from 'node:worker_threads';
import {
  ACTIVE,
  ARGUMENTS,
  FAILED,
  GENERATION,
  KERNEL,
  kernelNames,
  LANES,
  OPEN,
  takeChunks,
} from './control.js';

const { module, memory, control, lane } = workerData;
const { exports } = new WebAssembly.Instance(module, { env: { memory } });
// The memory may have grown after this thread was asked for and before its instance was known to it:
// growing by nothing makes the instance see the size as it is. Without it a memory.fill once trapped.
memory.grow(0);
const names = kernelNames(exports);
const words = new Int32Array(control);
const args = new Float64Array(control, ARGUMENTS);

let seen = 0;
for (;;) {
  Atomics.wait(words, GENERATION, seen);
  seen = Atomics.load(words, GENERATION);
  // Enter first, look second: the pool closes the job before it waits for ACTIVE to reach zero, so a
  // worker that still finds it open is waited for.
  Atomics.add(words, ACTIVE, 1);
  if (Atomics.load(words, OPEN) === 1 && lane < words[LANES]) {
    try {
      const kernel = /** @type {Function} */ (exports[names[words[KERNEL]]]);
      takeChunks(words, args, kernel, lane);
    } catch {
      // Only a trap can come here; the pool reads the flag and throws in the caller's thread.
      Atomics.store(words, FAILED, 1);
    }
  }
  if (Atomics.sub(words, ACTIVE, 1) === 1) Atomics.notify(words, ACTIVE);
}
