import type { Heap } from './heap.ts';

type Elements = Float32Array | Float64Array | Int32Array | Uint8Array;
type ElementsConstructor<T extends Elements> = {
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): T;
  readonly BYTES_PER_ELEMENT: number;
};

/** A typed array inside kernel memory. */
export class Block<T extends Elements> {
  /** Byte offset, to be handed to a kernel. */
  readonly at: number;
  readonly length: number;
  readonly #memory: WebAssembly.Memory;
  readonly #type: ElementsConstructor<T>;

  constructor(
    memory: WebAssembly.Memory,
    type: ElementsConstructor<T>,
    at: number,
    length: number,
  ) {
    this.#memory = memory;
    this.#type = type;
    this.at = at;
    this.length = length;
  }

  /** The numbers in place. Ask again after every allocation: growing the memory detaches old views. */
  get view(): T {
    return new this.#type(this.#memory.buffer, this.at, this.length);
  }

  /** The numbers as an ordinary array that outlives the scope. */
  copy(): T {
    return this.view.slice() as T;
  }
}

/** Blocks that are freed together: `using scope = compute.scope()`. */
export class Scope {
  readonly #heap: Heap;
  readonly #held: { at: number; bytes: number }[] = [];

  constructor(heap: Heap) {
    this.#heap = heap;
  }

  /** `length` zeros. */
  #zeros<T extends Elements>(type: ElementsConstructor<T>, length: number): Block<T> {
    const bytes = length * type.BYTES_PER_ELEMENT;
    const at = this.#heap.allocate(bytes);
    this.#held.push({ at, bytes });
    const block = new Block<T>(this.#heap.memory, type, at, length);
    block.view.fill(0);
    return block;
  }

  f32(length: number): Block<Float32Array> {
    return this.#zeros<Float32Array>(Float32Array, length);
  }

  f64(length: number): Block<Float64Array> {
    return this.#zeros<Float64Array>(Float64Array, length);
  }

  i32(length: number): Block<Int32Array> {
    return this.#zeros<Int32Array>(Int32Array, length);
  }

  u8(length: number): Block<Uint8Array> {
    return this.#zeros<Uint8Array>(Uint8Array, length);
  }

  /** A copy of `array` inside kernel memory. */
  put<T extends Elements>(array: T): Block<T> {
    const type = array.constructor as unknown as ElementsConstructor<T>;
    const bytes = array.byteLength;
    const at = this.#heap.allocate(bytes);
    this.#held.push({ at, bytes });
    const block = new Block<T>(this.#heap.memory, type, at, array.length);
    (block.view as Float32Array).set(array as Float32Array);
    return block;
  }

  [Symbol.dispose](): void {
    for (const { at, bytes } of this.#held.splice(0)) this.#heap.free(at, bytes);
  }
}
