/**
 * Objects in S3 and whatever speaks like it: AWS, MinIO, Ceph, R2 and others.
 *
 * Credentials and region come from the standard chain (environment, shared files, roles); AWS_ENDPOINT_URL_S3 or
 * AWS_ENDPOINT_URL names another server, which is then asked by path. The library is loaded by the first store opened.
 */
import { Readable } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';
import type { Run } from '../base/index.ts';
import type { S3Address } from './address.ts';
import { globPrefix, matchesGlob } from './glob.ts';
import { objectFailure } from './object-failure.ts';
import { redact } from './redact.ts';
import { type OpenedBytes, RemoteFile } from './remote-file.ts';
import { BusyError } from './retry.ts';

/** One object as a listing shows it. */
export interface StoredObject {
  readonly key: string;
  readonly bytes: number;
  /** Entity tag: tells one state of the object from another. */
  readonly version: string;
  readonly modifiedMs: number;
}

type Library = typeof import('@aws-sdk/client-s3');

/** Size of the parts of an upload; S3 takes at most 10,000 parts. */
const PART_BYTES = 16 * 2 ** 20;

/** Where a region matters to no one. */
const ANY_REGION = 'us-east-1';

/** One store with its credentials. Calls are retried by the library; the run's signal stops them. */
export class ObjectStore {
  readonly #library: Library;
  readonly #client: S3Client;
  readonly #run: Run;

  private constructor(library: Library, client: S3Client, run: Run) {
    this.#library = library;
    this.#client = client;
    this.#run = run;
  }

  static async open(run: Run): Promise<ObjectStore> {
    // It would print to stderr that a later version of its own wants a later Node.
    process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
    const library = await import('@aws-sdk/client-s3');
    const { AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, AWS_REGION, AWS_DEFAULT_REGION } = process.env;
    const endpoint = AWS_ENDPOINT_URL_S3 || AWS_ENDPOINT_URL || undefined;
    const settings = {
      maxAttempts: 5,
      followRegionRedirects: true,
      // Checksums beyond the protocol's own are unknown to many stores.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    } as const;
    const region = AWS_REGION || AWS_DEFAULT_REGION;
    const client = new library.S3Client(region ? { ...settings, region } : settings);
    const known = await client.config.region().then(
      () => true,
      () => false,
    );
    return new ObjectStore(
      library,
      known ? client : new library.S3Client({ ...settings, region: ANY_REGION }),
      run,
    );
  }

  /** What is known of an object; undefined when there is none. */
  async head({ bucket, key }: S3Address): Promise<StoredObject | undefined> {
    try {
      const found = await this.#client.send(
        new this.#library.HeadObjectCommand({ Bucket: bucket, Key: key }),
        this.#options(),
      );
      return {
        key,
        bytes: found.ContentLength ?? 0,
        version: found.ETag ?? '',
        modifiedMs: found.LastModified?.getTime() ?? 0,
      };
    } catch (error) {
      const { name, $metadata } = error as {
        name?: string;
        $metadata?: { httpStatusCode?: number };
      };
      if (name === 'NotFound' || name === 'NoSuchKey' || $metadata?.httpStatusCode === 404) {
        return undefined;
      }
      throw this.#failure(error, { bucket, key });
    }
  }

  /**
   * The objects whose keys match a pattern, by name: `*` stands for anything within a folder, `**` also across
   * folders, `?` for one character, `[ab]` for one of several. A key without any of these is listed when it is there.
   */
  async list({ bucket, key: pattern }: Pick<S3Address, 'bucket' | 'key'>): Promise<StoredObject[]> {
    const found: StoredObject[] = [];
    try {
      const pages = this.#library.paginateListObjectsV2(
        { client: this.#client },
        { Bucket: bucket, Prefix: globPrefix(pattern) },
        this.#options(),
      );
      for await (const { Contents = [] } of pages) {
        for (const { Key = '', Size = 0, ETag = '', LastModified } of Contents) {
          if (!matchesGlob(pattern, Key)) continue;
          found.push({
            key: Key,
            bytes: Size,
            version: ETag,
            modifiedMs: LastModified?.getTime() ?? 0,
          });
        }
      }
    } catch (error) {
      throw this.#failure(error, { bucket, key: pattern });
    }
    return found.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  }

  /** Opens an object for reading, whole or in parts. */
  open(address: S3Address): Promise<RemoteFile> {
    return RemoteFile.open(
      redact(address),
      (begin, end, version) => this.#get(address, begin, end, version),
      this.#run,
    );
  }

  /** Writes an object, in parts where it is large; it appears whole or not at all. */
  async put(
    { bucket, key }: S3Address,
    body: Uint8Array | string | AsyncIterable<Uint8Array>,
    contentType = 'application/octet-stream',
  ): Promise<void> {
    this.#run.check();
    const { Upload } = await import('@aws-sdk/lib-storage');
    const direct = typeof body === 'string' || body instanceof Uint8Array;
    const upload = new Upload({
      client: this.#client,
      params: {
        Bucket: bucket,
        Key: key,
        Body: direct ? body : Readable.from(body, { objectMode: false }),
        ContentType: contentType,
      },
      partSize: PART_BYTES,
      queueSize: 3,
    });
    // Parts of an upload that is given up are removed from the store by abort().
    const stop = () => void upload.abort().catch(() => {});
    this.#run.signal?.addEventListener('abort', stop, { once: true });
    try {
      await upload.done();
    } catch (error) {
      throw this.#failure(error, { bucket, key });
    } finally {
      this.#run.signal?.removeEventListener('abort', stop);
    }
  }

  /** Removes an object; one that is not there is no error. */
  async remove({ bucket, key }: S3Address): Promise<void> {
    try {
      await this.#client.send(
        new this.#library.DeleteObjectCommand({ Bucket: bucket, Key: key }),
        this.#options(),
      );
    } catch (error) {
      throw this.#failure(error, { bucket, key });
    }
  }

  close(): void {
    this.#client.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }

  async #get(
    address: S3Address,
    begin: number,
    end: number | undefined,
    version: string | undefined,
  ): Promise<OpenedBytes> {
    const stop = new AbortController();
    const { signal } = this.#run;
    const whole = begin === 0 && end === undefined;
    try {
      const got = await this.#client.send(
        new this.#library.GetObjectCommand({
          Bucket: address.bucket,
          Key: address.key,
          // An empty object has no byte to begin with.
          ...(whole ? {} : { Range: `bytes=${begin}-${end === undefined ? '' : end - 1}` }),
          ...(version ? { IfMatch: version } : {}),
        }),
        {
          abortSignal: signal === undefined ? stop.signal : AbortSignal.any([stop.signal, signal]),
        },
      );
      const body = got.Body as Readable;
      const range = /^bytes (\d+)-\d+\/(\d+)$/.exec(got.ContentRange ?? '');
      return {
        bytes: body,
        begin: range === null ? 0 : Number(range[1]),
        total: range === null ? got.ContentLength : Number(range[2]),
        version: got.ETag,
        ranges: true,
        close: () => {
          stop.abort();
          body.on('error', () => {});
          body.destroy();
        },
      };
    } catch (error) {
      const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata
        ?.httpStatusCode;
      if (status !== undefined && (status >= 500 || status === 429)) {
        throw new BusyError(`HTTP ${status}`);
      }
      throw this.#failure(error, address);
    }
  }

  #options(): { abortSignal?: AbortSignal } {
    this.#run.check();
    return this.#run.signal === undefined ? {} : { abortSignal: this.#run.signal };
  }

  #failure(error: unknown, { bucket, key }: Pick<S3Address, 'bucket' | 'key'>): Error {
    return objectFailure(error, `s3://${bucket}/${key}`, this.#run);
  }
}
