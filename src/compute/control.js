// The few words of shared memory through which the pool and its workers agree on one job at a time.
//
//   i32[GENERATION]  counts jobs; workers sleep on it
//   i32[OPEN]        1 while chunks of the job may be taken
//   i32[NEXT]        the next chunk to take
//   i32[ACTIVE]      workers that may be inside the job
//   i32[FAILED]      1 after a kernel trapped in a worker
//   i32[KERNEL]      index into the sorted names of the module's functions
//   i32[LANES]       threads that may take part; a worker's lane must be below it
//   i32[ITEMS], i32[CHUNK], i32[ARGS]   rows in all, rows per chunk, number of arguments
//   f64[…]           the arguments, from byte ARGUMENTS on
//
// Plain JavaScript, because a worker thread loads this file from src/ and from dist/ alike.

export const GENERATION = 0;
export const OPEN = 1;
export const NEXT = 2;
export const ACTIVE = 3;
export const FAILED = 4;
export const KERNEL = 5;
export const LANES = 6;
export const ITEMS = 7;
export const CHUNK = 8;
export const ARGS = 9;
export const ARGUMENTS = 64;
export const MAX_ARGUMENTS = 32;
export const CONTROL_BYTES = ARGUMENTS + MAX_ARGUMENTS * 8;

/**
 * @param {WebAssembly.Exports} exports
 * @returns {string[]} the kernels' names, in the order that numbers them
 */
export function kernelNames(exports) {
  return Object.keys(exports)
    .filter((name) => typeof exports[name] === 'function')
    .sort();
}

/**
 * Takes chunks of the open job and runs them until none is left.
 *
 * @param {Int32Array} words
 * @param {Float64Array} args
 * @param {Function} kernel
 * @param {number} lane
 */
export function takeChunks(words, args, kernel, lane) {
  const items = words[ITEMS];
  const size = words[CHUNK];
  const given = Array.from(args.subarray(0, words[ARGS]));
  for (;;) {
    const chunk = Atomics.add(words, NEXT, 1);
    const begin = chunk * size;
    if (begin >= items) return;
    kernel(...given, begin, Math.min(items, begin + size), chunk, lane);
  }
}
