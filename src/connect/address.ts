import { OptionError, show, suggest } from '../base/index.ts';

/** A file on this machine; `table` names one of its tables where it turns out to be a database. */
export interface FileAddress {
  readonly kind: 'file';
  readonly path: string;
  readonly table?: string;
}

/** An object, or several by a pattern with `*`, in a bucket. */
export interface S3Address {
  readonly kind: 's3';
  readonly bucket: string;
  readonly key: string;
}

export interface HttpAddress {
  readonly kind: 'http';
  /** Without user and password. */
  readonly url: string;
  readonly user?: string;
  readonly password?: string;
}

/** How far TLS is asked for, in libpq's words. */
export const tlsModes = [
  'disable',
  'allow',
  'prefer',
  'require',
  'verify-ca',
  'verify-full',
] as const;

export type TlsMode = (typeof tlsModes)[number];

/** A PostgreSQL database, and perhaps a table in it. What is left out comes from PG* and ~/.pgpass. */
export interface PostgresAddress {
  readonly kind: 'postgres';
  readonly host?: string;
  readonly port?: number;
  readonly user?: string;
  readonly password?: string;
  readonly database?: string;
  readonly schema?: string;
  readonly table?: string;
  readonly sslmode?: TlsMode;
  /** File with the certificates that the server's must come from. */
  readonly sslrootcert?: string;
}

/** A SQLite file. */
export interface SqliteAddress {
  readonly kind: 'sqlite';
  readonly path: string;
  readonly table?: string;
}

/** A DuckDB file. */
export interface DuckdbAddress {
  readonly kind: 'duckdb';
  readonly path: string;
  readonly schema?: string;
  readonly table?: string;
}

export type Address =
  | FileAddress
  | S3Address
  | HttpAddress
  | PostgresAddress
  | SqliteAddress
  | DuckdbAddress;

/**
 * What a person wrote as the place of data: a path, `s3://bucket/key`, `https://…`,
 * `postgres://user@host/database?table=schema.name`, `sqlite:shop.db?table=orders`, `duckdb:shop.duckdb`.
 *
 * Nothing is opened. A bare path is a file whose content tells what it is; names that end in .sqlite or
 * .duckdb are databases.
 *
 * @throws {OptionError} an address that cannot be one; the message never holds its password
 */
export function parseAddress(text: string): Address {
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(text)?.[1].toLowerCase();
  switch (scheme) {
    case 's3':
      return parseS3(text);
    case 'http':
    case 'https':
      return parseHttp(text);
    case 'postgres':
    case 'postgresql':
      return parsePostgres(text);
    case 'sqlite':
    case 'duckdb':
      return databaseFile(
        scheme,
        text.slice(scheme.length + 1).replace(/^\/\/(?=\/|[^/])/, ''),
        text,
      );
  }
  if (scheme !== undefined && text.startsWith('://', scheme.length)) {
    const known = ['s3', 'http', 'https', 'postgres', 'sqlite', 'duckdb'];
    throw new OptionError(
      `address ${show(text)}: must be of a kind that clade knows, got ${show(scheme)}. ${suggest(scheme, known)}`,
    );
  }
  if (/\.sqlite3?(\?|$)/i.test(text)) return databaseFile('sqlite', text, text);
  if (/\.(duckdb|ddb)(\?|$)/i.test(text)) return databaseFile('duckdb', text, text);
  const asked = /^(.+)\?table=([^&]+)$/.exec(text);
  if (asked === null) return { kind: 'file', path: text };
  return { kind: 'file', path: asked[1], table: decode(asked[2], text) };
}

/** Whether the place is reached over a network. */
export function isRemote(text: string): boolean {
  return /^(s3|https?|postgres(ql)?):\/\//i.test(text);
}

function parseS3(text: string): S3Address {
  const match = /^s3:\/\/([^/?#]+)\/(.+)$/i.exec(text);
  if (match === null) {
    throw new OptionError(
      `address ${show(text)}: must name a bucket and a key. Write s3://bucket/path/file.parquet.`,
    );
  }
  return { kind: 's3', bucket: match[1], key: match[2] };
}

function parseHttp(text: string): HttpAddress {
  if (!URL.canParse(text)) {
    throw new OptionError(
      `address ${show(text)}: must be a web address. Write https://host/path/file.csv.`,
    );
  }
  const url = new URL(text);
  const { username, password } = url;
  url.username = '';
  url.password = '';
  return {
    kind: 'http',
    url: url.href,
    ...(username === '' ? {} : { user: decode(username, text) }),
    ...(password === '' ? {} : { password: decode(password, text) }),
  };
}

const postgresForm =
  /^postgres(?:ql)?:\/\/(?:([^:@/?#]*)(?::([^@/?#]*))?@)?(\[[^\]]*\]|[^:@/?#]*)(?::(\d*))?(?:\/([^?#]*))?(?:\?([^#]*))?$/i;

const postgresParameters = [
  'table',
  'sslmode',
  'sslrootcert',
  'host',
  'port',
  'user',
  'password',
  'dbname',
];

function parsePostgres(text: string): PostgresAddress {
  const match = postgresForm.exec(text);
  if (match === null) {
    throw new OptionError(
      `address ${show(text)}: must read like postgres://user@host:5432/database?table=schema.name. Characters such as @ / : # in a password are written %40 %2F %3A %23; better, leave it to PGPASSWORD or ~/.pgpass.`,
    );
  }
  const [, user, password, host, port, database, query] = match;
  const more = readParameters(query, postgresParameters, text);
  const sslmode = more.sslmode as TlsMode | undefined;
  if (sslmode !== undefined && !tlsModes.includes(sslmode)) {
    throw new OptionError(
      `address ${show(text)}: sslmode must be ${tlsModes.join(', ')}, got ${show(sslmode)}. ${suggest(sslmode, tlsModes)}`,
    );
  }
  const portText = port || more.port;
  const parts: Omit<PostgresAddress, 'kind'> = {
    host: plain(host?.replace(/^\[|\]$/g, ''), text) ?? more.host,
    port: portText ? Number(portText) : undefined,
    user: plain(user, text) ?? more.user,
    password: plain(password, text) ?? more.password,
    database: plain(database, text) ?? more.dbname,
    ...(more.table === undefined ? {} : splitTable(more.table)),
    sslmode,
    sslrootcert: more.sslrootcert,
  };
  return { kind: 'postgres', ...withoutUndefined(parts) };
}

function databaseFile(
  kind: 'sqlite' | 'duckdb',
  rest: string,
  text: string,
): SqliteAddress | DuckdbAddress {
  const at = rest.indexOf('?');
  const path = at < 0 ? rest : rest.slice(0, at);
  if (path === '') {
    throw new OptionError(
      `address ${show(text)}: must name a file. Write ${kind}:path/to/file?table=name.`,
    );
  }
  const { table } = readParameters(at < 0 ? undefined : rest.slice(at + 1), ['table'], text);
  if (table === undefined) return { kind, path };
  return kind === 'sqlite' ? { kind, path, table } : { kind, path, ...splitTable(table) };
}

/** `name`, `schema.name`, either part in double quotes where it holds a dot. */
export function splitTable(text: string): { schema?: string; table: string } {
  const match = /^(?:("(?:[^"]|"")+"|[^."]+)\.)?("(?:[^"]|"")+"|[^"]+)$/.exec(text);
  if (match === null) return { table: text };
  const bare = (part: string) =>
    part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part;
  const table = bare(match[2]);
  return match[1] === undefined ? { table } : { schema: bare(match[1]), table };
}

function readParameters(
  query: string | undefined,
  known: readonly string[],
  text: string,
): Record<string, string | undefined> {
  const found: Record<string, string> = {};
  for (const part of (query ?? '').split('&')) {
    if (part === '') continue;
    const at = part.indexOf('=');
    const key = at < 0 ? part : part.slice(0, at);
    if (!known.includes(key)) {
      throw new OptionError(
        `address ${show(text)}: there is no parameter ${show(key)}. ${suggest(key, known)}`,
      );
    }
    found[key] = decode(part.slice(at + 1), text);
  }
  return found;
}

function plain(part: string | undefined, text: string): string | undefined {
  return part ? decode(part, text) : undefined;
}

function decode(part: string, text: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new OptionError(
      `address ${show(text)}: a % must stand before two hexadecimal digits. Write % itself as %25.`,
    );
  }
}

function withoutUndefined<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}
