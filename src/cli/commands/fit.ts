import type { Command } from 'commander';
import { collectParameter, requireOut, wholeNumber } from '../arguments.ts';
import { withCommonOptions } from '../common-options.ts';
import { describeFit, summarizeFit } from '../describe-fit.ts';
import { publishFit } from '../publish-fit.ts';
import { type CommonOptions, runCommand } from '../session.ts';

interface FitCommandOptions extends CommonOptions {
  readonly out?: string;
  readonly param?: Record<string, string | number | boolean>;
  readonly seed?: number;
  readonly previous?: string;
  readonly publish: boolean;
  readonly runId?: string;
  readonly validFrom?: string;
}

export function addFit(program: Command): void {
  withCommonOptions(
    program
      .command('fit')
      .summary('run a study: data to segments, profiles and a report')
      .description(
        'Runs a study and leaves a bundle: segments, features, profiles, a report and what scoring needs.',
      )
      .argument('<study>', 'a study file (YAML); clade init writes one')
      .option(
        '-o, --out <folder>',
        'the bundle (required); it appears whole or not at all, an earlier bundle is replaced',
      )
      .option(
        '-p, --param <name=value>',
        'set a parameter of the study; repeat for more',
        collectParameter,
      )
      .option('--seed <n>', "use this seed instead of the study's", wholeNumber(0))
      .option(
        '--previous <bundle>',
        'the bundle of the run before: segments that last keep their numbers and names; it may be the one of --out',
      )
      .option('--no-publish', 'leave out what the study says under publish')
      .option(
        '--run-id <id>',
        'what the run goes by when published (default: hash of study and data)',
      )
      .option(
        '--valid-from <day>',
        "from when its segments hold (default: the study's reference day)",
      ),
  )
    .addHelpText(
      'after',
      `
Examples:
  clade fit examples/api-usage/study.yaml --out out/
  clade fit examples/api-usage/study.yaml -p data=calls.csv --out out/
  clade fit nightly.yaml --previous out/ --out out/         numbers and names last
  clade fit nightly.yaml --out out/ --valid-from 2024-12-31
  clade fit study.yaml --out out/ --json --quiet | tail -n 1 | jq .segments`,
    )
    .action((path: string, options: FitCommandOptions) =>
      runCommand(options, async (session) => {
        const out = requireOut('fit', options.out, '--out out/');
        const { fitStudy, readStudy } = await import('../../study/index.ts');
        const read = await readStudy(path, options.param);
        const study =
          options.seed === undefined ? read.study : { ...read.study, seed: options.seed };
        const { runId: id, validFrom } = options;
        const goesBy = { ...(id && { id }), ...(validFrom && { validFrom }) };
        const named = id || validFrom ? { goesBy } : {};
        const manifest = await fitStudy({ ...read, study, ...named }, out, session.context, {
          previous: options.previous,
        });
        session.print(describeFit(manifest, out));
        const summary = summarizeFit(manifest, out);
        if (!options.publish || study.publish.length === 0) return summary;
        const published = await publishFit(out, study.publish, session);
        return { ...summary, published };
      }),
    );
}
