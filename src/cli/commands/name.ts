import type { Command } from 'commander';
import { segmentNumber } from '../arguments.ts';
import { withCommonOptions } from '../common-options.ts';
import { type CommonOptions, runCommand } from '../session.ts';

interface NameCommandOptions extends CommonOptions {
  readonly group?: string;
}

export function addName(program: Command): void {
  withCommonOptions(
    program
      .command('name')
      .summary('give a segment a name that lasts')
      .description(
        'Names a segment in the manifest, the profiles and the report of a bundle. The name goes with the number: fits that are given this bundle by --previous carry it on.',
      )
      .argument('<bundle>', 'the folder that clade fit left')
      .argument('<segment>', 'its number in the assignments, such as 3 or S3', segmentNumber)
      .argument('<name>', 'what it is to be called; "" takes the name away')
      .option('--group <value>', 'the group that it is in, where the study has several (within)'),
  )
    .addHelpText(
      'after',
      '\nExamples:\n  clade name out/ 3 "Loyal"\n  clade name out/ S1 "New this month" --group business\n  clade name out/ 3 ""',
    )
    .action((bundle: string, segment: number, name: string, options: NameCommandOptions) =>
      runCommand(options, async (session) => {
        const { nameSegment } = await import('../../score/index.ts');
        const named = await nameSegment(bundle, segment, name, options.group);
        session.print(
          named.name === null
            ? `segment ${segment} has no name of its own now  ${bundle}`
            : `segment ${segment} is “${named.name}” now  ${bundle}`,
        );
        return named;
      }),
    );
}
