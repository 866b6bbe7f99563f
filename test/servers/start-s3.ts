import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './start-postgres.ts';

/** An S3 server of our own over a folder; what lies in the folder's subfolders are buckets and objects. */
export interface S3Server {
  readonly endpoint: string;
  /** The environment that makes the standard chain use this server. */
  readonly env: Readonly<Record<string, string>>;
  /** The folder of a bucket, made where it is not there. */
  bucket(name: string): string;
  stop(): void;
}

/** The versitygw binary: CLADE_TEST_S3, or what PATH has. */
export function s3Binary(): string | undefined {
  if (process.env.CLADE_TEST_S3) return process.env.CLADE_TEST_S3;
  try {
    return execFileSync('which', ['versitygw'], { stdio: 'pipe' }).toString().trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Starts a server; undefined where there is no binary. */
export async function startS3(): Promise<S3Server | undefined> {
  const binary = s3Binary();
  if (binary === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'clade-s3-'));
  const port = await freePort();
  const [access, secret] = ['clade-test', 'pl4nt3d-secret'];
  const server: ChildProcess = spawn(
    binary,
    ['--access', access, '--secret', secret, '--port', `127.0.0.1:${port}`, 'posix', folder],
    { stdio: 'ignore' },
  );
  const endpoint = `http://127.0.0.1:${port}`;
  for (let i = 0; i < 100; i++) {
    if (
      await fetch(endpoint).then(
        () => true,
        () => false,
      )
    )
      break;
    await sleep(50);
  }
  return {
    endpoint,
    env: {
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: access,
      AWS_SECRET_ACCESS_KEY: secret,
      AWS_REGION: 'us-east-1',
    },
    bucket: (name) => {
      const path = join(folder, name);
      mkdirSync(path, { recursive: true });
      return path;
    },
    stop: () => {
      server.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
