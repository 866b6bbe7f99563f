import { AbortedError } from './errors.ts';

/** Something the reader of a result should know. `code` is stable, `message` is a sentence. */
export interface Warning {
  readonly code: string;
  readonly message: string;
}

export interface Progress {
  readonly stage: string;
  readonly done: number;
  readonly total: number;
  /** How it stands, such as the loss of a training: changes within a stage. */
  readonly detail?: string;
}

/**
 * Where long work leaves what it has so far, so that it can go on after it was stopped. A checkpoint is
 * named for the work: the same data and options give the same name, anything else another.
 */
export interface Checkpoints {
  /** What was left under this name; undefined when nothing was. */
  load(name: string): Promise<ArrayBuffer | undefined>;
  /** Replaces what is there, whole or not at all. */
  save(name: string, state: ArrayBuffer): Promise<void>;
}

/**
 * What calls on the same data leave for each other, such as a tree that each only cuts elsewhere: under the data itself,
 * and a name that tells all else that it depends on.
 */
export type Findings = WeakMap<object, Map<string, unknown>>;

/** The most of one object's findings that are kept; those asked for last. */
const FINDINGS = 4;

/** What a caller may hand to any long call, always as the last argument. All parts are optional. */
export interface RunContext {
  /** Stops the call with an `AbortedError` at the next safe point. */
  readonly signal?: AbortSignal;
  /** Threads to use, 1 or more. Default: all cores. Never changes a result. */
  readonly threads?: number;
  readonly onProgress?: (progress: Progress) => void;
  readonly warn?: (code: string, message: string) => void;
  /** Left out, work that is stopped starts again from the beginning. */
  readonly checkpoints?: Checkpoints;
  /** Left out, every call finds all by itself. Never changes a result. */
  readonly findings?: Findings;
}

/** How long a computation may hold the event loop before it lets signals and timers through. */
const HOLD_MS = 40;

/**
 * One call's view of its `RunContext`, which it can hand on to the calls it makes: collects warnings
 * for the model, and gives the event loop a turn now and then so that Ctrl-C and progress bars work while kernels run.
 */
export class Run implements RunContext {
  readonly warnings: Warning[] = [];
  readonly threads: number | undefined;
  readonly signal: AbortSignal | undefined;
  readonly checkpoints: Checkpoints | undefined;
  readonly findings: Findings | undefined;
  readonly #context: RunContext;
  #lastYield = performance.now();

  constructor(context: RunContext = {}) {
    this.#context = context;
    this.threads = context.threads;
    this.signal = context.signal;
    this.checkpoints = context.checkpoints;
    this.findings = context.findings;
  }

  onProgress(progress: Progress): void {
    this.#context.onProgress?.(progress);
  }

  warn(code: string, message: string): void {
    this.warnings.push({ code, message });
    this.#context.warn?.(code, message);
  }

  progress(stage: string, done: number, total: number, detail?: string): void {
    this.onProgress(detail === undefined ? { stage, done, total } : { stage, done, total, detail });
  }

  /** The same without anyone to tell: for work whose warnings and stages are not the caller's. */
  quiet(): RunContext {
    const { signal, threads, checkpoints, findings } = this;
    return { signal, threads, checkpoints, findings };
  }

  /** The same for calls on the same data, which leave their findings for each other as long as it lives. */
  sharing(): Run {
    return new Run({
      ...this.quiet(),
      findings: new WeakMap(),
      onProgress: (progress) => this.onProgress(progress),
      warn: (code, message) => this.warn(code, message),
    });
  }

  /** What `find` gives, or gave to a call before that shared its findings about x under this name; nobody may change it. */
  async once<T>(x: object, name: string, find: () => Promise<T>): Promise<T> {
    const known = this.findings?.get(x) ?? new Map<string, unknown>();
    const found = known.has(name) ? (known.get(name) as T) : await find();
    known.delete(name);
    known.set(name, found);
    if (known.size > FINDINGS) known.delete([...known.keys()][0]);
    this.findings?.set(x, known);
    return found;
  }

  /** @throws {AbortedError} when the caller's signal has fired */
  check(): void {
    if (this.signal?.aborted) {
      throw new AbortedError(undefined, { cause: this.signal.reason });
    }
  }

  /** A safe point inside a long loop: cheap when called often. */
  async pause(): Promise<void> {
    this.check();
    if (performance.now() - this.#lastYield < HOLD_MS) return;
    await nextTurn();
    this.#lastYield = performance.now();
    this.check();
  }
}

/** A turn of the event loop: 0.02 ms by setImmediate in Node, at least 1 ms by a timer elsewhere. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === 'function') setImmediate(resolve);
    else setTimeout(resolve, 0);
  });
}
