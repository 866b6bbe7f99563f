import { OptionError, Run, type RunContext, show } from '../base/index.ts';
import { parseAddress, redact } from '../connect/index.ts';
import { Database } from '../table/index.ts';
import { openDuckdbStore } from './duckdb-store.ts';
import { readManifest } from './manifest.ts';
import { openPostgresStore } from './postgres-store.ts';
import { type Publication, readPublication } from './publication.ts';
import { publishFiles, tableFormat } from './publish-files.ts';
import { publishIntoStore, type StorePlace } from './publish-into-store.ts';
import { publishObjects } from './publish-objects.ts';
import { type IdentityWishes, runIdentity } from './run-identity.ts';
import { openSqliteStore } from './sqlite-store.ts';
import { isPrefix, type PublishTarget } from './targets.ts';

/** What became of one target. */
export interface Published {
  /** Its address without secrets. */
  readonly to: string;
  readonly mode: PublishTarget['mode'];
  readonly runId: string;
  readonly validFrom: string;
  /** False when the run was there already and nothing changed. */
  readonly written: boolean;
  readonly entities: number;
  readonly segments: number;
  readonly seconds: number;
}

/**
 * Writes the labels and profiles of a bundle to databases, files or objects, each as a whole or not at all. A run
 * that a target has already changes nothing there.
 *
 * Cost: 37,000 entities per second to PostgreSQL on the same two cores (bench/publish.js).
 *
 * @param bundle the folder that a fit left
 * @throws {OptionError} an address that cannot be published to, wrong credentials
 * @throws {DataError} the target cannot hold this run beside earlier ones
 * @throws {EngineError} a target cannot be reached; the same call may succeed later
 * @throws {AbortedError} `context.signal` fired; the target that was being written is as before
 */
export async function publishBundle(
  bundle: string,
  targets: readonly PublishTarget[],
  wishes: IdentityWishes = {},
  context: RunContext = {},
): Promise<Published[]> {
  checkTargets(targets);
  const run = new Run(context);
  const manifest = await readManifest(bundle);
  const identity = runIdentity(manifest, wishes);
  if (identity.byClock) {
    run.warn(
      'valid-from-clock',
      `publish: the study has no reference day, so the run is valid from the time of its fit, ${identity.validFrom}. Say another with --valid-from.`,
    );
  }
  await using database = await Database.open({ threads: run.threads });
  const publication = await readPublication(database, bundle, manifest, identity, run);
  const published: Published[] = [];
  for (const target of targets) {
    const started = performance.now();
    const written = await publishTo(target, publication, run);
    published.push({
      to: redact(target.to),
      mode: target.mode,
      runId: identity.runId,
      validFrom: identity.validFrom,
      written,
      entities: publication.rows,
      segments: publication.segments,
      seconds: (performance.now() - started) / 1000,
    });
  }
  return published;
}

/**
 * Says before hours of work what could not be published to at their end.
 *
 * @throws {OptionError} an address that cannot be one, or a place that nothing is published to
 */
export function checkTargets(targets: readonly PublishTarget[]): void {
  for (const { to, schema, prefix } of targets) {
    const address = parseAddress(to);
    if (prefix !== undefined && !isPrefix(prefix)) {
      throw new OptionError(
        `publish: prefix must be up to 40 letters, digits and _, and begin with no digit, got ${show(prefix)}.`,
      );
    }
    if (address.kind === 'http') {
      throw new OptionError(
        `publish: a web address cannot be written to, got ${show(redact(to))}. Use a file, a database or s3://bucket/key.parquet.`,
      );
    }
    if (address.kind === 'file') tableFormat(address.path);
    if (address.kind === 's3') tableFormat(address.key);
    if (schema !== undefined && address.kind !== 'postgres' && address.kind !== 'duckdb') {
      throw new OptionError(
        `publish: schema must be left out for ${show(redact(to))}: only PostgreSQL and DuckDB have schemas, got ${show(schema)}.`,
      );
    }
  }
}

async function publishTo(
  { to, mode, schema, prefix }: PublishTarget,
  publication: Publication,
  run: Run,
): Promise<boolean> {
  const address = parseAddress(to);
  const where = redact(to);
  const place = (inAddress: { schema?: string; table?: string }): StorePlace => ({
    schema: schema ?? inAddress.schema,
    prefix: prefix ?? inAddress.table ?? publication.prefix,
    mode,
  });
  switch (address.kind) {
    case 'file':
      return publishFiles(publication, address.path, mode, run);
    case 's3':
      return publishObjects(publication, address, mode, run);
    case 'postgres':
      return publishIntoStore(openPostgresStore(address, where), publication, place(address), run);
    case 'duckdb': {
      const store = openDuckdbStore(publication.database, address.path, where);
      return publishIntoStore(store, publication, place(address), run);
    }
    case 'sqlite':
      return publishIntoStore(
        openSqliteStore(address.path, where),
        publication,
        place(address),
        run,
      );
    default:
      throw new OptionError(`publish: ${show(where)} cannot be written to.`);
  }
}
