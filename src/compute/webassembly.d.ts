// The part of the WebAssembly API that this folder uses. TypeScript ships it only with the browser's
// whole DOM, whose globals would then type-check in code that runs in Node.
declare namespace WebAssembly {
  type Exports = Record<string, unknown>;

  class Module {
    constructor(bytes: Uint8Array);
  }

  class Memory {
    constructor(descriptor: { initial: number; maximum: number; shared?: boolean });
    readonly buffer: ArrayBufferLike;
    grow(pages: number): number;
  }

  class Instance {
    constructor(module: Module, imports: { env: { memory: Memory } });
    readonly exports: Exports;
  }

  function compile(bytes: Uint8Array): Promise<Module>;
}
