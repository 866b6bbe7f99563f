import { EngineError } from '../base/index.ts';

const PAGE = 65536;
const MAX_BYTES = 65536 * PAGE;
const ALIGN = 64;

interface Span {
  start: number;
  size: number;
}

/**
 * Hands out blocks of one WebAssembly memory: first fit over a sorted free list, neighbours joined
 * when freed. The memory grows when nothing fits and never shrinks.
 */
export class Heap {
  readonly memory: WebAssembly.Memory;
  readonly #free: Span[] = [];
  #end: number;

  /** @param start first byte that may be used; the module's own data lies below it */
  constructor(memory: WebAssembly.Memory, start: number) {
    this.memory = memory;
    this.#end = Math.ceil(start / ALIGN) * ALIGN;
  }

  /** @throws {EngineError} the 4 GiB that a kernel can address are used up, or the machine's memory is */
  allocate(bytes: number): number {
    // NaN would pass every comparison below and spoil the heap for good.
    if (!(bytes >= 0)) throw new RangeError(`compute: cannot allocate ${bytes} bytes`);
    const size = sizeOf(bytes);
    const fit = this.#free.findIndex((span) => span.size >= size);
    if (fit >= 0) {
      const span = this.#free[fit];
      const { start } = span;
      span.start += size;
      span.size -= size;
      if (span.size === 0) this.#free.splice(fit, 1);
      return start;
    }
    const start = this.#end;
    const end = start + size;
    const missing = Math.ceil((end - this.memory.buffer.byteLength) / PAGE);
    if (end > MAX_BYTES) throw outOfMemory(bytes, 'kernels can address 4 GiB');
    if (missing > 0) {
      try {
        this.memory.grow(missing);
      } catch (cause) {
        throw outOfMemory(bytes, 'the system gave no more memory', cause);
      }
    }
    this.#end = end;
    return start;
  }

  free(start: number, bytes: number): void {
    const size = sizeOf(bytes);
    let at = this.#free.findIndex((span) => span.start > start);
    if (at < 0) at = this.#free.length;
    this.#free.splice(at, 0, { start, size });
    this.#join(at);
    this.#join(at - 1);
    const last = this.#free.at(-1);
    if (last && last.start + last.size === this.#end) {
      this.#end = last.start;
      this.#free.pop();
    }
  }

  #join(at: number): void {
    const span = this.#free[at];
    const next = this.#free[at + 1];
    if (span && next && span.start + span.size === next.start) {
      span.size += next.size;
      this.#free.splice(at + 1, 1);
    }
  }
}

function sizeOf(bytes: number): number {
  return Math.max(ALIGN, Math.ceil(bytes / ALIGN) * ALIGN);
}

function outOfMemory(bytes: number, why: string, cause?: unknown): EngineError {
  const mib = Math.ceil(bytes / 2 ** 20);
  return new EngineError(
    `compute: ${mib} MiB more must fit in memory, but ${why}. Use fewer rows or columns, or a method that samples.`,
    { cause },
  );
}
