import type { Command } from 'commander';
import { withCommonOptions } from '../common-options.ts';
import { type CommonOptions, runCommand } from '../session.ts';

export function addReport(program: Command): void {
  withCommonOptions(
    program
      .command('report')
      .summary('draw the report again from a bundle')
      .description(
        'Draws report.html again from what the bundle holds. Nothing is fitted, no data is read.',
      )
      .argument('<bundle>', 'the folder that clade fit left')
      .option('-o, --out <file>', 'where to write it (default: report.html in the bundle)'),
  )
    .addHelpText(
      'after',
      '\nExamples:\n  clade report out/\n  clade report out/ -o segments-november.html',
    )
    .action((bundle: string, options: CommonOptions & { out?: string }) =>
      runCommand(options, async (session) => {
        const { redrawReport } = await import('../../score/index.ts');
        const file = await redrawReport(bundle, options.out);
        session.print(`report  ${file}`);
        return { report: file };
      }),
    );
}
