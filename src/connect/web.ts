import { AbortedError, type Run, SourceError } from '../base/index.ts';
import type { HttpAddress } from './address.ts';
import { redact } from './redact.ts';
import { type OpenedBytes, RemoteFile } from './remote-file.ts';
import { BusyError } from './retry.ts';

/** Answers after which the same request may succeed. */
const busy = new Set([408, 425, 429, 500, 502, 503, 504]);

/**
 * A file behind http or https. Redirects are followed; parts are asked for where the server gives them, otherwise it
 * is read from the beginning.
 *
 * @throws {SourceError} no such file, no permission, no such host
 * @throws {EngineError} the server does not answer or is busy, several times
 */
export function openWebFile(address: HttpAddress, run: Run): Promise<RemoteFile> {
  const shown = redact(address);
  return RemoteFile.open(
    shown,
    (begin, end, version) => request(address, shown, begin, end, version, run),
    run,
  );
}

async function request(
  { url, user, password }: HttpAddress,
  shown: string,
  begin: number,
  end: number | undefined,
  version: string | undefined,
  run: Run,
): Promise<OpenedBytes> {
  const stop = new AbortController();
  const signal =
    run.signal === undefined ? stop.signal : AbortSignal.any([stop.signal, run.signal]);
  const headers: Record<string, string> = {
    // A body that is packed on the way has other places and another length than the file.
    'accept-encoding': 'identity',
    range: `bytes=${begin}-${end === undefined ? '' : end - 1}`,
  };
  // A server whose file has changed answers with all of the new one, which is then noticed.
  if (version?.startsWith('"')) headers['if-range'] = version;
  if (user !== undefined || password !== undefined) {
    headers.authorization = `Basic ${Buffer.from(`${user ?? ''}:${password ?? ''}`).toString('base64')}`;
  }
  let answer: Response;
  try {
    answer = await fetch(url, { headers, signal });
  } catch (error) {
    if (run.signal?.aborted) throw new AbortedError(undefined, { cause: run.signal.reason });
    throw error;
  }
  if (!answer.ok || answer.body === null) {
    stop.abort();
    throw refusal(answer, shown);
  }
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(answer.headers.get('content-range') ?? '');
  const partial = answer.status === 206 && range !== null;
  const packed = (answer.headers.get('content-encoding') ?? 'identity') !== 'identity';
  const length = answer.headers.get('content-length');
  return {
    bytes: answer.body as unknown as AsyncIterable<Uint8Array>,
    begin: partial ? Number(range[1]) : 0,
    total: partial
      ? range[2] === '*'
        ? undefined
        : Number(range[2])
      : packed || length === null
        ? undefined
        : Number(length),
    version: answer.headers.get('etag') ?? answer.headers.get('last-modified') ?? undefined,
    ranges: partial && !packed && range[2] !== '*',
    close: () => stop.abort(),
  };
}

function refusal({ status }: Response, shown: string): Error {
  if (busy.has(status)) return new BusyError(`HTTP ${status}`);
  if (status === 404 || status === 410) {
    return new SourceError(
      `${shown}: the file must exist, but the server says that there is none (${status}). Check the address.`,
    );
  }
  if (status === 401 || status === 403) {
    return new SourceError(
      `${shown}: must be readable, but the server refuses it (${status}). Check the permission, or the date of a signed address.`,
    );
  }
  if (status === 416) {
    return new SourceError(`${shown}: must hold rows, but the file is empty.`);
  }
  return new SourceError(
    `${shown}: must be readable, but the server answers ${status}. Check the address.`,
  );
}
