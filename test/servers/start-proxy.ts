import { connect, createServer, type Socket } from 'node:net';

/** A way to a server that can be cut or held where a test wants it. */
export interface HeldProxy {
  readonly port: number;
  /** Bytes that clients have sent so far, over all connections. */
  sent(): number;
  /**
   * Lets `bytes` more through towards the server and then holds everything back; resolves when they have gone.
   * Connections stay open until `cut` or `release`.
   */
  holdAfter(bytes: number): Promise<void>;
  /** Breaks every connection. Later ones go through. */
  cut(): void;
  /** Lets everything through again. */
  release(): void;
  stop(): Promise<void>;
}

/** Starts a proxy in front of a port of this machine. */
export async function startProxy(target: number): Promise<HeldProxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let sent = 0;
  let limit = Number.POSITIVE_INFINITY;
  let reached: () => void = () => {};
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    const pair = [client, upstream] as const;
    pairs.add(pair);
    const end = () => {
      pairs.delete(pair);
      client.destroy();
      upstream.destroy();
    };
    for (const socket of pair) {
      socket.on('error', end);
      socket.on('close', end);
    }
    client.on('data', (block: Buffer) => {
      const room = Math.max(0, limit - sent);
      const part = block.subarray(0, Math.min(room, block.length));
      sent += part.length;
      if (part.length > 0) upstream.write(part);
      if (sent < limit) return;
      client.pause();
      if (part.length < block.length) client.unshift(block.subarray(part.length));
      reached();
    });
    upstream.on('data', (block) => client.write(block));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const release = () => {
    limit = Number.POSITIVE_INFINITY;
    for (const [client] of pairs) client.resume();
  };
  const cut = () => {
    limit = Number.POSITIVE_INFINITY;
    for (const [client, upstream] of pairs) {
      client.destroy();
      upstream.destroy();
    }
  };
  return {
    port,
    sent: () => sent,
    holdAfter: (bytes) =>
      new Promise((resolve) => {
        limit = sent + bytes;
        reached = resolve;
      }),
    cut,
    release,
    stop: () =>
      new Promise((resolve) => {
        cut();
        server.close(() => resolve());
      }),
  };
}
