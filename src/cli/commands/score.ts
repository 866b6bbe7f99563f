import type { Command } from 'commander';
import { requireOut } from '../arguments.ts';
import { withCommonOptions } from '../common-options.ts';
import { type CommonOptions, runCommand } from '../session.ts';

export function addScore(program: Command): void {
  withCommonOptions(
    program
      .command('score')
      .summary('give segments to new rows with a bundle; nothing is fitted again')
      .description(
        'Computes the same features for new rows, prepares them with what was fitted and assigns them to the segments that exist. Rows unlike every segment get −1 where the method can say so.',
      )
      .argument('<bundle>', 'the folder that clade fit left')
      .argument('<data>', 'new rows, in the same layout as the fitted data')
      .option('-o, --out <file>', 'labels to write (required): .csv or .parquet'),
  )
    .addHelpText(
      'after',
      '\nExamples:\n  clade score out/ new.csv -o labels.csv\n  clade score out/ december.parquet -o labels.parquet --json',
    )
    .action((bundle: string, data: string, options: CommonOptions & { out?: string }) =>
      runCommand(options, async (session) => {
        const out = requireOut('score', options.out, '-o labels.csv');
        const { scoreBundle } = await import('../../score/index.ts');
        const scored = await scoreBundle(bundle, data, out, session.context);
        session.print(
          `${scored.entities.toLocaleString('en')} entities, ${scored.unassigned.toLocaleString('en')} without a segment  ${out}`,
        );
        return scored;
      }),
    );
}
