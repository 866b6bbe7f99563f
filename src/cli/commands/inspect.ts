import type { Command } from 'commander';
import { withCommonOptions } from '../common-options.ts';
import { describeInspection } from '../describe-inspection.ts';
import { type CommonOptions, runCommand } from '../session.ts';

export function addInspect(program: Command): void {
  withCommonOptions(
    program
      .command('inspect')
      .summary('what is in a file: columns, types, missing values, ids, dates, traps')
      .description(
        'Reads a file and says what is in it. Values are shown only of columns with few different ones that are no ids.',
      )
      .argument('<data>', 'a CSV, TSV, Parquet, JSON or NDJSON file, plain or .gz'),
  )
    .addHelpText(
      'after',
      '\nExamples:\n  clade inspect data.csv\n  clade inspect events.parquet --json | jq .traps',
    )
    .action((path: string, options: CommonOptions) =>
      runCommand(options, async (session) => {
        const { inspectData } = await import('../../study/index.ts');
        const inspection = await inspectData(path, session.context);
        session.print(describeInspection(inspection));
        return inspection;
      }),
    );
}
