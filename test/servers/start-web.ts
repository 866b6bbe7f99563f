import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** How the server treats one file. */
export interface WebFile {
  readonly content: Buffer;
  /** Whether parts can be asked for. */
  readonly ranges?: boolean;
  /** Answers this many times with 503 first. */
  busy?: number;
  /** Breaks the connection off after so many bytes, this many times. */
  cut?: { readonly after: number; times: number };
  /** Its entity tag; changes when it is replaced. */
  version?: string;
  /** Sends the content packed, as Content-Encoding says. */
  readonly packed?: boolean;
  readonly redirect?: string;
  readonly status?: number;
  /** User and password that it asks for. */
  readonly authorization?: string;
}

export interface WebServer {
  readonly files: Record<string, WebFile>;
  readonly port: number;
  /** What was asked for: the path and the range. */
  readonly requests: string[];
  address(path: string): string;
  stop(): Promise<void>;
}

/** A web server over files in memory. */
export async function startWeb(files: Record<string, WebFile>): Promise<WebServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.url} ${request.headers.range ?? ''}`.trim());
    answer(files[(request.url ?? '').split('?')[0]], request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    files,
    port,
    requests,
    address: (path) => `http://127.0.0.1:${port}${path}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(
  file: WebFile | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): ServerResponse {
  const say = (status: number, headers: Record<string, string | number> = {}) =>
    response.writeHead(status, headers).end();
  if (file === undefined) return say(404);
  if (file.status !== undefined) return say(file.status);
  if (file.redirect !== undefined) return say(302, { location: file.redirect });
  if (file.authorization !== undefined && request.headers.authorization !== file.authorization) {
    return say(401);
  }
  if (file.busy) {
    file.busy--;
    return say(503);
  }
  const { content } = file;
  const asked = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  const changed =
    request.headers['if-range'] !== undefined && request.headers['if-range'] !== file.version;
  const partial = file.ranges === true && asked !== null && !changed;
  const begin = partial ? Number(asked[1]) : 0;
  const end = partial && asked[2] !== '' ? Number(asked[2]) + 1 : content.length;
  if (partial && begin >= content.length) return say(416);
  const body = content.subarray(begin, end);
  response.writeHead(partial ? 206 : 200, {
    'content-length': body.length,
    ...(file.version === undefined ? {} : { etag: file.version }),
    ...(file.packed ? { 'content-encoding': 'gzip' } : {}),
    ...(partial ? { 'content-range': `bytes ${begin}-${end - 1}/${content.length}` } : {}),
  });
  if (file.cut && file.cut.times > 0 && body.length > file.cut.after) {
    file.cut.times--;
    response.write(body.subarray(0, file.cut.after), () =>
      setTimeout(() => response.destroy(), 20),
    );
    return response;
  }
  return response.end(body);
}
