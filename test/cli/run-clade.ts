import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const mainFile = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The last line of stdout, as JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: whatever the command printed, checked by each test
  readonly json: any;
}

/** Starts the built command line, as a user would. */
export function startClade(args: readonly string[], cwd?: string): ChildProcess {
  if (!existsSync(mainFile)) throw new Error('The command line is not built. Run: npm run build');
  return spawn(process.execPath, [mainFile, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Runs the built command line to its end. */
export function runClade(args: readonly string[], cwd?: string): Promise<Outcome> {
  return endOf(startClade(args, cwd));
}

/** What a started command line printed and how it ended. */
export function endOf(child: ChildProcess): Promise<Outcome> {
  let stdout = '';
  let stderr = '';
  child.stdout!.on('data', (text) => {
    stdout += text;
  });
  child.stderr!.on('data', (text) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      const last = stdout.trimEnd().split('\n').at(-1) ?? '';
      resolve({ code, stdout, stderr, json: last.startsWith('{') ? JSON.parse(last) : undefined });
    });
  });
}
