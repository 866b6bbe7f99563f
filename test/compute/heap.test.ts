import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EngineError } from '../../src/base/index.ts';
import { Heap } from '../../src/compute/heap.ts';

const START = 1000;
const memoryOf = (maximum: number) => new WebAssembly.Memory({ initial: 1, maximum });

test('Heap.allocate() gives places behind the start, 64-byte aligned, and grows the memory', () => {
  const memory = memoryOf(10);
  const heap = new Heap(memory, START);
  expect(heap.allocate(1)).toBe(1024);
  expect(heap.allocate(0)).toBe(1088);
  const big = heap.allocate(200_000);
  expect(big % 64).toBe(0);
  expect(memory.buffer.byteLength).toBeGreaterThanOrEqual(big + 200_000);
});

test('Heap.free() joins neighbours, so that freed blocks serve one larger one', () => {
  const heap = new Heap(memoryOf(10), START);
  const [a, b, c] = [heap.allocate(64), heap.allocate(64), heap.allocate(64)];
  const last = heap.allocate(64);
  heap.free(a, 64);
  heap.free(c, 64);
  heap.free(b, 64);
  expect(heap.allocate(192)).toBe(a);
  heap.free(last, 64);
  expect(heap.allocate(1000)).toBe(last);
});

test('Heap.allocate() beyond the memory’s maximum is an EngineError, and the heap still works', () => {
  const heap = new Heap(memoryOf(2), START);
  const before = heap.allocate(64);
  expect(() => heap.allocate(200_000)).toThrow(EngineError);
  expect(() => heap.allocate(5 * 2 ** 30)).toThrow(/5120 MiB more must fit .* 4 GiB/);
  expect(() => heap.allocate(Number.NaN)).toThrow(RangeError);
  expect(() => heap.allocate(-1)).toThrow(RangeError);
  expect(heap.allocate(64)).toBe(before + 64);
});

test('Heap.allocate() and Heap.free() in any order never let blocks overlap and leave no gap behind', () => {
  const step = fc.oneof(fc.record({ bytes: fc.nat(5000) }), fc.record({ freed: fc.nat() }));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const memory = memoryOf(100);
      const heap = new Heap(memory, START);
      const live: { at: number; bytes: number }[] = [];
      for (const action of steps) {
        if ('bytes' in action) {
          const { bytes } = action;
          const at = heap.allocate(bytes);
          const end = at + bytes;
          if (at < START || at % 64 !== 0 || end > memory.buffer.byteLength) return false;
          if (live.some((other) => at < other.at + Math.max(1, other.bytes) && other.at < end)) {
            return false;
          }
          live.push({ at, bytes });
        } else if (live.length > 0) {
          const [{ at, bytes }] = live.splice(action.freed % live.length, 1);
          heap.free(at, bytes);
        }
      }
      for (const { at, bytes } of live) heap.free(at, bytes);
      // Everything is free again: the next block lies where the first one lay.
      return heap.allocate(64) === 1024;
    }),
  );
});
