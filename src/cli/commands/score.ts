import type { Command } from 'commander';
import { withCommonOptions } from '../common-options.ts';
import { type CommonOptions, refuseSamePath, runCommand } from '../session.ts';

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
      .requiredOption('-o, --out <file>', 'labels to write: .csv or .parquet'),
  )
    .addHelpText(
      'after',
      '\nExamples:\n  clade score out/ new.csv -o labels.csv\n  clade score out/ december.parquet -o labels.parquet --json',
    )
    .action((bundle: string, data: string, options: CommonOptions & { out: string }) =>
      runCommand(options, async (session) => {
        const { scoreBundle } = await import('../../score/index.ts');
        refuseSamePath(data, options.out);
        const scored = await scoreBundle(bundle, data, options.out, session.context);
        session.print(
          `${scored.entities.toLocaleString('en')} entities, ${scored.unassigned.toLocaleString('en')} without a segment  ${options.out}`,
        );
        return scored;
      }),
    );
}
