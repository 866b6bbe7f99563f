import type { Progress } from '../base/index.ts';

/** Redrawing more often than this is not seen and costs time on slow terminals. */
const REDRAW_MS = 100;
const BRIEF_MS = 500;

/**
 * Draws progress on stderr: on a terminal one line that is rewritten, with rate and time left;
 * elsewhere one line when a stage has ended.
 */
export class ProgressPrinter {
  readonly #stream: NodeJS.WriteStream;
  #stage = '';
  #detail = '';
  #started = 0;
  #drawn = 0;
  #width = 0;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  show(progress: Progress): void {
    const { stage, done, total, detail } = progress;
    const now = performance.now();
    if (stage !== this.#stage) {
      this.end();
      this.#stage = stage;
      this.#started = now;
      this.#drawn = 0;
    }
    this.#detail = detail === undefined ? '' : `, ${detail}`;
    if (!this.#stream.isTTY) return;
    if (done < total && now - this.#drawn < REDRAW_MS) return;
    this.#drawn = now;
    const line = progressLine(progress, now - this.#started);
    const cut = line.slice(0, Math.max(20, (this.#stream.columns || 80) - 1));
    this.#stream.write(`\r${cut.padEnd(this.#width)}`);
    this.#width = cut.length;
  }

  /** Ends the current stage's line. */
  end(): void {
    if (this.#stage === '') return;
    const elapsed = performance.now() - this.#started;
    const line = `${this.#stage}${this.#detail} ${seconds(elapsed)}`;
    if (!this.#stream.isTTY) this.#stream.write(`${line}\n`);
    // A stage that was over at once leaves no line where someone is looking.
    else if (elapsed < BRIEF_MS) this.#stream.write(`\r${' '.repeat(this.#width)}\r`);
    else this.#stream.write(`\r${line.padEnd(this.#width)}\n`);
    this.#stage = '';
    this.#width = 0;
  }
}

/** One stage as text: how much is done, how fast, and how long it will take. */
export function progressLine({ stage, done, total, detail }: Progress, elapsedMs: number): string {
  const how = detail === undefined ? '' : `, ${detail}`;
  if (total <= 1) return `${stage}${how} …`;
  const share = Math.min(1, done / total);
  const cells = Math.round(share * 20);
  const bar = `${'█'.repeat(cells)}${'·'.repeat(20 - cells)}`;
  const rate = elapsedMs > 0 ? done / (elapsedMs / 1000) : 0;
  const left = rate > 0 && done < total ? `, ${seconds(((total - done) / rate) * 1000)} left` : '';
  // Nothing done yet, or too little time to tell: "0/s" would read as stuck.
  const pace = rate > 0 && elapsedMs >= REDRAW_MS ? `, ${short(rate)}/s` : '';
  return `${stage} ${bar} ${done.toLocaleString('en')}/${total.toLocaleString('en')}${pace}${left}${how}`;
}

function seconds(ms: number): string {
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

function short(rate: number): string {
  return new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 }).format(
    rate,
  );
}
