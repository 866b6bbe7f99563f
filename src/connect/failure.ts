import { AbortedError, CladeError, EngineError, type Run, SourceError } from '../base/index.ts';
import { codeOf, mayPass } from './retry.ts';

/**
 * A network failure as one of our errors: what may pass by itself is an `EngineError`, the rest a
 * `SourceError`.
 *
 * @param shown the place, as it may be shown
 */
export function networkFailure(error: unknown, shown: string, run: Run): CladeError {
  if (run.signal?.aborted) return new AbortedError(undefined, { cause: run.signal.reason });
  if (error instanceof CladeError) return error;
  const code = codeOf(error);
  if (code === 'ENOTFOUND') {
    return new SourceError(
      `${shown}: the host must be known, but there is no such host. Check its name.`,
      { cause: error },
    );
  }
  if (code !== undefined && /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|ERR_SSL|EPROTO/.test(code)) {
    return new SourceError(
      `${shown}: the connection must be secure, but its certificate cannot be trusted (${code}). Name the certificate that it comes from, as NODE_EXTRA_CA_CERTS or sslrootcert.`,
      { cause: error },
    );
  }
  if (mayPass(error)) {
    const what =
      code === 'ECONNREFUSED'
        ? 'nothing answers there (ECONNREFUSED)'
        : `the connection failed (${code})`;
    return new EngineError(
      `${shown}: must be reachable, but ${what}, after several attempts. Check that it runs, or try again later.`,
      { cause: error },
    );
  }
  return new SourceError(
    `${shown}: must be readable, but the connection failed${code === undefined ? '' : ` (${code})`}. Check the address.`,
    { cause: error },
  );
}
