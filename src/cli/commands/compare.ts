import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { OptionError } from '../../base/index.ts';
import { withCommonOptions } from '../common-options.ts';
import { describeComparison, summarizeComparison } from '../describe-comparison.ts';
import { type CommonOptions, runCommand } from '../session.ts';

interface CompareCommandOptions extends CommonOptions {
  readonly out?: string;
  readonly movers?: string;
}

export function addCompare(program: Command): void {
  withCommonOptions(
    program
      .command('compare')
      .summary('two bundles side by side: which segments last, who moved, what drifted')
      .description(
        'Matches the segments of two bundles on the entities in both, and says which split, merged, came and went, who moved and which features drifted. Nothing is fitted. Two studies may differ as long as their key columns are the same.',
      )
      .argument('<before>', 'the earlier bundle')
      .argument('<after>', 'the later bundle')
      .option('-o, --out <file>', 'write the comparison as one HTML page')
      .option('--movers <file>', 'write who moved: .csv or .parquet'),
  )
    .addHelpText(
      'after',
      '\nExamples:\n  clade compare october/ november/\n  clade compare october/ november/ --out moves.html --movers moved.csv\n  clade compare october/ november/ --json | jq .groups[0].splits',
    )
    .action((before: string, after: string, options: CompareCommandOptions) =>
      runCommand(options, async (session) => {
        if (options.out !== undefined && !options.out.endsWith('.html')) {
          throw new OptionError(
            `compare: --out must end in .html, got ${JSON.stringify(options.out)}.`,
          );
        }
        const { compareBundles } = await import('../../compare/index.ts');
        const comparison = await compareBundles(before, after, session.context, {
          movers: options.movers,
        });
        if (options.out !== undefined) {
          const { renderComparison } = await import('../../report/index.ts');
          const { cladeVersion, writeFileWhole } = await import('../../publish/index.ts');
          const page = renderComparison(comparison, { version: cladeVersion() });
          await writeFileWhole(options.out, (path) => writeFile(path, page));
        }
        session.print(describeComparison(comparison, options));
        return summarizeComparison(comparison, options);
      }),
    );
}
