import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The path of a Chromium on this machine; undefined, with a printed reason, where there is none. */
export function findChromium(): string | undefined {
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    try {
      return execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
    } catch {
      // Not this one.
    }
  }
  process.stderr.write('Browser tests are skipped: there is no chromium on the PATH.\n');
  return undefined;
}

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-gpu',
  '--hide-scrollbars',
];

/** Runs Chromium once on a file with a fresh profile and gives back what it printed. */
export async function runChromium(
  chromium: string,
  file: string,
  flags: readonly string[],
): Promise<string> {
  const profile = mkdtempSync(join(tmpdir(), 'clade-chromium-'));
  try {
    const all = [...FLAGS, `--user-data-dir=${profile}`, ...flags, `file://${file}`];
    const options = { timeout: 60_000, maxBuffer: 64_000_000 };
    return (await promisify(execFile)(chromium, all, options)).stdout;
  } finally {
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
