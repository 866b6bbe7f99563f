import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';

/** PGlite behind a socket: PostgreSQL without a server, one connection at a time. It cannot take COPY … FROM STDIN. */
export interface PgliteServer {
  readonly port: number;
  address(): string;
  stop(): Promise<void>;
}

export async function startPglite(): Promise<PgliteServer> {
  const database = await PGlite.create();
  const server = new PGLiteSocketServer({ db: database, port: 0, host: '127.0.0.1' });
  await server.start();
  const port = Number(server.getServerConn().split(':').at(-1));
  return {
    port,
    address: () => `postgres://postgres@127.0.0.1:${port}/postgres`,
    stop: async () => {
      await server.stop();
      await database.close();
    },
  };
}
