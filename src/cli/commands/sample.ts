import type { Command } from 'commander';
import { collectParameter, wholeNumber } from '../arguments.ts';
import { withCommonOptions } from '../common-options.ts';
import { type CommonOptions, runCommand } from '../session.ts';

interface SampleOptions extends CommonOptions {
  readonly out: string;
  readonly seed: number;
  readonly param?: Record<string, string | number | boolean>;
}

export function addSample(program: Command): void {
  withCommonOptions(
    program
      .command('sample')
      .summary('write realistic generated data with known groups')
      .description(
        'Writes generated data, the same for the same seed, and beside it truth.csv with the group that each entity was made from. Without a name: lists the samples.',
      )
      .argument('[name]', 'a sample, such as api-usage')
      .option(
        '-o, --out <file>',
        'the file to write: CSV, or Parquet when it ends in .parquet',
        'data.csv',
      )
      .option('--seed <n>', 'seed of the generator', wholeNumber(0), 0)
      .option(
        '-p, --param <name=value>',
        'another option of the sample, such as users=1000',
        collectParameter,
      ),
  )
    .addHelpText(
      'after',
      '\nExamples:\n  clade sample\n  clade sample api-usage -o data.csv\n  clade sample api-usage -o big.csv -p users=100000 --seed 7',
    )
    .action((name: string | undefined, options: SampleOptions) =>
      runCommand(options, async (session) => {
        const { listSamples, writeSample } = await import('../../study/index.ts');
        if (name === undefined) {
          const samples = listSamples();
          for (const { name, title, options } of samples) {
            session.print(`${name}  ${title} (options: ${options.join(', ')})`);
          }
          return { samples };
        }
        const given = { seed: options.seed, ...options.param };
        const written = await writeSample(name, options.out, given, session.context);
        session.print(`data   ${written.data} (${written.rows.toLocaleString('en')} rows)`);
        session.print(`truth  ${written.truth}`);
        return written;
      }),
    );
}
