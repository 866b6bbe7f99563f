import { type Run, SourceError } from '../base/index.ts';
import { networkFailure } from './failure.ts';
import { mayPass, pauseBeforeRetry, withRetries } from './retry.ts';

/** Some bytes of a remote file on their way, and what came with them. */
export interface OpenedBytes {
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Where the first byte stands in the file. */
  readonly begin: number;
  /** Size of the whole file, where it is told. */
  readonly total: number | undefined;
  /** Tells one state of the file from another: an entity tag or a time of change. */
  readonly version: string | undefined;
  /** Whether parts of it can be asked for. */
  readonly ranges: boolean;
  /** Drops the connection. */
  close(): void;
}

/**
 * Asks for the bytes from `begin` up to before `end` (the rest, when left out).
 *
 * @param version the state that an earlier part was of
 */
export type OpenBytes = (
  begin: number,
  end: number | undefined,
  version: string | undefined,
) => Promise<OpenedBytes>;

/** A file somewhere else, read as a stream or in parts. Connections that break are taken up where they broke. */
export class RemoteFile {
  /** The address as it may be shown. */
  readonly shown: string;
  readonly total: number | undefined;
  readonly version: string | undefined;
  readonly ranges: boolean;
  readonly #open: OpenBytes;
  readonly #run: Run;
  #first: OpenedBytes | undefined;

  private constructor(shown: string, first: OpenedBytes, open: OpenBytes, run: Run) {
    this.shown = shown;
    this.total = first.total;
    this.version = first.version;
    this.ranges = first.ranges;
    this.#first = first;
    this.#open = open;
    this.#run = run;
  }

  /** Begins to read; what a later `stream()` gives is under way already. */
  static async open(shown: string, open: OpenBytes, run: Run): Promise<RemoteFile> {
    try {
      const first = await withRetries(() => open(0, undefined, undefined), shown, run, mayPass);
      return new RemoteFile(shown, first, open, run);
    } catch (error) {
      throw networkFailure(error, shown, run);
    }
  }

  /**
   * The bytes from `begin` up to before `end` in order, in blocks of the network's choice.
   *
   * @throws {SourceError} the file changed meanwhile
   * @throws {EngineError} the connection breaks again and again
   * @throws {AbortedError} the signal fired
   */
  async *stream(begin = 0, end?: number): AsyncGenerator<Uint8Array> {
    const stop = end ?? this.total;
    let at = begin;
    let failures = 0;
    for (;;) {
      let opened: OpenedBytes | undefined;
      try {
        opened = await this.#openAt(at, end);
        let skip = at - opened.begin;
        for await (const block of opened.bytes) {
          this.#run.check();
          const rest = block.subarray(Math.min(skip, block.length));
          skip -= block.length - rest.length;
          if (rest.length === 0) continue;
          const wanted = end === undefined ? rest : rest.subarray(0, end - at);
          at += wanted.length;
          // Headway: the count of failures is for trouble in a row.
          failures = 0;
          yield wanted;
          if (end !== undefined && at >= end) return;
        }
        if (stop === undefined || at >= stop) return;
        throw new CutOff();
      } catch (error) {
        if (!this.#run.signal?.aborted && mayPass(error)) {
          if (await pauseBeforeRetry(failures++, error, this.shown, this.#run)) continue;
        }
        throw networkFailure(error, this.shown, this.#run);
      } finally {
        opened?.close();
      }
    }
  }

  /** Drops what was begun by `open` and never streamed. */
  close(): void {
    this.#first?.close();
    this.#first = undefined;
  }

  async #openAt(at: number, end: number | undefined): Promise<OpenedBytes> {
    const first = this.#first;
    this.#first = undefined;
    if (first !== undefined) {
      if (at === 0 && end === undefined) return first;
      first.close();
    }
    const opened = await this.#open(
      this.ranges ? at : 0,
      this.ranges ? end : undefined,
      this.version,
    );
    if (opened.version !== this.version) {
      opened.close();
      throw new SourceError(
        `${this.shown}: must stay as it is while it is read, but it was replaced. Start again.`,
      );
    }
    return opened;
  }
}

/** The body ended before the size that was promised. */
class CutOff extends Error {
  readonly code = 'ECONNRESET';
  constructor() {
    super('The body ended early.');
  }
}
