/**
 * What every command shares: where text goes, how progress is drawn, how Ctrl-C stops, how an error
 * becomes a sentence and an exit code.
 */
import { CladeError, type RunContext, type Warning } from '../base/index.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import { ProgressPrinter } from './progress.ts';

/** Ctrl-C, a polite kill, and the terminal that goes away. */
const stops = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Options that every command takes. */
export interface CommonOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly threads?: number;
}

export interface Session {
  readonly context: RunContext;
  /** A line for people on stdout; nothing with --json or --quiet. */
  print(line: string): void;
}

/**
 * Runs one command to its end and sets the exit code. With --json the result is one JSON line, the
 * last on stdout, whether it went well or not.
 */
export async function runCommand(
  options: CommonOptions,
  command: (session: Session) => Promise<unknown>,
): Promise<void> {
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  for (const signal of stops) process.once(signal, interrupt);
  const progress = options.quiet ? undefined : new ProgressPrinter(process.stderr);
  const tell = (warning: Warning) => {
    if (options.quiet) return;
    progress?.end();
    process.stderr.write(`${paint('33', 'warning')} ${warning.message}\n`);
  };
  try {
    const result = await command({
      context: {
        signal: stop.signal,
        threads: options.threads,
        onProgress: (step) => progress?.show(step),
        warn: (code, message) => tell({ code, message }),
      },
      print: (line) => {
        progress?.end();
        if (!options.json && !options.quiet) process.stdout.write(`${line}\n`);
      },
    });
    progress?.end();
    if (options.json) process.stdout.write(`${JSON.stringify(result)}\n`);
    process.exitCode = exitCodes.done;
  } catch (error) {
    progress?.end();
    report(error, options.json === true);
    process.exitCode = exitCodeOf(error);
  } finally {
    for (const signal of stops) process.off(signal, interrupt);
  }
}

function report(error: unknown, json: boolean): void {
  const known = error instanceof CladeError;
  const message = error instanceof Error ? error.message : String(error);
  if (json) {
    const code = known ? error.code : 'internal';
    process.stdout.write(`${JSON.stringify({ error: { code, message } })}\n`);
  }
  process.stderr.write(`${paint('31', 'error')} ${message}\n`);
  if (!known) {
    process.stderr.write(
      `${error instanceof Error ? error.stack : ''}\nThis is a fault in clade. Please report it with the lines above.\n`,
    );
  }
}

/** Colours only where a person looks at a terminal and has not asked for none (no-color.org). */
function paint(code: string, text: string): string {
  const plain = !process.stderr.isTTY || process.env.NO_COLOR || process.env.TERM === 'dumb';
  return plain ? `${text}:` : `\u001b[${code}m${text}\u001b[0m`;
}
