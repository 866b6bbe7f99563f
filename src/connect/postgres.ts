/**
 * A connection to PostgreSQL: transactions, queries, and rows by COPY in both directions.
 *
 * What the address leaves out comes from PGHOST, PGPORT, PGUSER, PGPASSWORD, PGDATABASE, PGSSLMODE and ~/.pgpass,
 * as for psql. The driver is loaded by the first connection.
 */
import { readFile } from 'node:fs/promises';
import { connect as connectSocket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client, ClientConfig } from 'pg';
import { type Run, SourceError, show } from '../base/index.ts';
import { type PostgresAddress, type TlsMode, tlsModes } from './address.ts';
import { postgresFailure, postgresMayPass } from './postgres-failure.ts';
import { redact } from './redact.ts';
import { withRetries } from './retry.ts';

/** A column of a query's result, as the server describes it. */
export interface PostgresField {
  readonly name: string;
  /** Object id of the type, such as 1700 for numeric; stable for built-in types. */
  readonly type: number;
  /** Length, or precision and scale; −1 for none. */
  readonly modifier: number;
}

export type PostgresRow = Readonly<Record<string, unknown>>;

/** One connection. Statements run one after the other; the run's signal stops what runs, on the server too. */
export class PostgresClient {
  /** The address as it may be shown. */
  readonly shown: string;
  /** PGlite behind its socket cannot take rows by COPY; every PostgreSQL server can. */
  readonly takesCopy: boolean;
  readonly #client: Client;
  readonly #run: Run;
  readonly #stop: () => void;

  private constructor(shown: string, client: Client, takesCopy: boolean, run: Run) {
    this.shown = shown;
    this.takesCopy = takesCopy;
    this.#client = client;
    this.#run = run;
    this.#stop = () => cancelOnServer(client);
    run.signal?.addEventListener('abort', this.#stop, { once: true });
  }

  /**
   * @throws {SourceError} no such host, database or user; a wrong password; a certificate that is not trusted
   * @throws {EngineError} nothing answers, five times
   * @throws {AbortedError} the signal fired
   */
  static async connect(address: PostgresAddress, run: Run): Promise<PostgresClient> {
    const shown = redact(address);
    try {
      const client = await withRetries(() => login(address), shown, run, postgresMayPass);
      const { rows } = await client.query('SELECT version() AS version');
      return new PostgresClient(shown, client, !/emscripten|wasm/i.test(rows[0].version), run);
    } catch (error) {
      throw postgresFailure(error, shown, run);
    }
  }

  /** The rows of one statement; parameters stand as $1, $2, … */
  async query(text: string, values: readonly unknown[] = []): Promise<PostgresRow[]> {
    this.#run.check();
    try {
      const { rows } = await this.#client.query(text, [...values]);
      return rows;
    } catch (error) {
      throw this.#failure(error);
    }
  }

  /** Runs statements without parameters, separated by semicolons. */
  async execute(text: string): Promise<void> {
    this.#run.check();
    try {
      await this.#client.query(text);
    } catch (error) {
      throw this.#failure(error);
    }
  }

  /** The columns that a SELECT would give, without running it. */
  async describe(select: string): Promise<PostgresField[]> {
    this.#run.check();
    try {
      const { fields } = await this.#client.query(
        `SELECT * FROM (${select}\n) AS described LIMIT 0`,
      );
      return fields.map(({ name, dataTypeID, dataTypeModifier }) => ({
        name,
        type: dataTypeID,
        modifier: dataTypeModifier,
      }));
    } catch (error) {
      throw this.#failure(error);
    }
  }

  /** What `COPY … TO STDOUT` sends, in blocks of the network's choice. */
  async *copyOut(statement: string): AsyncGenerator<Buffer> {
    this.#run.check();
    const { to } = await import('pg-copy-streams');
    try {
      for await (const block of this.#client.query(to(statement))) {
        this.#run.check();
        yield block as Buffer;
      }
    } catch (error) {
      throw this.#failure(error);
    }
  }

  /**
   * Sends rows to `COPY … FROM STDIN`; the number of rows that the server took.
   *
   * @param blocks CSV or text in UTF-8, cut anywhere
   */
  async copyIn(statement: string, blocks: AsyncIterable<Uint8Array | string>): Promise<number> {
    this.#run.check();
    const { from } = await import('pg-copy-streams');
    try {
      const into = this.#client.query(from(statement));
      await pipeline(Readable.from(blocks, { objectMode: false }), into, {
        signal: this.#run.signal,
      });
      return into.rowCount;
    } catch (error) {
      throw this.#failure(error);
    }
  }

  /**
   * Runs `work` in one transaction: committed when it is done, undone when it fails.
   *
   * @param mode `read` sees one state of the database and cannot write
   */
  async transaction<T>(mode: 'read' | 'write', work: () => Promise<T>): Promise<T> {
    await this.execute(
      mode === 'read' ? 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY' : 'BEGIN',
    );
    let result: T;
    try {
      result = await work();
      this.#run.check();
    } catch (error) {
      // A lost connection has undone it already.
      await this.#client.query('ROLLBACK').catch(() => {});
      throw error;
    }
    await this.execute('COMMIT');
    return result;
  }

  async close(): Promise<void> {
    this.#run.signal?.removeEventListener('abort', this.#stop);
    await this.#client.end().catch(() => {});
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #failure(error: unknown): Error {
    return postgresFailure(error, this.shown, this.#run);
  }
}

/** A name in double quotes, as SQL wants it; `schema.name` where a schema is given. */
export function postgresName(table: string, schema?: string): string {
  const quoted = (part: string) => `"${part.replaceAll('"', '""')}"`;
  return schema === undefined ? quoted(table) : `${quoted(schema)}.${quoted(table)}`;
}

/** Logs in, with TLS as far as the mode asks for it. */
async function login(address: PostgresAddress): Promise<Client> {
  const { default: pg } = await import('pg');
  const mode = tlsModeOf(address);
  const local = (address.host ?? process.env.PGHOST ?? '').startsWith('/');
  const tls = await tlsOptions(address, mode);
  const plans: ClientConfig['ssl'][] =
    mode === 'disable' || local
      ? [false]
      : mode === 'allow'
        ? [false, tls]
        : mode === 'prefer'
          ? [tls, false]
          : [tls];
  for (const [i, ssl] of plans.entries()) {
    const client = new pg.Client({
      host: address.host,
      port: address.port,
      user: address.user,
      password: address.password,
      database: address.database,
      ssl,
      application_name: 'clade',
      connectionTimeoutMillis: 20_000,
      keepAlive: true,
    });
    // Without a listener a connection that breaks between two statements would end the process.
    client.on('error', () => {});
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => {});
      const noTls =
        error instanceof Error && /does not support SSL|pg_hba\.conf/.test(error.message);
      if (i === plans.length - 1 || !noTls) throw error;
    }
  }
  throw new Error('unreachable: the last plan returns or throws');
}

function tlsModeOf(address: PostgresAddress): TlsMode {
  if (address.sslmode !== undefined) return address.sslmode;
  const given = process.env.PGSSLMODE;
  if (given === undefined || given === '') return 'prefer';
  const mode = tlsModes.find((known) => known === given);
  if (mode !== undefined) return mode;
  throw new SourceError(`PGSSLMODE: must be ${tlsModes.join(', ')}, got ${show(given)}.`);
}

/** As libpq does: encrypted without proof up to `require`, proven by a certificate from `verify-ca` on. */
async function tlsOptions(address: PostgresAddress, mode: TlsMode): Promise<ClientConfig['ssl']> {
  const file = address.sslrootcert ?? process.env.PGSSLROOTCERT;
  const proven = mode === 'verify-ca' || mode === 'verify-full' || (mode === 'require' && !!file);
  if (!proven) return { rejectUnauthorized: false };
  let ca: string | undefined;
  if (file) {
    ca = await readFile(file, 'utf8').catch((cause) => {
      throw new SourceError(`sslrootcert: ${show(file)} must be a readable file, and is not.`, {
        cause,
      });
    });
  }
  return {
    rejectUnauthorized: true,
    ...(ca === undefined ? {} : { ca }),
    ...(mode === 'verify-full' ? {} : { checkServerIdentity: () => undefined }),
  };
}

/** How long the server may take to stop a query before the connection is cut. */
const CANCEL_MS = 2000;

/** Code of a CancelRequest (PostgreSQL manual, "Message Formats"). */
const CANCEL_REQUEST = 80877102;

/** Asks the server, on a connection of its own, to stop what this one runs; then hangs up. */
function cancelOnServer(client: Client): void {
  const { processID, secretKey, host, port, connection } = client as Client & {
    processID: number | null;
    secretKey: number | null;
    connection: { stream: { destroy(): void; once(event: string, done: () => void): void } };
  };
  const hangUp = setTimeout(() => connection.stream.destroy(), CANCEL_MS);
  hangUp.unref();
  connection.stream.once('close', () => clearTimeout(hangUp));
  if (processID === null || secretKey === null) return;
  const message = Buffer.alloc(16);
  message.writeInt32BE(16, 0);
  message.writeInt32BE(CANCEL_REQUEST, 4);
  message.writeInt32BE(processID, 8);
  message.writeInt32BE(secretKey, 12);
  const socket = host.startsWith('/')
    ? connectSocket(`${host}/.s.PGSQL.${port}`)
    : connectSocket(port, host);
  socket.on('error', () => {});
  socket.end(message);
}
