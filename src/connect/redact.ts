import { hideSecrets } from '../base/index.ts';
import type { Address } from './address.ts';

/**
 * An address as it may be shown and kept: without password and signatures, with everything that says where the
 * data lie.
 *
 * @example redact('postgres://ana:s3cret@db/shop?table=sales') // 'postgres://ana@db/shop?table=sales'
 */
export function redact(address: string | Address): string {
  if (typeof address === 'string') return hideSecrets(address);
  switch (address.kind) {
    case 'file':
      return address.path + asked(address.table);
    case 's3':
      return `s3://${address.bucket}/${address.key}`;
    case 'http':
      return hideSecrets(address.url);
    case 'sqlite':
      return `sqlite:${address.path}${asked(address.table)}`;
    case 'duckdb':
      return `duckdb:${address.path}${asked(withSchema(address))}`;
    case 'postgres': {
      const { user, host = '', port, database = '' } = address;
      const at = `${user === undefined ? '' : `${encodeURIComponent(user)}@`}${host.includes(':') ? `[${host}]` : encodeURIComponent(host)}`;
      return `postgres://${at}${port === undefined ? '' : `:${port}`}/${encodeURIComponent(database)}${asked(withSchema(address))}`;
    }
  }
}

function withSchema({ schema, table }: { schema?: string; table?: string }): string | undefined {
  return schema === undefined || table === undefined ? table : `${schema}.${table}`;
}

function asked(table: string | undefined): string {
  return table === undefined ? '' : `?table=${table}`;
}

/** Whether the address itself holds a password or a signature. */
export function holdsSecret(address: string): boolean {
  return hideSecrets(address) !== address;
}
