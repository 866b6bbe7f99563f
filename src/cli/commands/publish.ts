import { type Command, Option } from 'commander';
import { OptionError } from '../../base/index.ts';
import type { PublishMode, PublishTarget } from '../../publish/index.ts';
import { withCommonOptions } from '../common-options.ts';
import { describePublished } from '../publish-fit.ts';
import { type CommonOptions, runCommand } from '../session.ts';

interface PublishCommandOptions extends CommonOptions {
  readonly to?: readonly string[];
  readonly mode?: PublishMode;
  readonly schema?: string;
  readonly prefix?: string;
  readonly runId?: string;
  readonly validFrom?: string;
}

export function addPublish(program: Command): void {
  withCommonOptions(
    program
      .command('publish')
      .summary('write the labels and profiles of a bundle to a database, files or objects')
      .description(
        'Writes the labels, the profiles and the run of a bundle to PostgreSQL, SQLite, DuckDB, CSV, Parquet or S3, in one transaction. Earlier runs stay; a run that is there already changes nothing. Credentials come from PGPASSWORD, ~/.pgpass and the AWS variables.',
      )
      .argument('<bundle>', 'the folder that clade fit left')
      .option(
        '--to <address...>',
        'where to: postgres://user@host/db, shop.sqlite, shop.duckdb, labels.csv, labels.parquet, s3://bucket/labels.parquet (default: where the study says)',
      )
      .addOption(
        new Option(
          '--mode <mode>',
          'history keeps earlier runs, replace takes their place (default: history)',
        ).choices(['history', 'replace']),
      )
      .option('--schema <name>', 'schema of the tables, in PostgreSQL and DuckDB')
      .option('--prefix <name>', "what the tables' names begin with (default: the study's name)")
      .option('--run-id <id>', 'what the run goes by (default: hash of study and data)')
      .option(
        '--valid-from <day>',
        "from when its segments hold (default: the study's reference day)",
      ),
  )
    .addHelpText(
      'after',
      `
Tables, with PREFIX from the study's name:
  PREFIX_runs            one row per run: study, data fingerprint, features with units
  PREFIX_labels          one row per run and entity: segment, its name, distance
  PREFIX_profiles        one row per run and segment: size, mean and median of each feature
  PREFIX_labels_current, PREFIX_profiles_current, PREFIX_labels_history    views

Examples:
  clade publish out/ --to postgres://loader@warehouse/shop --schema segments
  clade publish out/ --to labels.parquet --mode replace
  clade publish out/ --to s3://bucket/loyalty/labels.parquet --run-id 2024-12-31 --json`,
    )
    .action((bundle: string, options: PublishCommandOptions) =>
      runCommand(options, async (session) => {
        const { publishBundle, readManifest } = await import('../../publish/index.ts');
        const { runId, validFrom } = options;
        const targets = options.to
          ? namedTargets(options.to, options)
          : studyTargets(await readManifest(bundle), options);
        const published = await publishBundle(
          bundle,
          targets,
          { runId, validFrom },
          session.context,
        );
        for (const one of published) session.print(describePublished(one));
        return { published };
      }),
    );
}

function namedTargets(
  to: readonly string[],
  { mode = 'history', schema, prefix }: PublishCommandOptions,
): PublishTarget[] {
  return to.map((address) => ({ to: address, mode, schema, prefix }));
}

function studyTargets(
  { study }: { readonly study: Readonly<Record<string, unknown>> },
  { mode, schema, prefix }: PublishCommandOptions,
): PublishTarget[] {
  const targets = (study.publish ?? []) as readonly PublishTarget[];
  if (targets.length === 0) {
    throw new OptionError(
      'publish: --to must say where to write, it is missing, and the study has no publish. Add: --to labels.csv',
    );
  }
  return targets.map((target) => ({
    ...target,
    mode: mode ?? target.mode,
    schema: schema ?? target.schema,
    prefix: prefix ?? target.prefix,
  }));
}
