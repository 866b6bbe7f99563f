import type { Command } from 'commander';
import { READS, withCommonOptions } from '../common-options.ts';
import { describeInspection, describeSuggestedClean } from '../describe-inspection.ts';
import { type CommonOptions, runCommand } from '../session.ts';

export function addInspect(program: Command): void {
  withCommonOptions(
    program
      .command('inspect')
      .summary('what is in a file: columns, types, missing values, ids, dates, traps')
      .description(
        'Reads a file and says what is in it. Values are shown only of columns with few different ones that are no ids.',
      )
      .argument('<data>', 'a file or an address (below)'),
  )
    .addHelpText(
      'after',
      `
Examples:
  clade inspect data.csv
  clade inspect events.parquet --json | jq .traps
  clade inspect 's3://bucket/2024/*/sales-*.parquet'
  clade inspect 'postgres://ana@db.example/shop?table=sales.orders'
  clade inspect 'shop.sqlite?table=orders'
  clade inspect ECG5000_TRAIN.tsv

${READS}

Passwords and keys come from the environment: PGPASSWORD or ~/.pgpass; the AWS variables, AWS_ENDPOINT_URL for other
stores than Amazon's.`,
    )
    .action((path: string, options: CommonOptions) =>
      runCommand(options, async (session) => {
        const { inspectData, suggestClean } = await import('../../study/index.ts');
        const inspection = await inspectData(path, session.context);
        const clean = suggestClean(inspection);
        session.print(describeInspection(inspection));
        for (const line of describeSuggestedClean(clean)) session.print(line);
        return { ...inspection, clean: clean.steps };
      }),
    );
}
