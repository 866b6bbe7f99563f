import { execFile, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
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
    removeProfile(profile);
  }
}

/** The browser's own processes end a little after it and may still write into its profile. */
function removeProfile(profile: string): void {
  rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}

/** A page that is open: asks Chromium over its debugging pipe. */
export interface OpenPage {
  /** One command of the DevTools protocol, such as Input.dispatchMouseEvent. */
  send(method: string, parameters?: object): Promise<Record<string, unknown>>;
  /** The value of an expression in the page, awaited; it runs beside the page's own policy. */
  evaluate<T>(expression: string): Promise<T>;
}

/** Opens a file in real time, with media features such as prefers-reduced-motion set, and hands the page over. */
export async function withPage<T>(
  chromium: string,
  file: string,
  features: Readonly<Record<string, string>>,
  visit: (page: OpenPage) => Promise<T>,
): Promise<T> {
  const profile = mkdtempSync(join(tmpdir(), 'clade-chromium-'));
  const flags = [...FLAGS, '--remote-debugging-pipe', `--user-data-dir=${profile}`, 'about:blank'];
  // A group of its own, so that all of its processes can be ended.
  const browser = spawn(chromium, flags, {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const ended = new Promise((done) => browser.once('exit', done));
  const ask = talk(browser.stdio[3] as Writable, browser.stdio[4] as Readable);
  try {
    const { targetId } = await ask('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await ask('Target.attachToTarget', { targetId, flatten: true });
    const send = (method: string, parameters: object = {}) =>
      ask(method, parameters, sessionId as string);
    const evaluate = async <V>(expression: string): Promise<V> => {
      const found = await send('Runtime.evaluate', {
        expression,
        awaitPromise: true,
        returnByValue: true,
      });
      if (found.exceptionDetails) throw new Error(JSON.stringify(found.exceptionDetails));
      return (found.result as { value: V }).value;
    };
    await send('Emulation.setEmulatedMedia', {
      features: Object.entries(features).map(([name, value]) => ({ name, value })),
    });
    const size = { width: 1280, height: 900, deviceScaleFactor: 1, mobile: false };
    await send('Emulation.setDeviceMetricsOverride', size);
    await send('Page.navigate', { url: `file://${file}` });
    while ((await evaluate('document.readyState + location.protocol')) !== 'completefile:') {
      await new Promise((done) => setTimeout(done, 50));
    }
    return await visit({ send, evaluate });
  } finally {
    process.kill(-browser.pid!, 'SIGKILL');
    await ended;
    removeProfile(profile);
  }
}

/** Commands as JSON ended by a zero byte; answers are told apart by their number. */
function talk(to: Writable, from: Readable) {
  const waiting = new Map<number, (answer: Record<string, unknown>) => void>();
  let next = 1;
  let rest = '';
  from.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\0');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const answer = JSON.parse(part);
      waiting.get(answer.id)?.(answer);
      waiting.delete(answer.id);
    }
  });
  return async (method: string, params: object, sessionId?: string) => {
    const id = next++;
    const answered = new Promise<Record<string, unknown>>((done) => {
      waiting.set(id, done);
    });
    to.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    const answer = await answered;
    if (answer.error) throw new Error(`${method}: ${JSON.stringify(answer.error)}`);
    return answer.result as Record<string, unknown>;
  };
}
