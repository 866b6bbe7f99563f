import { hideSecrets, type Run } from '../base/index.ts';
import type { Study } from './schema.ts';

/**
 * The study as a bundle keeps it: passwords and signatures are taken out of every address, wherever it stands, and
 * out of the parameters that filled them in. Warns when there were any, because a study file is copied and shared.
 */
export function withoutSecrets(study: Study, run: Run): Study {
  // Only what may hold addresses: a pattern to clean by stays as it is.
  const { source, publish, parameters: filled } = study;
  const kept = { ...study, ...(hidden({ source, publish, parameters: filled }) as Partial<Study>) };
  const secret = (value: unknown) =>
    typeof value === 'string' &&
    value !== '' &&
    texts(study).some((text) => text.includes(value) && !hideSecrets(text).includes(value));
  const parameters = Object.fromEntries(
    Object.entries(kept.parameters).map(([name, value]) => [name, secret(value) ? '…' : value]),
  );
  if (JSON.stringify(kept) !== JSON.stringify(study)) {
    run.warn(
      'secret-in-study',
      'study: an address holds a password or a signature. It is used and not kept; leave it to the environment (PGPASSWORD, ~/.pgpass, the AWS variables), so that the study can be shared.',
    );
  }
  return { ...kept, parameters };
}

/** Every text of a document. */
function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(texts);
}

function hidden(value: unknown): unknown {
  if (typeof value === 'string') return hideSecrets(value);
  if (Array.isArray(value)) return value.map(hidden);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, hidden(inner)]));
}
