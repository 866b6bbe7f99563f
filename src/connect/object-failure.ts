import { AbortedError, CladeError, EngineError, type Run, SourceError } from '../base/index.ts';
import { networkFailure } from './failure.ts';

/** Errors of S3 that are a matter of who asks, by their names in its API reference. */
const refused: Readonly<Record<string, string>> = {
  AccessDenied: 'these credentials have no permission',
  Forbidden: 'these credentials have no permission',
  InvalidAccessKeyId: 'the store does not know this access key',
  SignatureDoesNotMatch: 'the secret key does not fit the access key',
  ExpiredToken: 'the credentials have expired',
  InvalidToken: 'the session token is not valid',
};

/** What an object store refused, in one sentence. */
export function objectFailure(error: unknown, shown: string, run: Run): CladeError {
  if (run.signal?.aborted) return new AbortedError(undefined, { cause: run.signal.reason });
  if (error instanceof CladeError) return error;
  const { name = '', $metadata } = error as {
    name?: string;
    $metadata?: { httpStatusCode?: number };
  };
  const status = $metadata?.httpStatusCode;
  const source = (sentence: string) => new SourceError(`${shown}: ${sentence}`, { cause: error });
  if (name === 'NoSuchBucket')
    return source('the bucket must exist, and does not. Check its name.');
  if (name === 'NoSuchKey' || name === 'NotFound' || status === 404) {
    return source('the object must exist, and does not. Check the key.');
  }
  if (name === 'PreconditionFailed' || status === 412) {
    return source('must stay as it is while it is read, but it was replaced. Start again.');
  }
  if (refused[name] !== undefined || status === 401 || status === 403) {
    return source(
      `access must be granted, but ${refused[name] ?? 'the store refuses it'}. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE.`,
    );
  }
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError') {
    return source(
      'access needs credentials, and none are found. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE.',
    );
  }
  if (status !== undefined && (status >= 500 || status === 429)) {
    return new EngineError(
      `${shown}: the store must answer, but it is busy (${status}), after several attempts. Try again later.`,
      { cause: error },
    );
  }
  if (status !== undefined && status >= 300) {
    return source(`the store answers ${status} (${name}). Check the address and the region.`);
  }
  return networkFailure(error, shown, run);
}
