import { setTimeout as sleep } from 'node:timers/promises';
import { AbortedError, type Run } from '../base/index.ts';

/** Waits before the second, third, … attempt: five attempts within four seconds. */
const waitsMs = [250, 500, 1000, 2000] as const;

/** System errors after which the same call may succeed: the other side is starting, busy, or was cut off. */
const passing = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'ETIMEDOUT',
  'EPIPE',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);

/** The code of a failure, its own or that of what caused it. */
export function codeOf(error: unknown): string | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth++) {
    const { code, errors } = at as { code?: unknown; errors?: unknown };
    // Several addresses of one host were tried: the last one speaks for all.
    if (Array.isArray(errors) && errors.length > 0) return codeOf(errors.at(-1));
    // Our own classes have codes in small letters, which say nothing of the network.
    if (typeof code === 'string' && /^[A-Z0-9]/.test(code)) return code;
  }
  return undefined;
}

/** An answer that asks to come back later, such as 503. */
export class BusyError extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** Whether a network failure may pass by itself. */
export function mayPass(error: unknown): boolean {
  if (error instanceof BusyError) return true;
  // fetch reports a body that breaks off as "terminated", in some versions without a cause.
  if (error instanceof TypeError && error.message === 'terminated') return true;
  const code = codeOf(error);
  return code !== undefined && passing.has(code);
}

/**
 * Runs `work` until it succeeds or fails for a reason that will not pass; each failed attempt is a warning.
 *
 * @param shown the place, as it may be shown
 * @param retryable whether another attempt makes sense
 * @throws what `work` threw last
 * @throws {AbortedError} the signal fired while waiting
 */
export async function withRetries<T>(
  work: (attempt: number) => Promise<T>,
  shown: string,
  run: Run,
  retryable: (error: unknown) => boolean = mayPass,
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    run.check();
    try {
      return await work(attempt);
    } catch (error) {
      run.check();
      if (attempt >= waitsMs.length || !retryable(error)) throw error;
      await pauseBeforeRetry(attempt, error, shown, run);
    }
  }
}

/** Says that there was trouble and waits. False: it was tried often enough. */
export async function pauseBeforeRetry(
  attempt: number,
  error: unknown,
  shown: string,
  run: Run,
): Promise<boolean> {
  if (attempt >= waitsMs.length) return false;
  const waitMs = waitsMs[attempt];
  run.warn(
    'connection-retried',
    `${shown}: ${codeOf(error) ?? 'the connection'} failed, trying again after ${waitMs / 1000} s (attempt ${attempt + 2} of ${waitsMs.length + 1}).`,
  );
  try {
    await sleep(waitMs, undefined, { signal: run.signal });
  } catch (cause) {
    throw new AbortedError(undefined, { cause });
  }
  return true;
}
