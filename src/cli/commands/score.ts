import { type Command, Option } from 'commander';
import { readShare, requireOut } from '../arguments.ts';
import { READS, withCommonOptions } from '../common-options.ts';
import { describeCleaning } from '../describe-cleaning.ts';
import { type CommonOptions, runCommand } from '../session.ts';

export function addScore(program: Command): void {
  withCommonOptions(
    program
      .command('score')
      .summary('give segments to new rows with a bundle; nothing is fitted again')
      .description(
        'Computes the same features for new rows, prepares them with what was fitted and assigns them to the segments that exist. Rows unlike every segment get −1 where the method can say so. The column familiarity is the share of familiar rows that are as far from the fitted ones: 0.01 and less is unlike nearly all that was seen.',
      )
      .argument('<bundle>', 'the folder that clade fit left')
      .argument('<data>', 'new rows, in the same layout as the fitted data: a file or an address')
      .option(
        '-o, --out <file>',
        'labels to write (required): .csv or .parquet, or s3://bucket/labels.parquet',
      )
      .option(
        '--abstain <share>',
        'leave out rows that are farther from the fitted ones than all but this share of those are from each other',
        readShare,
      )
      .option(
        '--until <day>',
        'the day that counts as now, such as 2024-12-31, instead of that of the fit (features of usage and retail)',
      )
      .addOption(
        new Option(
          '--label <where>',
          'whether the first number of each series is its class, in .npy and UCR files (default: as the study says)',
        ).choices(['first', 'none']),
      ),
  )
    .addHelpText(
      'after',
      `
Examples:
  clade score out/ new.csv -o labels.csv
  clade score out/ december.parquet -o labels.parquet --json
  clade score out/ new.csv -o labels.csv --abstain 0.01
  clade score out/ tonight.npy -o labels.csv --label none

${READS}`,
    )
    .action(
      (
        bundle: string,
        data: string,
        options: CommonOptions & {
          out?: string;
          abstain?: number;
          until?: string;
          label?: 'first' | 'none';
        },
      ) =>
        runCommand(options, async (session) => {
          const out = requireOut('score', options.out, '-o labels.csv');
          const { scoreBundle } = await import('../../score/index.ts');
          const scored = await scoreBundle(bundle, data, out, {
            ...session.context,
            abstain: options.abstain,
            until: options.until,
            label: options.label,
          });
          for (const line of describeCleaning(scored.cleaning)) session.print(line);
          session.print(
            `${scored.entities.toLocaleString('en')} entities, ${scored.unassigned.toLocaleString('en')} without a segment  ${out}`,
          );
          return scored;
        }),
    );
}
