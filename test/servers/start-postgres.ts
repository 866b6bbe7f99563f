import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A PostgreSQL server of our own: its own data folder and port, gone after `stop`. */
export interface PostgresServer {
  readonly port: number;
  /** User, who may do everything. */
  readonly user: string;
  readonly password: string;
  /** `postgres://user@127.0.0.1:port/database`, without the password. */
  address(database?: string): string;
  /** Kills every connection, as a server that restarts does. */
  restart(): void;
  stop(): void;
}

/** The folder with initdb and pg_ctl: CLADE_TEST_POSTGRES, or where Linux packages put it. */
export function postgresBinaries(): string | undefined {
  const given = process.env.CLADE_TEST_POSTGRES;
  if (given) return given;
  const packaged = '/usr/lib/postgresql';
  const versions = existsSync(packaged) ? readdirSync(packaged).sort((a, b) => +b - +a) : [];
  return versions
    .map((v) => join(packaged, v, 'bin'))
    .find((bin) => existsSync(join(bin, 'initdb')));
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** Starts a server, or says why not: undefined where there are no binaries. */
export async function startPostgres(): Promise<PostgresServer | undefined> {
  const bin = postgresBinaries();
  if (bin === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'clade-postgres-'));
  chmodSync(folder, 0o777);
  const data = join(folder, 'data');
  const port = await freePort();
  // The server refuses to run as root; packages make a user for it.
  const asUser = (command: string, args: readonly string[]) =>
    process.getuid?.() === 0
      ? execFileSync(
          'setpriv',
          ['--reuid=postgres', '--regid=postgres', '--clear-groups', command, ...args],
          { stdio: 'pipe' },
        )
      : execFileSync(command, args, { stdio: 'pipe' });
  const password = 'pl4nt3d';
  const file = join(folder, 'password');

  writeFileSync(file, password);
  chmodSync(file, 0o644);
  asUser(join(bin, 'initdb'), [
    '-D',
    data,
    '-U',
    'owner',
    '-A',
    'scram-sha-256',
    `--pwfile=${file}`,
    '-E',
    'UTF8',
    '--locale=C',
    '--no-sync',
  ]);
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off`;
  const control = (...args: string[]) =>
    asUser(join(bin, 'pg_ctl'), ['-D', data, '-w', '-l', join(folder, 'log'), ...args]);
  control('-o', options, 'start');
  return {
    port,
    user: 'owner',
    password,
    address: (database = 'postgres') => `postgres://owner@127.0.0.1:${port}/${database}`,
    restart: () => {
      control('-m', 'immediate', '-o', options, 'restart');
    },
    stop: () => {
      control('-m', 'immediate', 'stop');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
